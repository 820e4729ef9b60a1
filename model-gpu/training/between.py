"""Weights between two starters: what a further training gave, without all of what it took.

    python between.py OUT ../starter LAST --share 0.5

After a training that some answers suffered from, while others gained, a point between both often has most of either (Wortsman et al. 2022, robust fine-tuning).
"""

import argparse
import shutil
from pathlib import Path

import torch

from model import TimeViper


@torch.no_grad()
def between(first: TimeViper, other: TimeViper, share: float) -> TimeViper:
    """The first one, moved by that share of the way to the other."""
    there = other.state_dict()
    own = first.state_dict()
    if own.keys() != there.keys() or any(own[name].shape != there[name].shape for name in own):
        raise ValueError("weights can be taken between two checkpoints of one architecture only")
    first.load_state_dict({name: value.lerp(there[name], share) for name, value in own.items()})
    return first


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("first", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the way from the first to the other")
    args = parser.parse_args()
    between(TimeViper.load(args.first), TimeViper.load(args.other), args.share).save(args.out)
    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(args.first / name, args.out / name)


if __name__ == "__main__":
    main()
