"""Compares ways of dropping vision tokens on equal terms: each goes on from the same finished decoder for as many steps on the same films.

    python adapt.py RUN --vision vision.pt --tokenizer tokenizer.json --data FOLDER --way none --way pdrop:uni_3_0.25 --way transv:uni_3_0.25 [--steps 300]

RUN is that of `train_decoder.py`. Writes `RUN/ways.jsonl`: for each way its scores on test films of 64 and 256 frames, as the decoder comes, and adapted to it.
"""

import argparse
import json
from pathlib import Path
from types import SimpleNamespace

import torch

from evaluate import evaluate
from features import long_seconds
from learning import Minutes
from lessons import Told
from parallel import run
from prompting import Prompting
from train_decoder import Average, Decoding, optimisers, with_vision

LENGTHS = {64: 40, 256: 10}  # frames of the films that a way is scored on: how many films


def with_way(config, way):
    """The model's configuration with one way of dropping: `none`, `pdrop:SCHEDULE` or `transv:SCHEDULE`, as `bench transv` names them."""
    kind, _, schedule = way.partition(":")
    if (kind == "none") == bool(schedule) or kind not in ("none", "pdrop", "transv"):
        raise SystemExit(f"{way} is no way of dropping tokens: say none, pdrop:SCHEDULE or transv:SCHEDULE, as in transv:uni_3_0.25")
    drop = {"schedule": schedule, "merge_module": "CrossAttention" if kind == "transv" else "no_merge"}
    return {**config, "token_drop": drop if schedule else {}}


class Adapting(Decoding):
    """Goes on from a finished decoder, with the films of the second half of its training and a rate that falls to nothing."""

    def _go_on(self):
        finished = torch.load(self.args.run / "decoder.pt")
        own = self.model.state_dict()
        self.model.load_state_dict({**own, **{k: v for k, v in finished["average"].items() if k in own and v.shape == own[k].shape}})
        self.reader.load_state_dict(finished["reader"])
        self.optimisers = optimisers(self.model, self.reader, self.args.rate)
        self.average, self.minutes, self.tell = Average(self.model, 0.98), Minutes(), Told()

    def _long(self):
        """Long films that even the way without dropping can be trained on."""
        number = self._long_number()
        while long_seconds(number) > max(LENGTHS):
            number += self.workers
        return self.cache.long(number)

    def adapt(self):
        for done in range(self.args.steps):
            with self.minutes:
                self.learn(0.5 + 0.5 * done / self.args.steps)


def scores(model, prompting, folder):
    return {frames: evaluate(model, prompting, "test", films, folder, seconds=frames) for frames, films in LENGTHS.items()}


def work(args, rank, workers):
    prompting = Prompting(args.tokenizer)
    base = json.loads(Path(args.config).read_text())
    for way in args.way:
        torch.manual_seed(1)
        config = with_way(base, way)
        model = with_vision(config, prompting, args.vision)
        adapting = Adapting(args, rank, workers, model, prompting, config)
        before = scores(model, prompting, adapting.cache.folder) if rank == 0 else None
        adapting.adapt()
        if rank == 0:
            model.load_state_dict(adapting.average.values)
            found = {"way": way, "steps": args.steps, "minutes": round(adapting.minutes.done, 1), "as it comes": before, "adapted": scores(model, prompting, adapting.cache.folder)}
            with open(args.run / "ways.jsonl", "a") as out:
                out.write(json.dumps(found) + "\n")
            print(json.dumps(found), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("--vision", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--config", default=str(Path(__file__).with_name("starter.json")))
    parser.add_argument("--way", action="append", required=True)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    for way in args.way:
        with_way({}, way)
    trained = {"frames_minutes": 0, "minutes": 1, "groups": 2500, "long_from": 0.5, "long_films": 400, "long_every": 8, "begin_with": None, "stills": 1.0, "variants": 6}
    run(work, SimpleNamespace(**trained, **vars(args)), args.workers)


if __name__ == "__main__":
    main()
