"""How likely an edit is, from what pictures around it look like: learned from drawn shots that are joined in known ways.

    python edits.py OUT.json [--films 600] [--workers 2]
    python edits.py edits.json --record RECORDED.json    what they say of a film that is given by a formula, for the service to be held to

Each film here is a dozen drawn shots, cut together, dissolved into each other in 0.3 to 2.5 s, or faded through a colour, with things that are no edit: flashes, changing light, somebody who passes
before the camera. What is measured of a step, and of a stretch, is what `CutFinder` and `StretchFinder` measure in the service; two small networks tell edits from the rest.
"""

import argparse
import json
import math
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from film import sample_film
from footage import EVERYDAY, sample_footage

WIDTH, HEIGHT = 48, 27  # of a look
DRAWN, LARGE = (128, 72), (480, 270)  # that shots are drawn at; pictures that a camera moves over
HALVES = (2, 3, 4, 6, 8, 11, 15)  # of the stretches that a dissolve is looked for in, in looks
A_SECOND = 12.5  # looks at which stretches are measured
AROUND = 0.35  # seconds before and after a step that tell what is usual
LEAST_STEP, LEAST_CHANGE, MOST_UNEVEN, MOST_ALIKE = 10.0, 8.0, 0.35, 0.5  # below these, or above, it is no edit
HIDDEN = 16
WHOLE = 8.0  # what the logarithm of the change weighs beside the odds: a part of a dissolve is one, too
LINE = 6.0  # difference between neighbours that counts as one of the lines that stay where they are when the light changes


# ------------------------------------------------------------------------------------------------------------------------- films


@dataclass(frozen=True)
class Edited:
    looks: np.ndarray  # uint8 (frames, HEIGHT, WIDTH, 3)
    rate: float
    edits: list  # (second, "cut", "dissolve" or "fade", seconds that it takes)


def edited_film(seed) -> Edited:
    rng = random.Random(f"edited {seed}")
    rate = rng.choice([10, 12.5, 24, 25, 25, 30, 50])
    frames, edits = _shot(rng, rate), []
    for _ in range(rng.randint(6, 12)):
        _join(frames, _shot(rng, rate), rng, rate, edits)
    if rng.random() < 0.5:
        noise = np.random.default_rng(seed)
        frames = [np.clip(f + noise.normal(0, 2, f.shape), 0, 255) for f in frames]
    return Edited(np.stack(frames).round().astype(np.uint8), rate, edits)


def _shot(rng, rate):
    """Looks of a stretch of one scene, in which something may happen that is no edit; float32."""
    footage = sample_footage(rng, **EVERYDAY) if rng.random() < 0.6 else sample_footage(rng)
    film = sample_film(rng.randrange(10**6), "train", rng.uniform(6, 30), footage=footage, textured=0.5)
    scene = rng.choice(film.scenes)
    start, end = scene.start + 1.05, scene.end - 1.05
    if end - start < 1.2:
        return _shot(rng, rate)
    seconds = min(end - start, rng.choice([rng.uniform(1.2, 3), rng.uniform(3, 7)]))
    start, frames = rng.uniform(start, end - seconds), int(seconds * rate)
    if rng.random() < 0.4:
        looks = _moved(film.frame_at(start, *LARGE), frames, rng)
    else:
        pictures = (film.frame_at(start + i / rate, *DRAWN, degrade=True) for i in range(frames))
        looks = [cv2.resize(p, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32) for p in pictures]
    for happening in rng.choice([(), (), (_flash,), (_other_light,), (_other_light,), (_passing,), (_passing, _other_light)]):
        happening(looks, rng, rate)
    return looks


