"""What every training here needs: which weights decay, and how it goes."""


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
