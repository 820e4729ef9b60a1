"""At which odds of Yes against No a thing is there, and from which on it is named: the section `things` of config.json, and what it is worth.

    python naming.py ../starter --data PHOTOGRAPHS [--fit]

Every noun is asked for by itself (*Is there a dog in the video?*) of photographs with captions and of some in named classes. What is fitted is fitted on those for validation; without `--fit` the
configuration's own section is measured on those for the test.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from class_nouns import class_states
from features import STILL, look, still_whole
from generate import beginnings, prefix
from nouns import ABSENT, NOUNS, SEEN, states
from photo_film import NOUN_QUESTIONS
from photographs import captioned, class_names, classed
from prompting import Prompting
from ways import load

COMMON = 20  # nouns whose Yes and No are read
DRAWN_TOGETHER = 0.005  # how much it costs that two nouns are even at different odds
RIGHT = 0.9  # share of the named that is right, at least, whether of photographs as they come or of as many with the thing as without it, from either kind
FALSE = 0.01  # share of the photographs in classes without the thing that name it, at most
ENOUGH = 20  # photographs that a bound rests on
ANSWERED = 0.5  # what Yes and No come to together, at least, where something is named


@dataclass(frozen=True)
class Asked:
    """What came of the questions, a row a photograph and a column a noun."""

    odds: np.ndarray  # logarithms
    answered: np.ndarray  # how likely it is Yes or No at all
    states: np.ndarray
    named: np.ndarray  # whether a caption names it


@torch.no_grad()
def ask(model, prompting, pictures, piece=100):
    """(photographs, nouns, 2): the logarithms of the probabilities of Yes and No."""
    size, out = model.config["vision"]["image_size"], []
    cropped = np.stack([still_whole(picture, size) for picture in pictures])
    prompts = [prompting.branch(STILL, STILL, NOUN_QUESTIONS[0].format(a=noun.text)).prompt for noun in NOUNS]
    for some in look(model.featurizer, model.tokens_a_frame, cropped).split(piece):
        state = prefix(model, prompting, some.unsqueeze(1).expand(-1, STILL, -1, -1), [STILL] * len(some))
        rows = list(range(len(some)))
        out.append(torch.stack([beginnings(model, prompting, state, rows, [prompt] * len(rows), ("Yes.", "No.")) for prompt in prompts], 1))
    return torch.cat(out).double().numpy()


def asked_of(model, prompting, pictures, known, named):
    said = ask(model, prompting, pictures)
    return Asked(said[..., 0] - said[..., 1], np.exp(said).sum(-1), np.array(known), np.array(named, bool))


def of_captioned(model, prompting, data, split):
    pictures, captions = zip(*captioned(data, split))
    return asked_of(model, prompting, pictures, [states(c) for c in captions], [[any(n.named(one) for one in c) for n in NOUNS] for c in captions])


def of_classed(model, prompting, data, split):
    pictures, classes = zip(*classed(data, split))
    of_class = class_states(class_names(data))
    known = np.array([of_class[c] for c in classes])
    return asked_of(model, prompting, pictures, known, known == SEEN)


def even(told: Asked, classed_: Asked, nouns):
    """A logistic regression with one slope and a place for each noun: (slope, the places). Those with it and those without weigh the same, and of those without it those with captions and those in
    classes: photographs with captions seldom lack people, and what they lack is seldom something that looks otherwise."""
    odds, there = (torch.tensor(np.concatenate([getattr(told, name)[:, nouns], getattr(classed_, name)[:, nouns]])) for name in ("odds", "states"))
    captions = torch.arange(len(odds))[:, None] < len(told.odds)
    weight = torch.zeros_like(odds)
    for those, share in (((there == SEEN) & captions, 1.0), ((there == ABSENT) & captions, 0.5), ((there == ABSENT) & ~captions, 0.5)):
        weight += share * those / those.sum(0).clamp(min=1)
    slope, middle, place = (torch.zeros(n, dtype=torch.double, requires_grad=True) for n in (1, 1, len(nouns)))
    optimiser = torch.optim.LBFGS([slope, middle, place], max_iter=500, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        logits = slope.exp() * (odds - middle - place)
        value = (weight * torch.nn.functional.binary_cross_entropy_with_logits(logits, (there == SEEN).double(), reduction="none")).sum() / len(nouns)
        value = value + DRAWN_TOGETHER * place.square().mean()
        value.backward()
        return value

    optimiser.step(loss)
    return slope.exp().item(), (middle + place).tolist()


def named_from(told: Asked, classed_: Asked, noun, least):
    """The lowest odds from which on the noun is rightly named; None if there are none."""
    odds, seen = told.odds[:, noun], told.odds[told.states[:, noun] == SEEN, noun]
    here, elsewhere = (asked.odds[asked.states[:, noun] == ABSENT, noun] for asked in (told, classed_))
    absent = np.concatenate([here, elsewhere])
    best = None
    if not len(seen):
        return best
    for bound in sorted(odds[odds >= least], reverse=True):
        above = odds >= bound
        right = (told.named[above, noun].sum() + 1) / (above.sum() + 2)
        hit, mistaken = (seen >= bound).mean(), ((absent >= bound).sum() + 1) / (len(absent) + 2)
        if above.sum() >= ENOUGH and right >= RIGHT and hit / (hit + mistaken) >= RIGHT and (elsewhere >= bound).sum() <= FALSE * len(elsewhere):
            best = float(bound)
    return best


def fitted(told: Asked, classed_: Asked):
    common = sorted(range(len(NOUNS)), key=lambda n: -(told.states[:, n] == SEEN).sum())[:COMMON]
    slope, places = even(told, classed_, common)
    bounds = {NOUNS[n].text: named_from(told, classed_, n, place) for n, place in zip(common, places)}
    return {"slope": round(slope, 3), "even_at": {NOUNS[n].text: round(place, 2) for n, place in zip(common, places)},
            "named_from": {thing: round(bound + 0.005, 2) for thing, bound in bounds.items() if bound is not None}}  # fmt: skip


def worth(things, told: Asked, classed_: Asked):
    """Of the test: how much of what is named is right, and how much of what people surely name is named; and how often something is named of a class that is not there."""
    number = {noun.text: n for n, noun in enumerate(NOUNS)}
    said = lambda asked: {t: (asked.odds[:, number[t]] >= bound) & (asked.answered[:, number[t]] >= ANSWERED) for t, bound in things["named_from"].items()}
    names, false = said(told), said(classed_)
    count = lambda where: {t: int((names[t] & where(number[t])).sum()) for t in names}
    all_, right, told_ = count(lambda n: True), count(lambda n: told.named[:, n]), count(lambda n: told.states[:, n] == SEEN)
    there = {t: int((told.states[:, number[t]] == SEEN).sum()) for t in names}
    return {
        "named": sum(all_.values()), "right": round(sum(right.values()) / max(1, sum(all_.values())), 3),
        "of all that people surely name": round(sum(told_.values()) / int((told.states == SEEN).sum()), 3),
        "photographs of which something is named": round(float(np.mean(np.any(list(names.values()), 0))), 3) if names else 0.0,
        "by thing": {t: f"{all_[t]} named, {right[t] / max(1, all_[t]):.2f} right, {told_[t] / max(1, there[t]):.2f} of {there[t]}" for t in names},
        "named in classes without it": {t: round(float(false[t][classed_.states[:, number[t]] == ABSENT].mean()), 4) for t in names},
        "photographs in classes that name something that is not there": round(float(np.mean(np.any([false[t] & (classed_.states[:, number[t]] == ABSENT) for t in names], 0))), 4) if names else 0.0,
        "in classes with it": {t: round(float(false[t][classed_.states[:, number[t]] == SEEN].mean()), 2) for t in names if (classed_.states[:, number[t]] == SEEN).any()},
    }  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--data", required=True, help="folder of the photographs")
    parser.add_argument("--fit", action="store_true", help="fit the section anew, on the photographs for validation")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model, prompting = load(args.directory), Prompting(args.directory / "tokenizer.json")
    both = lambda split: (of_captioned(model, prompting, args.data, split), of_classed(model, prompting, args.data, split))
    things = fitted(*both("valid")) if args.fit else model.config["confidence"]["things"]
    print(json.dumps({"things": things, "on the test": worth(things, *both("test"))}, indent=2))


if __name__ == "__main__":
    main()
