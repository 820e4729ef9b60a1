"""Films as the decoder sees them: merged vision features in float16 with the labels of their frames, kept on disk.

A group is a few films with the same number of sampled frames, so that they fill a batch without padding.
"""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from film import sample_film
from model import merge_tokens, normalise
from train_vision import roughen

FPS = 1.0


@dataclass
class Group:
    films: list
    features: torch.Tensor  # float16 (films, frames, K, vision dim)
    labels: list  # one dict of arrays a film, a row a frame

    @property
    def frames(self):
        return self.features.shape[1]


def padded(count):
    return -(-count // 4) * 4


@torch.no_grad()
def look(vision, keep, pictures):
    """uint8 (frames, height, width, 3) → float16 (frames, keep, dim)"""
    with torch.autocast("cpu", torch.bfloat16):
        return merge_tokens(vision(normalise(torch.from_numpy(pictures))).float(), keep).half()


def film_pictures(film, size, rough=None):
    """All sampled frames, the last repeated until the count is a multiple of 4."""
    pictures = film.frames(FPS, size, size, degrade=True)
    if rough is not None:
        pictures = np.stack([roughen(picture, rough) for picture in pictures])
    return np.concatenate([pictures, pictures[-1:].repeat(padded(len(pictures)) - len(pictures), 0)])


def lengths(rng, longest):
    """(frames, durations): durations that all need that many frames and are written with equally many tokens."""
    frames = 4 * rng.randint(2, longest // 4)
    half = rng.random() < 0.4
    return frames, lambda: frames - rng.choice([0.5, 1.5, 2.5] if half else [0, 1, 2, 3])


class Cache:
    """Groups by number, rendered once and read ever after."""

    def __init__(self, folder, vision, keep, size, split="train", films=4):
        self.folder, self.vision, self.keep, self.size = Path(folder), vision, keep, size
        self.split, self.films = split, films
        self.folder.mkdir(parents=True, exist_ok=True)

    def group(self, number, longest):
        """The group's length is drawn from its number, up to `longest` frames at the time it is first made."""
        path = self.folder / f"{self.split}-{number:06d}.npz"
        if path.exists():
            with np.load(path) as saved:
                films = [sample_film(int(s), self.split, float(d)) for s, d in zip(saved["seeds"], saved["durations"])]
                features = torch.from_numpy(saved["features"])
        else:
            films, features = self._make(number, longest)
            seeds, durations = [f.seed for f in films], [f.duration for f in films]
            np.savez(path, seeds=seeds, durations=durations, features=features.numpy())
        return Group(films, features, [self._labels(f, features.shape[1]) for f in films])

    def _make(self, number, longest):
        rng = random.Random(number)
        frames, duration = lengths(rng, longest)
        films = [sample_film(number * self.films + i, self.split, duration()) for i in range(self.films)]
        pictures = [film_pictures(f, self.size, rng if rng.random() < 0.7 else None) for f in films]
        if any(len(p) != frames for p in pictures):
            raise ValueError(f"group {number}: {[len(p) for p in pictures]} frames instead of {frames}")
        return films, torch.stack([look(self.vision, self.keep, p) for p in pictures])

    def _labels(self, film, frames):
        times = list(film.times(FPS))
        return film.labels(times + [times[-1]] * (frames - len(times)))
