"""How a film was recorded and kept: what a camera, a print and a codec do to its pictures, each property by itself, and what pictures measure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property, lru_cache

import cv2
import numpy as np

ASPECT = 16 / 9
COLOURINGS = ["colour", "black and white", "sepia", "blue tint", "red tint", "green tint"]
TRAITS = [*COLOURINGS[1:], "film grain", "interlacing", "compression", "coarse", "blur", "vignette", "letterbox", "pillarbox"]
TONES = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white", "black", "grey"]
LIGHTS = ["dark", "normal", "bright"]
DARK, BRIGHT = 70.0, 175.0  # mean lightness of a picture, of 255
GREY = np.array((0.299, 0.587, 0.114), np.float32)
# what light becomes of each channel where no colour is left
DYES = {"black and white": (1, 1, 1), "sepia": (1.08, 0.92, 0.7), "blue tint": (0.6, 0.85, 1.25), "red tint": (1.3, 0.65, 0.6), "green tint": (0.65, 1.15, 0.7)}
FIELD = 1 / 50  # seconds between the two fields of an interlaced frame
COMB = 240      # an interlaced picture with fewer rows has been resized, which mixes its fields


@dataclass(frozen=True)
class Footage:
    """Properties of a recording; the defaults do nothing to the pictures."""

    colouring: str = "colour"
    exposure: float = 1.0      # factor of the light; below 1 is dark
    grain: float = 0.0         # standard deviation, of 255
    interlaced: bool = False
    quality: int = 0           # of JPEG, 1 to 100; 0 for no compression
    lines: int = 0             # rows that were recorded, scaled up to what is asked for; 0 for as many as are asked for
    blur: float = 0.0          # standard deviation as a share of the picture's height
    vignette: float = 0.0      # share of the light that the corners lose
    frame: float = ASPECT      # width of the frame in heights
    picture: float = ASPECT    # width of the picture in heights; where it is not the frame's, black bars fill the frame

    def __post_init__(self):
        if self.colouring not in COLOURINGS:
            raise ValueError(f"colouring is one of {', '.join(COLOURINGS)}, not {self.colouring}")
        if not 0 <= self.quality <= 100:
            raise ValueError(f"quality is from 1 to 100, or 0 for no compression, not {self.quality}")

    @cached_property
    def inset(self):
        """(left, top, right, bottom) of the picture in the frame, as shares of it."""
        if self.picture > self.frame:
            bar = (1 - self.frame / self.picture) / 2
            return 0.0, bar, 1.0, 1 - bar
        bar = (1 - self.picture / self.frame) / 2
        return bar, 0.0, 1 - bar, 1.0

    @cached_property
    def traits(self):
        """Those of TRAITS that a viewer notices."""
        noticed = {
            "film grain": self.grain >= 8, "interlacing": self.interlaced, "compression": 0 < self.quality <= 20, "coarse": 0 < self.lines <= 72,
            "blur": self.blur >= 0.008, "vignette": self.vignette >= 0.4, "letterbox": self.inset[1] > 0.03, "pillarbox": self.inset[0] > 0.03,
        }
        return tuple(t for t in TRAITS if t == self.colouring or noticed.get(t, False))

    def width(self, height):
        """Of a frame of that height with square pixels, even as codecs want it."""
        return round(height * self.frame / 2) * 2

    def record(self, draw, time, width, height, seed):
        """The frame at a time: `draw(time, width, height)` is what stands before the camera, float (height, width, 3), RGB."""
        if self == PLAIN:
            return draw(time, width, height)
        rows = min(self.lines or height, height)
        columns = max(1, round(width * rows / height))
        left, top, right, bottom = (round(share * size) for share, size in zip(self.inset, (columns, rows, columns, rows)))
        picture = self._scan(draw, time, right - left, bottom - top)
        frame = np.zeros((rows, columns, 3), np.float32)
        frame[top:bottom, left:right] = self._print(picture, random.Random(f"{seed} {time:.3f}"))
        frame = np.clip(frame, 0, 255)
        if self.quality:
            frame = _compressed(frame.astype(np.uint8), self.quality).astype(np.float32)
        return frame if rows == height else cv2.resize(frame, (width, height), interpolation=cv2.INTER_LINEAR)

    def _scan(self, draw, time, width, height):
        picture = draw(time, width, height)
        if not self.interlaced:
            return picture
        later = draw(time + FIELD, width, height)
        if height < COMB:
            return (picture + later) / 2
        picture = np.array(picture)
        picture[1::2] = later[1::2]
        return picture

    def _print(self, picture, rng):
        picture = np.asarray(picture, np.float32)
        height, width = picture.shape[:2]
        if self.colouring != "colour":
            picture = (picture @ GREY)[..., None] * np.array(DYES[self.colouring], np.float32)
        if self.vignette:
            picture = picture * (1 - self.vignette * _distance(width, height))
        if self.exposure != 1:
            picture = picture * np.float32(self.exposure)
        if self.blur * height > 0.2:
            picture = cv2.GaussianBlur(picture, (0, 0), self.blur * height)
        if self.grain:
            plate = _grain_plate(rng.randrange(4))
            rows, columns = (np.arange(n) + rng.randrange(len(plate)) for n in (height, width))
            picture = picture + self.grain * plate[rows % len(plate)][:, columns % len(plate), None]
        return picture


PLAIN = Footage()


@lru_cache(16)
def _distance(width, height):
    """How far from the middle a pixel is, squared, 1 in the corners."""
    y, x = ((np.arange(n) + 0.5) / n * 2 - 1 for n in (height, width))
    return ((x[None] ** 2 + y[:, None] ** 2) / 2).astype(np.float32)[..., None]


@lru_cache(4)
def _grain_plate(seed):
    """Grains of a pixel and a bit, of standard deviation 1."""
    plate = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 1, (256, 256)).astype(np.float32), (3, 3), 0.5)
    return plate / plate.std()


def _compressed(frame, quality):
    stored = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(stored, cv2.IMREAD_COLOR)[..., ::-1]


# ---------------------------------------------------------------- drawing the properties of a recording

SHAPES = (4 / 3, 1.0, 9 / 16, 2.39)  # of pictures that are not 16:9
BARS = ((ASPECT, 2.39), (ASPECT, 1.91), (4 / 3, ASPECT), (4 / 3, 1.85), (ASPECT, 4 / 3), (ASPECT, 1.0), (ASPECT, 9 / 16))  # frame, picture in it
# shares for training: about as often as an archive of all times has them
EVERYDAY = {
    "colourless": 0.15, "grainy": 0.25, "interlaced": 0.1, "compressed": 0.35, "coarse": 0.15, "blurred": 0.15, "vignetted": 0.15, "exposed": 0.25, "shaped": 0.15, "barred": 0.15,
}


def sample_footage(rng, *, colourless=0.0, grainy=0.0, interlaced=0.0, compressed=0.0, coarse=0.0, blurred=0.0, vignetted=0.0, exposed=0.0, shaped=0.0, barred=0.0):
    """A recording that has each property with the share given for it. What is drawn is either noticed or too slight to be told."""
    has = lambda share: rng.random() < share
    frame = picture = ASPECT
    if has(shaped):
        frame = picture = rng.choice(SHAPES)
    if has(barred):
        frame, picture = rng.choice(BARS)
    return Footage(
        colouring=rng.choice(COLOURINGS[1:2] * 4 + COLOURINGS[2:]) if has(colourless) else "colour",
        exposure=rng.choice([rng.uniform(0.4, 0.6), rng.uniform(1.15, 1.35)]) if has(exposed) else 1.0,
        grain=rng.choice([rng.uniform(1, 3), rng.uniform(9, 22), rng.uniform(9, 22)]) if has(grainy) else 0.0,
        interlaced=has(interlaced),
        quality=rng.choice([rng.randint(6, 16), rng.randint(50, 90)]) if has(compressed) else 0,
        lines=rng.choice([rng.randint(40, 64), rng.randint(120, 300)]) if has(coarse) else 0,
        blur=rng.uniform(0.009, 0.018) if has(blurred) else 0.0,
        vignette=rng.uniform(0.45, 0.8) if has(vignetted) else 0.0,
        frame=frame,
        picture=picture,
    )


# ---------------------------------------------------------------- what pictures measure, uint8 (height, width, 3) each

def tones_of(picture):
    """The share of each of TONES in a picture, float32 (11,)."""
    hue, saturation, value = (c.astype(np.int32).ravel() for c in cv2.split(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2HSV)))
    hue = hue * 2
    tone = np.searchsorted((12, 40, 68, 165, 256, 300, 345), hue, side="right")  # red orange yellow green blue purple pink red
    tone[tone == 7] = 0
    tone[(tone == 0) & (saturation < 130) & (value > 170)] = TONES.index("pink")
    tone[(hue >= 8) & (hue < 48) & (value < 165)] = TONES.index("brown")
    pale = saturation < 42
    tone[pale] = TONES.index("grey")
    tone[pale & (value > 205)] = TONES.index("white")
    tone[value < 64] = TONES.index("black")
    return (np.bincount(tone, minlength=len(TONES)) / len(tone)).astype(np.float32)


def light_of(picture):
    """The place in LIGHTS of a picture, by its mean lightness."""
    lightness = float(picture.reshape(-1, 3).mean(0) @ GREY)
    return LIGHTS.index("dark" if lightness < DARK else "bright" if lightness > BRIGHT else "normal")