def _moved(picture, frames, rng):
    """A picture with blocks on it that a camera moves over, from not at all to so fast that all of it is new within a second."""
    picture = picture.copy()
    for _ in range(rng.choice([0, 0, 10, 40])):
        x, y, side = rng.randrange(LARGE[0]), rng.randrange(LARGE[1]), rng.randint(6, 60)
        picture[y : y + side, x : x + side] = [rng.randrange(256) for _ in range(3)]
    if rng.random() < 0.2:
        picture = picture.mean(2, keepdims=True).repeat(3, 2).astype(np.uint8)
    view = rng.uniform(0.2, 0.6)
    box = lambda share: np.array([rng.uniform(0, 1 - share), rng.uniform(0, 1 - share), share])
    first, last = box(view), box(view if rng.random() < 0.6 else rng.uniform(0.2, 0.6))
    last = rng.choice([first, last, last, last])
    shaken, looks = rng.choice([0, 0, 0.004]), []
    for i in range(frames):
        x, y, share = first + (last - first) * i / frames + np.array([rng.gauss(0, shaken), rng.gauss(0, shaken), 0])
        across, down = share * LARGE[0] / WIDTH, share * LARGE[1] / HEIGHT
        matrix = np.float32([[across / 4, 0, x * LARGE[0]], [0, down / 4, y * LARGE[1]]])
        fine = cv2.warpAffine(picture, matrix, (4 * WIDTH, 4 * HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT_101)
        looks.append(cv2.resize(fine, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32))
    return looks


def _flash(looks, rng, rate):
    at, strength = rng.randrange(1, len(looks)), rng.uniform(0.4, 1)
    for i in range(at, min(len(looks) - 1, at + max(1, int(rng.uniform(0.02, 0.15) * rate)))):
        looks[i] = looks[i] * (1 - strength) + 255 * strength


def _other_light(looks, rng, rate):
    gain, takes, at = math.exp(rng.uniform(-1, 0.7)), rng.uniform(0.05, 2) * rate, rng.randrange(len(looks))
    for i in range(at, len(looks)):
        looks[i] = np.clip(looks[i] * (1 + (gain - 1) * min(1, (i - at) / takes)), 0, 255)


def _passing(looks, rng, rate):
    """Something large and near goes by."""
    width, takes, at = int(WIDTH * rng.uniform(0.4, 1.4)), max(2, int(rng.uniform(0.3, 2) * rate)), rng.randrange(len(looks))
    coarse = np.array([[[rng.uniform(-40, 40)] * 3 for _ in range(5)] for _ in range(4)], np.float32)
    body = np.clip(cv2.resize(coarse, (width, HEIGHT)) + np.array([rng.uniform(0, 220) for _ in range(3)]), 0, 255)
    top, left = (0 if rng.random() < 0.6 else rng.randrange(HEIGHT // 2)), rng.random() < 0.5
    for i in range(at, min(len(looks), at + takes)):
        x = round(-width + (WIDTH + width) * (i - at) / takes)
        x = x if left else WIDTH - width - x
        first, last = max(0, x), min(WIDTH, x + width)
        if last > first:
            looks[i] = looks[i].copy()
            looks[i][top:, first:last] = body[top:, first - x : last - x]


def _join(frames, shot, rng, rate, edits):
    kind = rng.choice(["cut"] * 4 + ["dissolve"] * 5 + ["fade"] * 2)
    if kind == "cut":
        edits.append((len(frames) / rate, kind, 0.0))
        frames += shot
    elif kind == "dissolve":
        takes = max(3, int(min(rng.choice([rng.uniform(0.3, 1), rng.uniform(1, 2.5)]) * rate, 0.45 * len(shot), 0.45 * len(frames))))
        edits.append(((len(frames) - takes / 2) / rate, kind, takes / rate))
        for i in range(takes):
            share = (i + 1) / (takes + 1)
            frames[i - takes] = frames[i - takes] * (1 - share) + shot[i] * share
        frames += shot[takes:]
    else:
        takes, hold = max(2, int(min(rng.uniform(0.3, 1.2) * rate, 0.4 * len(shot), 0.4 * len(frames)))), rng.randrange(int(rate / 2))
        plain = np.full_like(shot[0], rng.choice([0, 0, 0, 255]))
        edits.append(((len(frames) + hold / 2) / rate, kind, (2 * takes + hold) / rate))
        for i in range(takes):
            share = (i + 1) / takes
            frames[i - takes] = frames[i - takes] * (1 - share) + plain * share
            shot[i] = plain * (1 - i / takes) + shot[i] * (i / takes)
        frames += [plain] * hold + shot


# ------------------------------------------------------------------------------------------------------------- what is measured


def _rms(rows):
    return np.sqrt(np.einsum("...i,...i->...", rows, rows) / rows.shape[-1])


def _dot(a, b):
    return np.einsum("ij,ij->i", a, b)


@dataclass(frozen=True)
class Views:
    """A row a look: its colours; its light without the mean; the differences of its light between neighbours, and these, none of which counts for much."""

    colours: np.ndarray
    light: np.ndarray
    gradients: np.ndarray
    lines: np.ndarray

    @staticmethod
    def of(looks):
        looks = looks.astype(np.float32)
        light = looks.mean(3)
        gradients = np.concatenate([np.diff(light, axis=2).reshape(len(light), -1), np.diff(light, axis=1).reshape(len(light), -1)], 1)
        light = light.reshape(len(light), -1)
        return Views(looks.reshape(len(looks), -1), light - light.mean(1, keepdims=True), gradients, np.clip(gradients, -LINE, LINE))


def _alike(rows, first, other):
    """(correlation, mean power of both)"""
    power = _dot(rows, rows) / rows.shape[1]
    return _dot(rows[first], rows[other]) / rows.shape[1] / (np.sqrt(power[first] * power[other]) + 0.5), (power[first] + power[other]) / 2, power


def steps(views: Views, rate):
    """(frames that may begin a shot, what is measured of the step to each)"""
    x, n = views.colours, len(views.colours)
    step = np.concatenate([[0], _rms(np.diff(x, axis=0))])
    around = max(2, round(AROUND * rate))
    at = np.array([t for t in range(1, n) if step[t] >= LEAST_STEP and step[t] >= step[max(1, t - 2) : t + 3].max()], int)
    if not len(at):
        return at, np.zeros((0, 9), np.float32)
    rows = []
    for t in at:
        before, after = step[max(1, t - around) : t], step[t + 1 : t + 1 + around]
        past, coming = x[max(0, t - around) : t], x[t : t + around]
        apart = min(_rms(past - one).min() for one in coming)
        usual = [np.log((f(s) + 1) / (step[t] + 1)) if len(s) else -np.log(step[t] + 1) for s in (before, after) for f in (np.mean, np.max)]
        rows.append([np.log(step[t]), *usual, np.log((apart + 1) / (step[t] + 1))])
    alike = np.stack([_alike(rows_, at - 1, at)[0] for rows_ in (views.light, views.gradients, views.lines)], 1)
    return at, np.concatenate([np.array(rows), alike], 1).astype(np.float32)


def _blend(rows, centres, half):
    """How far the looks of a stretch are from blends of its ends, as a share of the change; how far the shares of the other end are from even; the change."""
    first = rows[centres - half]
    change = rows[centres + half] - first
    power = _dot(change, change) + 1e-6
    residue, uneven = np.zeros(len(centres)), np.zeros(len(centres))
    for k in range(1, 2 * half):
        moved = rows[centres - half + k] - first
        share = _dot(moved, change) / power
        residue += np.maximum(0, _dot(moved, moved) - share * share * power) / power / (2 * half - 1)
        uneven = np.maximum(uneven, abs(share - k / (2 * half)))
    return np.sqrt(residue), uneven, np.sqrt(power / rows.shape[1])


def stretches(views: Views, half):
    """(centres of stretches that may be a dissolve, what is measured of each)"""
    n = len(views.colours)
    centres = np.arange(half, n - half)
    if not len(centres):
        return centres, np.zeros((0, 12), np.float32)
    residue, uneven, change = _blend(views.colours, centres, half)
    kept = (change >= LEAST_CHANGE) & (uneven <= MOST_UNEVEN) & (_alike(views.lines, centres - half, centres + half)[0] <= MOST_ALIKE)
    centres, residue, uneven, change = (a[kept] for a in (centres, residue, uneven, change))
    fine_residue = _blend(views.gradients, centres, half)[0]
    columns = [np.log(change), residue, uneven, np.minimum(fine_residue, 3)]
    for rows in (views.light, views.gradients, views.lines):
        alike, mean, power = _alike(rows, centres - half, centres + half)
        columns += [alike, np.log((power[centres] + 0.5) / (mean + 0.5))]
    lag = half // 2 + 1
    outside = lambda edge, sign: _rms(views.colours[edge] - views.colours[np.clip(edge + sign * lag, 0, n - 1)])
    beside = np.maximum(outside(centres - half, -1), outside(centres + half, 1))
    columns += [np.log((beside + 1) / (change * lag / (2 * half) + 1)), np.full(len(centres), math.log(half))]
    return centres, np.stack(columns, 1).astype(np.float32)


def thinned(looks, rate):
    """(looks at about A_SECOND, seconds between them)"""
    every = max(1, round(rate / A_SECOND))
    return looks[::every], every / rate


# -------------------------------------------------------------------------------------------------------------------- learning


@dataclass(frozen=True)
class Measured:
    cuts: np.ndarray
    are_cuts: np.ndarray
    dissolves: np.ndarray
    are_dissolves: np.ndarray


def measured(film: Edited) -> Measured:
    at, cuts = steps(Views.of(film.looks), film.rate)
    are_cuts, sure = _are_cuts(at / film.rate, film)
    looks, between = thinned(film.looks, film.rate)
    views, rows, truth = Views.of(looks), [], []
    for half in HALVES:
        centres, found = stretches(views, half)
        are, certain = _are_dissolves(centres * between, half * between, film.edits)
        rows.append(found[certain]), truth.append(are[certain])
    return Measured(cuts[sure], are_cuts[sure], np.concatenate(rows), np.concatenate(truth))


def _are_cuts(seconds, film):
    """(which steps are cuts, which of them are surely the one or the other)"""
    are, sure = np.zeros(len(seconds)), np.ones(len(seconds), bool)
    for second, kind, takes in film.edits:
        apart = abs(seconds - second)
        if kind == "cut":
            are[apart < 0.6 / film.rate] = 1
        else:
            sure &= apart > takes / 2 + 0.1
    return are, sure


def _are_dissolves(seconds, half, edits):
    """A stretch is a dissolve if it has its middle and about its length; what overlaps an edit otherwise is neither."""
    are, free = np.zeros(len(seconds), bool), np.ones(len(seconds), bool)
    for second, kind, takes in edits:
        free &= abs(seconds - second) - takes / 2 > half + 0.05
        if kind == "dissolve" and 0.5 * takes <= 2 * half <= 1.4 * takes:
            are |= abs(seconds - second) < 0.1
    return are.astype(float), are | free


def _measure(seed):
    cv2.setNumThreads(1)
    return measured(edited_film(seed))


def learned(rows, truth, steps_=1500):
    """A network of one hidden layer; both kinds weigh the same."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    x, y = torch.from_numpy((rows - mean) / spread).float(), torch.from_numpy(truth).float()
    weight = torch.where(y > 0, (1 - y).sum() / y.sum(), 1.0)
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(rows.shape[1], HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, 1))
    optimiser = torch.optim.Adam(net.parameters(), 0.02, weight_decay=1e-4)
    for step in range(steps_):
        for group in optimiser.param_groups:
            group["lr"] = 0.02 * (1 - step / steps_) + 1e-4
        loss = F.binary_cross_entropy_with_logits(net(x).squeeze(1), y, weight=weight)
        optimiser.zero_grad(), loss.backward(), optimiser.step()
    odds = net(x).squeeze(1).detach().numpy()
    least = np.quantile(odds[truth > 0], 0.05)
    print(f"{int(truth.sum())} of {len(truth)} are edits; of 0.95 of these on, {(odds[truth == 0] > least).mean():.5f} of the others; loss {loss.item():.4f}", flush=True)
    return {
        "mean": mean, "spread": spread, "hidden": net[0].weight.detach().numpy(), "hidden_bias": net[0].bias.detach().numpy(),
        "out": net[2].weight[0].detach().numpy(), "out_bias": net[2].bias.item(),
    }  # fmt: skip


def odds(net, rows):
    """Logarithms of the odds; a network as `learned` gives it."""
    return np.tanh((rows - net["mean"]) / net["spread"] @ np.asarray(net["hidden"]).T + net["hidden_bias"]) @ np.asarray(net["out"]) + net["out_bias"]


# ------------------------------------------------------------------------------------------------------------------- recording


def formula_film():
    """Three shots of a second each, a dissolve of 0.8 s and a cut between them, at 25 looks a second."""
    y, x, channel = np.mgrid[0:HEIGHT, 0:WIDTH, 0:3]
    shot = lambda number, t: 128 + 100 * np.sin(0.11 * (number + 2) * (x + 0.2 * t) + 0.17 * (3 - number) * y + channel + 2 * number)
    share = np.clip((np.arange(75) - 24) / 20, 0, 1)
    looks = [shot(0, t) * (1 - share[t]) + shot(1, t) * share[t] if t < 60 else shot(2, t) for t in range(85)]
    return np.stack(looks).round().astype(np.uint8), 25.0


def recorded(nets):
    """All steps that may be a cut and, of every half second, the stretch that weighs most, with their odds."""
    looks, rate = formula_film()
    at, rows = steps(Views.of(looks), rate)
    cuts = [[float(second), float(o)] for second, o in zip(at / rate, odds(nets["cut"], rows))]
    (looks, between), best = thinned(looks, rate), {}
    views = Views.of(looks)
    for half in HALVES:
        centres, rows = stretches(views, half)
        for centre, row, o in zip(centres, rows, odds(nets["dissolve"], rows)):
            place, weight = int(centre * between * 2), o + WHOLE * row[0]
            if place not in best or weight > best[place][2]:
                best[place] = [float(centre * between), float(half * between), float(weight)]
    return {"cuts": cuts, "stretches": [best[place] for place in sorted(best)]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--films", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--record", type=Path)
    args = parser.parse_args()
    if args.record:
        args.record.write_text(json.dumps(recorded(json.loads(args.out.read_text(encoding="utf-8"))), indent=1) + "\n", encoding="utf-8")
        return
    with ProcessPoolExecutor(args.workers) as pool:
        films = list(pool.map(_measure, range(args.films)))
    together = lambda name: np.concatenate([getattr(f, name) for f in films])
    nets = {"cut": learned(together("cuts"), together("are_cuts")), "dissolve": learned(together("dissolves"), together("are_dissolves"))}
    args.out.write_text(as_text(nets), encoding="utf-8")


def as_text(nets):
    """JSON with a line for each row of numbers."""
    row = lambda values: json.dumps([round(float(v), 4) for v in values])
    rows = lambda values: "[\n   " + ",\n   ".join(map(row, values)) + "\n  ]"
    value = lambda v: json.dumps(round(float(v), 4)) if np.ndim(v) == 0 else row(v) if np.ndim(v) == 1 else rows(v)
    kinds = (f' "{kind}": {{\n' + ",\n".join(f'  "{name}": {value(v)}' for name, v in net.items()) + "\n }" for kind, net in nets.items())
    return "{\n" + ",\n".join(kinds) + "\n}\n"


if __name__ == "__main__":
    main()
