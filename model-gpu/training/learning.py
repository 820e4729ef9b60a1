"""What every training here needs: which weights decay, how it goes, and how far it is."""

import time


def by_decay(parameters, decay):
    """An optimiser's groups: matrices and kernels decay, biases and scales do not."""
    parameters = list(parameters)
    return [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": decay}, {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}]


class Means:
    """Running means of what is told by name at every step; what is not a number is passed over."""

    def __init__(self, keep=0.98):
        self.keep, self.values = keep, {}

    def add(self, told):
        for name, value in told.items():
            if value == value:
                self.values[name] = self.values.get(name, value) * self.keep + value * (1 - self.keep)

    def __str__(self):
        return " ".join(f"{name} {value:.3f}" for name, value in self.values.items())


class Minutes:
    """The minutes of a processor that learning took: a run that is paused, or shares its cores, or looks how good it is meanwhile, keeps its schedule.

        with minutes:
            learn()
    """

    def __init__(self, done=0.0):
        self.done = done

    def __enter__(self):
        self._begun = time.process_time()

    def __exit__(self, *_):
        self.done += (time.process_time() - self._begun) / 60
