"""Tells photographed footage from drawn, by what the decoder is given of a frame.

    python filmed.py ../starter --data PHOTOGRAPHS [--fit] [--clip FILE…]

A starter has learned what happens, and when, from drawn film alone, and how sure it may be of that is measured on drawn film alone. Of anything else it must not be believed as readily.
The weights are a logistic regression on the mean of a frame's tokens behind the projector, fitted to films and photographs for training; `--fit` writes them
into config.json, as `filmed` of `confidence`.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from evaluate import read_clip
from features import still_crop, still_whole
from film import sample_film
from footage import EVERYDAY, sample_footage
from model import normalise
from photographs import captioned, classed
from ways import load, written_config

FILMS, A_FILM, STILLS = 500, 6, 3000  # films, frames of each, photographs
LONGEST = 3600  # seconds of a clip that are looked at
STEPS, RATE, DECAY = 800, 0.01, 1e-3


@torch.no_grad()
def tokens(model, pictures) -> np.ndarray:
    """float32 (pictures, hidden): the mean of the tokens of each; uint8 pictures of the model's size"""
    parts = torch.from_numpy(np.stack(pictures)).split(64)
    return torch.cat([model.projector(model.see(normalise(part))).mean(1) for part in parts]).numpy()


def drawn(split, size, films=FILMS, first=50_000):
    rng = random.Random(f"drawn {split}")
    for number in range(films):
        footage = sample_footage(rng, **EVERYDAY) if rng.random() < 0.6 else sample_footage(rng)
        film = sample_film(first + number, split, rng.uniform(8, 60), footage=footage, textured=0.35)
        for _ in range(A_FILM):
            time = rng.uniform(0, film.duration - 0.1)
            if film.scene_at(time).shot != "unknown":  # nothing that is ever seen, of which nothing is said
                yield film.frame_at(time, size, size, degrade=True)


def photographed(data, size, count=STILLS):
    rng, told, named = random.Random("photographed"), captioned(data), classed(data)
    for number in range(count):
        among = told if number % 2 else named
        yield still_crop(among[rng.randrange(len(among))][0], rng, size)


def fit(of_drawn: np.ndarray, of_photographs: np.ndarray):
    """(weights, bias): the logarithm of the odds that a frame is photographed"""
    rows = np.concatenate([of_drawn, of_photographs])
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    x = torch.from_numpy((rows - mean) / spread).float()
    y = torch.cat([torch.zeros(len(of_drawn)), torch.ones(len(of_photographs))])
    torch.manual_seed(0)
    line = torch.nn.Linear(rows.shape[1], 1)
    optimiser = torch.optim.Adam(line.parameters(), RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        loss = F.binary_cross_entropy_with_logits(line(x).squeeze(1), y)
        optimiser.zero_grad(), loss.backward(), optimiser.step()
    weights = line.weight[0].detach().numpy() / spread
    return weights.round(4), round(float(line.bias.item() - (weights * mean).sum()), 4)


def told(name, odds):
    print(f"{name}: mean {odds.mean():.2f}; of 1, 5, 50, 95 and 99 % less than {', '.join(f'{q:.1f}' for q in np.quantile(odds, [0.01, 0.05, 0.5, 0.95, 0.99]))}; above 0: {(odds > 0).mean():.4f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("starter", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--clip", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    model, config = load(args.starter), written_config(args.starter)
    size = config["vision"]["image_size"]
    if args.fit:
        weights, bias = fit(tokens(model, list(drawn("train", size))), tokens(model, list(photographed(args.data, size))))
        path = args.starter / "config.json"
        before = path.read_text(encoding="utf-8")
        path.write_text(with_section(before, weights.tolist(), bias), encoding="utf-8")
        config = written_config(args.starter)
    filmed = config["confidence"]["filmed"]
    odds = lambda pictures: tokens(model, pictures) @ np.array(filmed["weights"]) + filmed["bias"]
    told("drawn, for the test", odds(list(drawn("test", size, 100, 900_000))))
    stills = captioned(args.data, "valid")
    told("photographs, for validation", odds([still_whole(stills[i][0], size) for i in range(len(stills))]))
    for clip in args.clip:
        found = odds(read_clip(clip, size, LONGEST)[0])
        told(clip.name, found)
        print(" ".join(f"{value:.0f}" for value in found))


def with_section(text, weights, bias):
    """config.json with the section in one line before `things` of `confidence`, in the place of the one that was there, of which the rules stay."""
    filmed = json.loads(text)["confidence"].get("filmed", {}) | {"bias": bias, "weights": [round(w, 4) for w in weights]}
    section = f'    "filmed": {json.dumps(filmed)},'
    lines = [line for line in text.rstrip().splitlines() if not line.startswith('    "filmed":')]
    at = next(i for i, line in enumerate(lines) if line.startswith('    "things":'))
    return "\n".join([*lines[:at], section, *lines[at:]]) + "\n"


if __name__ == "__main__":
    main()
