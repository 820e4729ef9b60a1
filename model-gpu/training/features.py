"""Films as the decoder sees them: merged vision features in float16 with the labels of their frames, kept on disk.

A group is a few films with the same number of sampled frames, so that they fill a batch without padding.
"""

import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from film import LONGEST, sample_film
from footage import EVERYDAY, sample_footage
from model import merge_tokens, normalise
from natural import crop, recolour
from photo_film import PHOTOGRAPHED, photo_film
from sights import roughen

FPS = 1.0
SHARES = {"drawn": 0.4, "everyday": 0.2, "photographs": 0.4}  # of the films that are learnt from
STILL = 4  # frames that stand for a single photograph


@dataclass
class Group:
    films: list
    features: torch.Tensor  # float16 (films, frames, K, vision dim)
    labels: list  # one dict of arrays a film, a row a frame

    @property
    def frames(self):
        return self.features.shape[1]


def kept(path, make):
    """What a file holds; where there is none yet it is made, and written whole or not at all."""
    if not path.exists():
        part = path.with_suffix(".new.npy")
        np.save(part, make().numpy())
        part.replace(path)
    return torch.from_numpy(np.load(path))


def padded(count):
    return -(-count // 4) * 4


@torch.no_grad()
def look(vision, keep, pictures, piece=64):
    """uint8 (frames, height, width, 3) → float16 (frames, keep, dim)"""
    return torch.cat([merge_tokens(vision(normalise(torch.from_numpy(pictures[i : i + piece]))), keep).half() for i in range(0, len(pictures), piece)])


def film_pictures(film, size, rough=None):
    """All sampled frames, the last repeated until the count is a multiple of 4."""
    pictures = film.frames(FPS, size, size, degrade=True)
    if rough is not None:
        pictures = np.stack([roughen(picture, rough) for picture in pictures])
    return np.concatenate([pictures, pictures[-1:].repeat(padded(len(pictures)) - len(pictures), 0)])


def padded_labels(film, frames):
    """The labels of all sampled frames, as `film_pictures` shows them."""
    times = list(film.times(FPS))
    return film.labels(times + [times[-1]] * (frames - len(times)))


def lengths(rng, longest):
    """(frames, durations): durations that all need that many frames and are written with equally many tokens."""
    frames = 4 * rng.randint(2, longest // 4)
    half = rng.random() < 0.4
    return frames, lambda: frames - rng.choice([0.5, 1.5, 2.5] if half else [0, 1, 2, 3])


def long_seconds(number):
    """How long a long film is: as long as the one that is learnt from at the same time."""
    return round(math.exp(random.Random(f"long {number // 2}").uniform(math.log(64), math.log(LONGEST))))


class Repertoire:
    """The films that a split's groups are made of: plain drawn ones, roughly recorded ones with textures and photographs in them, and films of photographs."""

    def __init__(self, photographs, split, size=4):
        self.photographs, self.split, self.size = photographs, split, size
        self.pictures = [picture for picture, _ in photographs]

    def films(self, number, longest):
        """A group's films, all of as many frames; `longest` is the number of frames that the longest may have."""
        frames, duration = lengths(random.Random(f"length {number // 2}"), longest)  # of two groups that are learnt from at once
        rng = random.Random(f"films {number}")
        return [self.film(rng, number * self.size + i, duration(), rng.choices(list(SHARES), SHARES.values())[0]) for i in range(self.size)], frames

    def long_film(self, number):
        """A film of one to ten minutes."""
        rng = random.Random(f"long film {number}")
        return self.film(rng, 2_000_000 + number, float(long_seconds(number)), rng.choices(list(SHARES), SHARES.values())[0])

    def film(self, rng, seed, seconds, kind, sparse=False):
        """A film of one of the kinds in SHARES; a drawn one can be as sparse as a part of a long film."""
        if kind == "drawn" or not self.pictures:
            return sample_film(seed, self.split, seconds, sparse=sparse)
        footage = sample_footage(rng, **EVERYDAY)
        if kind == "everyday":
            if rng.random() < 0.3:
                return sample_film(seed, self.split, seconds, footage=footage, photographed=0.6, photographs=self.pictures, avoided=PHOTOGRAPHED)
            return sample_film(seed, self.split, seconds, footage=footage, textured=0.3)
        count = max(1, int(seconds / rng.uniform(5, 10)))
        chosen = rng.sample(range(len(self.photographs)), count + 6)
        strangers = [rng.choice(self.photographs[i][1]) for i in chosen[count:]]
        return photo_film([self.photographs[i] for i in chosen[:count]], seed, self.split, seconds, footage=footage if rng.random() < 0.5 else sample_footage(rng),
                          things=0.3, cards=0.12 if seconds >= 8 * count else 0.0, strangers=strangers)  # fmt: skip


class Cache:
    """Groups by number, rendered once and read ever after."""

    def __init__(self, folder, vision, keep, size, repertoire):
        self.folder, self.vision, self.keep, self.size, self.repertoire = Path(folder), vision, keep, size, repertoire
        self.folder.mkdir(parents=True, exist_ok=True)

    def group(self, number, longest):
        """The group's length is drawn from its number, up to `longest` frames at the time it is first made."""
        path = self.folder / f"{self.repertoire.split}-{number:06d}.npz"
        if path.exists():
            with np.load(path) as saved:
                features, longest = torch.from_numpy(saved["features"]), int(saved["longest"])
            films, _ = self.repertoire.films(number, longest)
        else:
            films, features = self._make(number, longest)
            part = path.with_suffix(".new.npz")
            np.savez(part, longest=longest, features=features.numpy())
            part.replace(path)
        return Group(films, features, [padded_labels(f, features.shape[1]) for f in films])

    def long(self, number):
        """A group of one long film."""
        film = self.repertoire.long_film(number)
        path = self.folder / f"{self.repertoire.split}-long-{number:06d}.npy"
        features = kept(path, lambda: look(self.vision, self.keep, film_pictures(film, self.size)))[None]
        return Group([film], features, [padded_labels(film, features.shape[1])])

    def _make(self, number, longest):
        films, frames = self.repertoire.films(number, longest)
        rng = random.Random(number)
        pictures = [film_pictures(f, self.size, rng if rng.random() < 0.5 else None) for f in films]
        if any(len(p) != frames for p in pictures):
            raise ValueError(f"group {number}: {[len(p) for p in pictures]} frames instead of {frames}")
        return films, torch.stack([look(self.vision, self.keep, p) for p in pictures])


def still_crop(picture, rng, size):
    """A photograph as training meets it: some of it, in other colours."""
    return recolour(crop(picture, rng, size, 0.5), rng)


def still_whole(picture, size):
    """A photograph as it is measured: all of it, as it is."""
    return crop(picture, random.Random(0), size, 1.0, 0.0, False)


def still_features(folder, vision, keep, size, photographs, variant):
    """float16 (photographs, keep, dim): each photograph in one crop, variant 0 whole; kept in `folder`."""
    rng = random.Random(f"still {variant}")
    cropped = lambda p: still_crop(p, rng, size) if variant else still_whole(p, size)
    path = Path(folder) / f"stills-{len(photographs)}-{variant}.npy"
    return kept(path, lambda: look(vision, keep, np.stack([cropped(p) for p, _ in photographs])))
