"""Photographs as the vision part meets them: cropped, turned over and recoloured, with their class or with what their captions name."""

import random
from collections import Counter

import cv2
import numpy as np

from nouns import NOUNS, UNSURE, content, states
from photographs import captioned, classed

CLASSES, WORDS = 200, 600  # named classes; stems of the commonest words of captions


def crop(picture, rng, size, smallest, squeezed=0.3, turned=True):
    """A part of the picture of at least that share of its area, squeezed or stretched as films squeeze theirs, and turned over half of the time."""
    height, width = picture.shape[:2]
    area, squeeze = rng.uniform(smallest, 1.0), np.exp(rng.uniform(-squeezed, squeezed))
    w, h = (min(1.0, (area * f) ** 0.5) for f in (squeeze, 1 / squeeze))
    x, y = rng.uniform(0, 1 - w) * width, rng.uniform(0, 1 - h) * height
    matrix = np.array([[w * width / size, 0, x], [0, h * height / size, y]])
    if turned and rng.random() < 0.5:
        matrix[0] = [-w * width / size, 0, x + w * width - 1]
    smaller = w * width / size > 1.5
    flags = cv2.WARP_INVERSE_MAP | (cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    return cv2.warpAffine(picture, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_REFLECT_101)


def recolour(picture, rng):
    """Another light and other colours, within what cameras make of the same thing."""
    picture = picture.astype(np.float32)
    grey = picture @ np.array((0.299, 0.587, 0.114), np.float32)
    colour = 0.0 if rng.random() < 0.1 else rng.uniform(0.6, 1.4)
    picture = grey[..., None] * (1 - colour) + picture * colour
    tint = np.array([rng.uniform(0.9, 1.1) for _ in range(3)], np.float32)
    middle = float(grey.mean())
    picture = (picture - middle) * rng.uniform(0.7, 1.3) + middle * rng.uniform(0.75, 1.25)
    return np.clip(picture * tint, 0, 255).astype(np.uint8)


class Natural:
    """The photographs of a split, decoded once, and their labels.

    A batch is pictures uint8 (n, size, size, 3), `classes` (n,), -1 for those with captions, `nouns` (n, N), see `nouns.states`,
    UNSURE for those with a class, and `words` (n, WORDS), the share of a photograph's captioned words that each is, all 0 for those with a class.
    """

    def __init__(self, folder, split="train"):
        self.named, self.told = classed(folder, split), captioned(folder, split)
        common = self.told if split == "train" else captioned(folder)  # the words are those of the training, whatever is measured
        stems = Counter(stem for i in range(len(common)) for caption in common.known(i) for stem in content(caption))
        self.stems = [stem for stem, _ in stems.most_common(WORDS)]
        place = {stem: i for i, stem in enumerate(self.stems)}
        self.nouns = np.array([states(self.told.known(i)) for i in range(len(self.told))], np.int64)
        self.words = np.zeros((len(self.told), WORDS), np.float32)
        for i in range(len(self.told)):
            for caption in self.told.known(i):
                for stem in content(caption):
                    if stem in place:
                        self.words[i, place[stem]] += 1
        self.words /= np.maximum(1, self.words.sum(1, keepdims=True))
        self.classes = np.array([self.named.known(i) for i in range(len(self.named))], np.int64)
        self._named = [self.named[i][0] for i in range(len(self.named))]
        self._told = [self.told[i][0] for i in range(len(self.told))]

    def captioned(self):
        """The photographs with captions: (picture, captions) each."""
        return [(picture, self.told.known(i)) for i, picture in enumerate(self._told)]

    def batch(self, rng, named, told, size, smallest=0.35):
        pick = [rng.randrange(len(self._named)) for _ in range(named)], [rng.randrange(len(self._told)) for _ in range(told)]
        pictures = [self._named[i] for i in pick[0]] + [self._told[i] for i in pick[1]]
        return np.stack([recolour(crop(p, rng, size, smallest), rng) for p in pictures]), self._labels(*pick)

    def all(self, size, named=True):
        """Every photograph whole, in pieces of 256, for measuring."""
        pictures = self._named if named else self._told
        for start in range(0, len(pictures), 256):
            pick = list(range(start, min(start + 256, len(pictures))))
            yield np.stack([cv2.resize(pictures[i], (size, size), interpolation=cv2.INTER_AREA) for i in pick]), self._labels(*((pick, []) if named else ([], pick)))

    def _labels(self, named, told):
        return {
            "classes": np.concatenate([self.classes[named], np.full(len(told), -1)]).astype(np.int64),
            "nouns": np.concatenate([np.full((len(named), len(NOUNS)), UNSURE), self.nouns[told]]).astype(np.int64),
            "words": np.concatenate([np.zeros((len(named), WORDS), np.float32), self.words[told]]),
        }


def seeded(*parts):
    return random.Random(" ".join(map(str, parts)))
