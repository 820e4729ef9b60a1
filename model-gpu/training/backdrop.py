"""What lies behind a scene where it is not drawn from shapes: photographs that the caller has, and textures made here from a seed."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache

import cv2
import numpy as np

WIDTH, HEIGHT = 576, 324  # of a texture


class Backdrop:
    """A picture that a camera looks at. It is kept at half, a quarter, … of its size too, so that a small view of it does not flicker.

    picture: uint8 (height, width, 3), RGB; captions: what people say of it, if they said anything
    """

    def __init__(self, picture, captions=()):
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
            raise ValueError(f"a backdrop is a picture of bytes (height, width, 3), not {picture.dtype} {picture.shape}")
        self.captions = tuple(captions)
        self._levels = [np.ascontiguousarray(picture)]
        while min(self._levels[-1].shape[:2]) >= 64:
            height, width = self._levels[-1].shape[:2]
            self._levels.append(cv2.resize(self._levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA))

    def view(self, left, top, right, bottom, width, height):
        """The part between these shares of the picture's width and height, drawn at width x height; its edge goes on beyond it."""
        needed = max(width / (right - left) / self._levels[0].shape[1], height / (bottom - top) / self._levels[0].shape[0])
        picture = self._levels[min(len(self._levels) - 1, max(0, math.floor(math.log2(1 / needed) + 0.25)))]
        rows, columns = picture.shape[:2]
        across, down = (right - left) * columns / width, (bottom - top) * rows / height
        matrix = np.array([[across, 0, left * columns + across / 2 - 0.5], [0, down, top * rows + down / 2 - 0.5]])
        return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)

    @cached_property
    def palette(self):
        """Two colours that stand for it: the mean of its lighter and of its darker half."""
        cells = cv2.resize(self._levels[-1], (8, 8), interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(float)
        cells = cells[np.argsort(cells @ (0.299, 0.587, 0.114))]
        return tuple(tuple(int(v) for v in half.mean(0)) for half in (cells[32:], cells[:32]))


# ---------------------------------------------------------------- textures: how much of the second colour there is, 0 to 1, at places in heights

def _stripes(rng, u, v):
    return 0.5 + 0.5 * np.sin(2 * math.pi * rng.uniform(4, 26) * u)


def _checks(rng, u, v):
    cells = rng.uniform(4, 18)
    return (np.floor(u * cells) + np.floor(v * cells)) % 2


def _dots(rng, u, v):
    cells, radius = rng.uniform(5, 16), rng.uniform(0.2, 0.4)
    return ((u * cells % 1 - 0.5) ** 2 + (v * cells % 1 - 0.5) ** 2 < radius**2).astype(float)


def _weave(rng, u, v):
    cells = rng.uniform(8, 30)
    over = (np.floor(u * cells) + np.floor(v * cells)) % 2 == 0
    return 0.5 + 0.5 * np.where(over, np.sin(math.pi * (u * cells % 1)), -np.sin(math.pi * (v * cells % 1)))


def _marble(rng, u, v):
    veins = sum(_cloud(rng, u.shape, n) / n**0.7 for n in (3, 7, 15, 31))
    return 0.5 + 0.5 * np.sin(2 * math.pi * (rng.uniform(1, 4) * u + rng.uniform(0.4, 1.2) * veins))


def _wood(rng, u, v):
    rings, fibres = (cv2.resize(rng.normal(0, 1, shape), u.shape[::-1], interpolation=cv2.INTER_CUBIC) for shape in ((5, 2), (160, 4)))
    return 0.8 * (rng.uniform(1.5, 4) * rings % 1) + 0.12 * fibres


def _plaster(rng, u, v):
    return 0.5 + 0.25 * sum(_cloud(rng, u.shape, n) / k for n, k in ((6, 1.5), (40, 1.5), (140, 2)))


def _cloud(rng, shape, cells):
    return cv2.resize(rng.normal(0, 1, (cells, cells * 2)), shape[::-1], interpolation=cv2.INTER_CUBIC)


TEXTURES = (_stripes, _checks, _dots, _weave, _marble, _wood, _plaster)


@lru_cache(32)
def texture(seed, palette):
    """A texture between two colours: stripes, checks, dots, a weave, marble, wood or plaster, turned as the seed tells."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / HEIGHT
    turn = rng.uniform(0, math.pi)
    u, v = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    style = TEXTURES[rng.integers(len(TEXTURES))]
    share = np.clip(style(rng, u, v), 0, 1)[..., None]
    first, second = (np.array(c, float) for c in palette)
    return Backdrop((first * (1 - share) + second * share).astype(np.uint8))
