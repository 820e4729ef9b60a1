"""Procedural film with known truths: what the starter learns from.

A film is 1 to 6 shots, more if it lasts longer than a minute. A scene has a background, a camera, and things (kind x colour) that are there, cross, enter, leave,
appear or disappear; or it is a card: title card, colour bars, black, countdown, or an "unknown" texture without any known thing.
What lies behind the things can be drawn, a texture or a photograph; how the film was recorded is told by its `Footage`.
Everything is a vector description, rendered at any size and any time; every text is derived from that description.

Positions are in picture coordinates, x and y from 0 to 1; sizes are half heights as a share of the picture's height (x radii are
divided by the picture's aspect, 16:9 if nothing else is said, so that the square picture the model sees is the squashed whole picture).
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from backdrop import Backdrop, texture
from footage import ASPECT, GREY, PLAIN, TRAITS, Footage, light_of, tones_of

COLOURS = {
    "red": (210, 35, 35), "orange": (245, 140, 25), "yellow": (245, 225, 50), "green": (45, 165, 60), "blue": (40, 75, 215),
    "purple": (130, 50, 170), "pink": (250, 135, 185), "brown": (125, 75, 35), "white": (245, 245, 245), "black": (22, 22, 22),
}
COLOUR_NAMES = list(COLOURS)
KIND_NAMES = ["ball", "box", "triangle", "star", "ring", "cross", "heart", "car", "house", "tree", "person", "bottle", "bird", "boat", "fish", "flower"]
BACKGROUNDS = ["plain", "gradient", "meadow", "sea", "room", "road", "night", "desert", "snow", "wall"]
SHOTS = ["scene", "title card", "colour bars", "black", "countdown", "unknown"]
CAMERAS = ["static", "pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out", "shake"]
DIRECTIONS = ["none", "left", "right", "up", "down"]
BACKDROPS = ["drawn", "texture", "photograph"]
TRANSITIONS = ["none", "cut", "fade", "dissolve"]
MOVING_KINDS = {"car": "drives", "bird": "flies", "boat": "sails", "fish": "swims", "person": "walks"}
STILL_KINDS = {"house", "tree", "flower", "bottle"}
PROMPTS = json.loads((Path(__file__).parent / "../src/main/resources/org/timeviper/model/task/prompts.json").read_text())
NOT_SHOWN = PROMPTS["not_shown"]


# ---------------------------------------------------------------- shapes: polygons in [-1, 1] x [-1, 1], y downwards

def _circle(cx, cy, rx, ry=None, n=28):
    a = np.linspace(0, 2 * math.pi, n, endpoint=False)
    return np.stack([cx + rx * np.cos(a), cy + (ry or rx) * np.sin(a)], 1)


def _annulus(inner):
    """A ring as one polygon, so that what is behind shows through its middle."""
    outside, hole = _circle(0, 0, 1), _circle(0, 0, inner)[::-1]
    return np.concatenate([outside, outside[:1], hole[-1:], hole])


def _rect(x0, y0, x1, y1):
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], float)


def _star(points=5, inner=0.42):
    a = -math.pi / 2 + np.arange(points * 2) * math.pi / points
    r = np.where(np.arange(points * 2) % 2 == 0, 1.0, inner)
    return np.stack([r * np.cos(a), r * np.sin(a)], 1)


def _heart():
    t = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    return np.stack([16 * np.sin(t) ** 3 / 17, -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 17], 1)


# a shape is a list of (polygon, role); roles: main, dark, light, skin, green, brown, glass, tyre, beak, eye
SHAPES = {
    "ball": [(_circle(0, 0, 1), "main"), (_circle(-0.35, -0.35, 0.25), "light")],
    "box": [(_rect(-1, -1, 1, 1), "main")],
    "triangle": [(np.array([[0, -1], [1, 0.9], [-1, 0.9]]), "main")],
    "star": [(_star(), "main")],
    "ring": [(_annulus(0.55), "main")],
    "cross": [(_rect(-0.35, -1, 0.35, 1), "main"), (_rect(-1, -0.35, 1, 0.35), "main")],
    "heart": [(_heart(), "main")],
    "car": [(np.array([[-1.7, 0.45], [-1.7, -0.1], [-1.0, -0.2], [-0.6, -0.75], [0.6, -0.75], [1.0, -0.2], [1.7, -0.05], [1.7, 0.45]]), "main"),
            (np.array([[-0.75, -0.2], [-0.48, -0.6], [0.48, -0.6], [0.75, -0.2]]), "glass"),
            (_circle(-0.95, 0.5, 0.38), "tyre"), (_circle(0.95, 0.5, 0.38), "tyre")],
    "house": [(_rect(-0.9, -0.2, 0.9, 1), "main"), (np.array([[-1.15, -0.2], [0, -1.1], [1.15, -0.2]]), "dark"),
              (_rect(-0.2, 0.35, 0.2, 1), "dark"), (_rect(-0.7, 0.05, -0.35, 0.4), "glass"), (_rect(0.35, 0.05, 0.7, 0.4), "glass")],
    "tree": [(_rect(-0.15, 0.1, 0.15, 1), "brown"), (_circle(0, -0.35, 0.7, 0.65), "main"), (_circle(-0.4, 0, 0.4), "main"), (_circle(0.4, 0, 0.4), "main")],
    "person": [(_circle(0, -0.78, 0.24), "skin"), (_rect(-0.34, -0.52, 0.34, 0.3), "main"), (_rect(-0.3, 0.3, -0.05, 1), "dark"), (_rect(0.05, 0.3, 0.3, 1), "dark"),
               (_rect(-0.52, -0.5, -0.34, 0.15), "main"), (_rect(0.34, -0.5, 0.52, 0.15), "main")],
    "bottle": [(_rect(-0.14, -1, 0.14, -0.4), "main"), (np.array([[-0.14, -0.55], [0.14, -0.55], [0.42, -0.15], [0.42, 1], [-0.42, 1], [-0.42, -0.15]]), "main"), (_rect(-0.42, 0.2, 0.42, 0.6), "light"), (_rect(-0.17, -1.1, 0.17, -0.9), "dark")],
    "bird": [(_circle(0, 0.1, 0.75, 0.38), "main"), (_circle(0.75, -0.2, 0.3), "main"), (np.array([[1.0, -0.25], [1.35, -0.12], [1.0, -0.05]]), "beak"),
             (np.array([[-0.35, 0.05], [0.35, 0.05], [-0.35, -0.95]]), "dark"), (np.array([[-0.6, 0.05], [-1.25, -0.2], [-1.15, 0.35]]), "main")],
    "boat": [(np.array([[-1.3, 0.3], [1.3, 0.3], [0.9, 0.9], [-0.9, 0.9]]), "main"), (_rect(-0.05, -1, 0.05, 0.3), "brown"), (np.array([[0.1, -0.95], [0.95, 0.15], [0.1, 0.15]]), "light")],
    "fish": [(_circle(0.1, 0, 0.95, 0.5), "main"), (np.array([[-0.7, 0], [-1.35, -0.55], [-1.35, 0.55]]), "main"), (_circle(0.6, -0.12, 0.11), "eye")],
    "flower": [(_rect(-0.06, 0, 0.06, 1), "green"), *[(_circle(0.45 * math.cos(a), -0.4 + 0.45 * math.sin(a), 0.3), "main") for a in np.arange(6) * math.pi / 3], (_circle(0, -0.4, 0.24), "beak")],
}
# (left, top, right, bottom) of each shape
EXTENTS = {k: tuple(np.concatenate([*(p for p, _ in v)]).min(0)) + tuple(np.concatenate([*(p for p, _ in v)]).max(0)) for k, v in SHAPES.items()}
ROLE_COLOURS = {"skin": (228, 180, 145), "green": (50, 130, 50), "brown": (105, 70, 40), "glass": (170, 205, 225), "tyre": (30, 30, 30), "beak": (240, 190, 60), "eye": (15, 15, 15)}


@dataclass(frozen=True)
class Thing:
    kind: str
    colour: str
    size: float
    rgb: tuple
    start: float            # first second on screen (film time)
    end: float              # last second on screen
    entry: str              # "cross", "enter", "leave", "appear", "vanish", "there"
    direction: str          # of its motion: one of DIRECTIONS
    path: tuple             # ((t, x, y), ...) piecewise linear, world coordinates
    flip: bool = False
    colour_shows: bool = True  # not in black-and-white or tinted footage

    @property
    def name(self):
        return f"{self.colour} {self.kind}" if self.colour_shows else self.kind

    def moves(self, t):
        return len(self.path) > 1 and self.path[0][0] <= t <= self.path[-1][0]

    def position(self, t):
        ts = [p[0] for p in self.path]
        return float(np.interp(t, ts, [p[1] for p in self.path])), float(np.interp(t, ts, [p[2] for p in self.path]))


@dataclass(frozen=True)
class Scene:
    start: float
    end: float
    shot: str
    background: str
    palette: tuple
    camera: str
    speed: float
    things: tuple
    transition: str         # how it begins: "cut", "fade", "dissolve", "start"
    lower_third: tuple      # (start, end, word) or ()
    texture_seed: int
    words: str = ""
    aspect: float = ASPECT  # width of the picture in heights
    backdrop: str = "drawn"  # one of BACKDROPS; a texture has the colours of the palette
    photograph: Backdrop | None = field(default=None, compare=False, repr=False)
    reach: float = 1.0      # how far the camera goes, as a share of its usual way


@dataclass(frozen=True)
class Item:
    task: str               # grounding, dense, detailed, background, short, main_object, camera, multiple_choice, question, not_shown
    instruction: str
    lead: str
    answer: str
    meta: dict = field(default_factory=dict)


def an(phrase):
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def held_out(kind, colour, background):
    """The combinations that training never shows: one in eight, by a hash."""
    return hashlib.sha256(f"{kind}/{colour}/{background}".encode()).digest()[0] % 8 == 0


# ---------------------------------------------------------------- sampling a film

@dataclass(frozen=True)
class Setting:
    """What a film is drawn from beside its seed; the defaults are those of the films that ship."""

    split: str = "train"
    unseen_only: bool = False        # cast only things that training never shows before that background; for test films
    footage: Footage = PLAIN
    textured: float = 0.0            # share of the scenes that play before a texture
    photographed: float = 0.0        # share of the scenes that play before a photograph
    photographs: Sequence = ()       # pictures, uint8 (height, width, 3) each; may read them only when they are asked for
    avoided: frozenset = frozenset()  # kinds of things that are not cast
    sparse: bool = False             # few shots, and few things in them, as in a part of a film of minutes

    def __post_init__(self):
        if self.unseen_only and self.split != "test":
            raise ValueError(f"only test films can be made of what training never shows, not {self.split} films")
        if self.photographed and not len(self.photographs):
            raise ValueError(f"a share of {self.photographed} of the scenes is to play before photographs, but there are no photographs")


LONG, LONGEST, DRAWN = 60.0, 600.0, 7200.0  # seconds: more is long, the longest that is learnt from, and the longest that can be drawn
MANY = 50  # things of a film of LONGEST; films beyond it have no more, for there are not many names
SEEN_WELL = 2.0  # seconds that a thing of an excerpt is on screen at least


def film_seed(seed, split):
    """The generator's seed, so that no film is in two splits."""
    return seed * 3 + {"train": 0, "valid": 1, "test": 2}[split]


def sample_film(seed, split="train", seconds=None, **setting):
    """A film of `seconds`, or of a length from 6 to 60 seconds that the seed tells; see `Setting` for what else can be said."""
    if seconds and seconds > DRAWN:
        raise ValueError(f"a film lasts {DRAWN:.0f} seconds at most, not {seconds}")
    setting = Setting(split, **setting)
    rng = random.Random(film_seed(seed, split))
    duration = float(seconds or rng.choice([rng.uniform(6, 20), rng.uniform(16, 40), rng.uniform(20, 60)]))
    duration = round(duration * 2) / 2
    sparse = setting.sparse or duration > LONG
    count = max(1, round(duration / rng.uniform(12, 25))) if sparse else max(1, min(6, round(duration / rng.uniform(6, 14))))
    cuts = cut_times(rng, duration, count)
    scenes, used, pace = [], [], max(12, duration / MANY) if sparse else None
    card_first = rng.random() < 0.3 and count > 1
    for i in range(count):
        a, b = cuts[i], cuts[i + 1]
        shot = "scene"
        if i == 0 and card_first:
            shot = rng.choice(["title card", "title card", "colour bars", "countdown", "black"])
        elif count > 2 and 0 < i and rng.random() < 0.12:
            shot = rng.choice(["title card", "colour bars", "black", "countdown"])
        elif rng.random() < 0.09:
            shot = "unknown"
        scenes.append(_scene(rng, a, b, shot, used, setting, i == 0, pace))
    return Film(seed, split, duration, tuple(scenes), setting.footage)


def cut_times(rng, duration, count):
    for _ in range(50):
        weights = [rng.uniform(0.5, 1.5) for _ in range(count)]
        edges = np.cumsum([0] + weights) / sum(weights) * duration
        edges = [float(round(e)) for e in edges]
        edges[-1] = duration
        if min(b - a for a, b in zip(edges, edges[1:])) >= 3:
            return edges
    n = max(1, min(count, int(duration // 4)))
    return [round(duration * i / n) if i < n else duration for i in range(n + 1)]


def background_colours(rng, background):
    j = lambda c, s=18: tuple(int(np.clip(v + rng.uniform(-s, s), 0, 255)) for v in c)
    if background in ("plain", "gradient", "wall"):
        base = j(rng.choice([(185, 205, 225), (225, 215, 190), (120, 130, 140), (175, 210, 180), (215, 185, 195), (90, 110, 135), (150, 140, 120), (200, 200, 200)]))
        return base, j((base[0] * 0.6, base[1] * 0.6, base[2] * 0.6))
    return {
        "meadow": (j((150, 200, 240)), j((95, 165, 75))), "sea": (j((170, 210, 235)), j((45, 105, 165))), "room": (j((215, 200, 175)), j((140, 100, 65))),
        "road": (j((160, 190, 215)), j((95, 95, 100))), "night": (j((18, 22, 50)), j((35, 40, 55))), "desert": (j((170, 205, 235)), j((220, 190, 130))), "snow": (j((190, 210, 230)), j((235, 240, 245))),
    }[background]


def clear(colour, palette, footage=PLAIN):
    """Whether a thing stands out from what is behind it, also where too much light makes both white, or only light and dark are left."""
    seen = lambda c: np.minimum(np.array(c, float) * max(1.0, footage.exposure), 255)
    c = seen(COLOURS[colour])
    if footage.colouring != "colour" and any(abs(np.dot(c - seen(p), GREY)) <= 45 for p in palette):
        return False
    return all(np.abs(c - seen(p)).sum() > 120 for p in palette)


def _scene(rng, a, b, shot, used, setting, first, pace):
    background = rng.choice(BACKGROUNDS)
    palette = background_colours(rng, background)
    transition = "start" if first else rng.choice(["cut", "cut", "cut", "fade", "dissolve"])
    length = b - a
    camera = "static" if rng.random() < 0.55 or length < 4 else rng.choice(CAMERAS[1:])
    lower = ()
    if shot == "scene" and length >= 6 and rng.random() < 0.12:
        lower = lower_third(rng, a, b, setting.split)
    empty = Scene(a, b, shot, background, palette, camera if shot == "scene" else "static", rng.uniform(0.25, 0.5) / max(length, 5), (), transition, lower,
                  rng.randrange(1 << 30), rng.choice(WORDS[setting.split != "train"]), setting.footage.picture)
    return cast(rng, _dressed(empty, setting), used, setting, _count_of_things(rng, length, pace)) if shot == "scene" else empty


def lower_third(rng, a, b, split):
    start = a + rng.randint(1, 2)
    return start, min(b - 1, start + rng.randint(3, 6)), rng.choice(WORDS[split != "train"])


def _count_of_things(rng, length, pace):
    """A film of minutes has about one thing in `pace` seconds, twelve up to LONGEST: each name stands for one thing in it, and there are not many names."""
    if pace:
        return max(int(pace == 12), min(4, int(length / pace + rng.random())))
    count = rng.choice([1, 1, 2, 2, 3])
    return min(6, count + rng.randint(0, int(length / 6))) if length > 14 else count


def _dressed(scene, setting):
    """The scene before a texture or a photograph, for the share of scenes that the setting asks for. Draws nothing from the film's own generator."""
    rng = random.Random(scene.texture_seed)
    draw = rng.random()
    if draw < setting.photographed:
        photograph = Backdrop(setting.photographs[rng.randrange(len(setting.photographs))])
        return replace(scene, backdrop="photograph", photograph=photograph, palette=photograph.palette)
    if draw < setting.photographed + setting.textured:
        return replace(scene, backdrop="texture", palette=background_colours(rng, "plain"))
    return scene


def cast(rng, scene, used, setting, count):
    """The scene with its things, `count` at most: each can be seen well for two seconds and more, none hides another."""
    things = []
    for _ in range(count * 5):
        thing = _thing(rng, scene, things, used, setting)
        if thing and _stands_clear(thing, scene, things):
            things.append(thing)
            used.append(thing)
        if len(things) == count:
            break
    nothing_shows_it = not things and scene.backdrop == "drawn" and scene.background in ("plain", "gradient", "meadow", "desert", "snow")
    return replace(scene, things=tuple(things), camera="static" if nothing_shows_it else scene.camera)


def _stands_clear(thing, scene, others):
    """Whether a thing is well in the picture for at least two seconds on end and neither hides nor is hidden."""
    times = np.arange(scene.start, scene.end, 0.25)
    shares = [visible(thing, scene, t) for t in times]
    well = sum(share >= 0.6 for share in shares)
    half = [share > 0.35 for share in shares]
    if well < 9 or sum(b != a for a, b in zip([False] + half, half + [False])) != 2:
        return False
    for t, share in zip(times, shares):
        if share == 0:
            continue
        mine, shown = box(scene, thing, t), [o for o in others if visible(o, scene, t) > 0]
        if len(shown) > 2 or any(covers(mine, box(scene, o, t)) > 0.12 for o in shown):
            return False
        if scene.lower_third and scene.lower_third[0] <= t <= scene.lower_third[1] and covers(mine, LOWER_THIRD) > 0.12:
            return False
    return True


LOWER_THIRD = (0.05, 0.8, 0.72, 0.94)  # left, top, right, bottom of its band


WORDS = (["THE HARBOUR", "SUMMER", "PART ONE", "NEWS AT TEN", "OUR STORY", "A NEW DAY", "THE JOURNEY"], ["CHAPTER TWO", "THE ISLAND", "WINTER", "GOOD MORNING", "THE END", "EVENING"])


def _name(rng, scene, others, used, setting):
    """(kind, colour) of a thing that the film does not have yet and that stands out from what is behind it; None if none is found."""
    colours = setting.footage.colouring == "colour"
    for attempt in range(300 if setting.unseen_only else 30):
        kind, colour = rng.choice(KIND_NAMES), rng.choice(COLOUR_NAMES)
        if kind == "tree" and colour in ("white", "black", "blue") or kind in setting.avoided:
            continue
        if not clear(colour, scene.palette, setting.footage):
            continue
        if any(u.kind == kind and (u.colour == colour or not colours) for u in used):
            continue
        if setting.split == "train" and held_out(kind, colour, scene.background):
            continue
        if setting.split == "test" and (attempt < 6 or setting.unseen_only) and not held_out(kind, colour, scene.background):
            continue
        if any(o.kind == kind and o.start < scene.end for o in others):
            continue
        return kind, colour
    return None


def _thing(rng, scene, others, used, setting):
    name = _name(rng, scene, others, used, setting)
    if name is None:
        return None
    thing = _placed(rng, *name, scene, others)
    return thing if setting.footage.colouring == "colour" else replace(thing, colour_shows=False)


def _placed(rng, kind, colour, scene, others):
    a, b, camera = scene.start, scene.end, scene.camera
    size = rng.uniform(0.13, 0.23) * min(1.0, math.sqrt(scene.aspect / ASPECT))
    rx = size / scene.aspect * (1.7 if kind == "car" else 1.3)
    lane = [0.3, 0.55, 0.78]
    y = lane[len(others) % 3] + rng.uniform(-0.05, 0.05) if camera != "zoom in" else 0.5 + rng.uniform(-0.15, 0.15)
    rgb = tuple(int(np.clip(v + rng.uniform(-14, 14), 0, 255)) for v in COLOURS[colour])
    length = b - a
    free = [x for x in (0.2, 0.4, 0.6, 0.8) if all(abs(x - o.position(o.end)[0]) > 0.16 for o in others)] or [rng.uniform(0.2, 0.8)]
    x = rng.choice(free)
    moving_camera = camera not in ("static", "shake")
    entry = "there" if moving_camera else rng.choice(["cross", "cross", "enter", "leave", "appear", "vanish", "there"] if kind not in STILL_KINDS else ["appear", "appear", "vanish", "there"])
    if length < 5 and entry not in ("there", "cross"):
        entry = "there"
    if moving_camera:
        x = 0.5 + rng.uniform(-0.12, 0.12) if not others else (0.3 if others[0].path[0][1] > 0.5 else 0.7)
    lo, hi = a, b
    margin = 1.5 if length >= 8 else 0.5
    if entry == "cross":
        span = min(length - 1, rng.uniform(3, 9))
        s = rng.uniform(a + 0.3, b - span - 0.2)
        s = round(s * 2) / 2
        vertical = rng.random() < 0.15 and kind not in ("car", "boat", "person")
        forward = rng.random() < 0.5
        if vertical:
            ends = (-size, 1 + size)
            p = ((s, x, ends[0] if forward else ends[1]), (s + span, x, ends[1] if forward else ends[0]))
            direction = "down" if forward else "up"
        else:
            ends = (-rx, 1 + rx)
            p = ((s, ends[0] if forward else ends[1], y), (s + span, ends[1] if forward else ends[0], y))
            direction = "right" if forward else "left"
        return Thing(kind, colour, size, rgb, s, s + span, entry, direction, p, direction == "left")
    if entry in ("enter", "leave"):
        side_left = rng.random() < 0.5
        edge = -rx if side_left else 1 + rx
        move = rng.uniform(2, min(4, length - 2))
        if entry == "enter":
            s = round(rng.uniform(a + 0.5, max(a + 0.6, b - move - 2)) * 2) / 2
            p = ((s, edge, y), (s + move, x, y))
            return Thing(kind, colour, size, rgb, s, hi, entry, "right" if side_left else "left", p, not side_left)
        e = round(rng.uniform(a + 2 + move, max(a + 2 + move, b - 0.5)) * 2) / 2
        e = min(e, b)
        p = ((e - move, x, y), (e, edge, y))
        return Thing(kind, colour, size, rgb, lo, e, entry, "left" if side_left else "right", p, side_left)
    if entry == "appear":
        s = round(rng.uniform(a + margin, b - 2.5) * 2) / 2
        return Thing(kind, colour, size, rgb, s, hi, entry, "none", ((s, x, y),))
    if entry == "vanish":
        e = round(rng.uniform(a + 2.5, b - margin) * 2) / 2
        return Thing(kind, colour, size, rgb, lo, e, entry, "none", ((a, x, y),))
    return Thing(kind, colour, size, rgb, lo, hi, "there", "none", ((a, x, y),))


# ---------------------------------------------------------------- the film: pictures, labels, texts

class Film:
    def __init__(self, seed, split, duration, scenes, footage=PLAIN):
        self.seed, self.split, self.duration, self.scenes, self.footage = seed, split, duration, scenes, footage
        self._ends = [s.end for s in scenes]
        self._spans = {}
        rng = random.Random(seed * 7 + 5)
        self.gain, self.noise, self.blur = rng.uniform(0.82, 1.15), rng.choice([0, 0, 3, 6, 10]), rng.random() < 0.25
        self.tint = np.array([rng.uniform(0.93, 1.07) for _ in range(3)], np.float32)

    def excerpt(self, start, end):
        """The film from `start` to `end` seconds as a film of its own, in which things are already there or under way when it begins."""
        scenes = [_cut_out(scene, start, end) for scene in self.scenes if min(scene.end, end) > max(scene.start, start)]
        return self._of(end - start, tuple([replace(scenes[0], transition="start"), *scenes[1:]]))

    def _of(self, duration, scenes):
        return Film(self.seed, self.split, duration, scenes, self.footage)

    @property
    def long(self):
        """Whether the film lasts longer than a minute; its captions then tell the most of it, not all."""
        return self.duration > LONG

    def scene_at(self, t):
        return self.scenes[self._place(t)]

    def _place(self, t):
        return min(bisect_right(self._ends, t), len(self.scenes) - 1)

    # -- pictures

    def frame_at(self, t, width, height, degrade=False):
        """The frame at t, uint8 (height, width, 3), RGB; `degrade` adds the small faults that training films have."""
        picture = self.footage.record(self._lit, t, width, height, self.seed)
        if degrade:
            picture = picture.astype(np.float32) * (self.gain * self.tint)
            if self.blur:
                picture = cv2.GaussianBlur(picture, (3, 3), 0.7)
            if self.noise:
                picture = picture + np.random.default_rng(int(t * 1000) + self.seed).normal(0, self.noise, picture.shape)
        return np.clip(picture, 0, 255).astype(np.uint8)

    def _lit(self, t, width, height):
        """What stands before the camera, with the fades and dissolves between shots."""
        picture = draw(self.scene_at(t), t, width, height)
        other, share = self._dissolving(t)
        if share:
            inside = min(max(t, other.start), other.end - 1e-3)
            picture = picture * (1 - share) + draw(other, inside, width, height) * share
        light = self.light(t)
        return picture if light == 1 else picture * light

    def light(self, t):
        """1, less within a second of a fade through black, which is darkest where the shots meet."""
        i = self._place(t)
        scene = self.scenes[i]
        light = t - scene.start if scene.transition == "fade" else 1.0
        if i + 1 < len(self.scenes) and self.scenes[i + 1].transition == "fade":
            light = min(light, scene.end - t)
        return min(1.0, light)

    def _dissolving(self, t):
        """The shot that is seen through this one, and its share: a dissolve takes one second about the time where two shots meet."""
        i = self._place(t)
        scene = self.scenes[i]
        if scene.transition == "dissolve" and t - scene.start < 0.5:
            return self.scenes[i - 1], 0.5 - (t - scene.start)
        if i + 1 < len(self.scenes) and self.scenes[i + 1].transition == "dissolve" and scene.end - t < 0.5:
            return self.scenes[i + 1], 0.5 - (scene.end - t)
        return None, 0.0

    def times(self, fps):
        return [i / fps for i in range(max(1, math.ceil(self.duration * fps - 1e-9)))]

    def frames(self, fps=1.0, width=96, height=96, degrade=True):
        return np.stack([self.frame_at(t, width, height, degrade) for t in self.times(fps)])

    # -- labels, one row a time

    def labels(self, times, slots=3):
        n = len(times)
        out = {
            "kind": np.full((n, slots), -1, np.int64), "colour": np.full((n, slots), -1, np.int64), "box": np.zeros((n, slots, 3), np.float32),
            "presence": np.zeros((n, len(KIND_NAMES), len(COLOUR_NAMES)), np.float32), "background": np.full(n, -1, np.int64), "shot": np.zeros(n, np.int64),
            "camera": np.zeros(n, np.int64), "text": np.zeros(n, np.float32), "direction": np.zeros((n, slots), np.int64), "time": np.asarray(times, np.float32),
            "backdrop": np.full(n, -1, np.int64), "transition": np.array([TRANSITIONS.index(self.transition(t)) for t in times], np.int64),
            "moving": np.zeros((n, len(DIRECTIONS) - 1), np.float32), "traits": np.tile(np.array([t in self.footage.traits for t in TRAITS], np.float32), (n, 1)),
        }
        left, top, right, bottom = self.footage.inset
        for i, t in enumerate(times):
            scene = self.scene_at(t)
            out["shot"][i], out["camera"][i] = SHOTS.index(scene.shot), CAMERAS.index(scene.camera)
            out["text"][i] = float(scene.shot in ("title card", "countdown") or bool(scene.lower_third) and scene.lower_third[0] <= t <= scene.lower_third[1])
            if scene.shot == "scene":
                out["backdrop"][i] = BACKDROPS.index(scene.backdrop)
                if scene.backdrop == "drawn":
                    out["background"][i] = BACKGROUNDS.index(scene.background)
            seen = sorted((th for th in scene.things if visible(th, scene, t) > 0.4 and self.light(t) >= 0.5), key=lambda th: th.name)
            for j, th in enumerate(seen[:slots]):
                x, y, k = project(scene, t, *th.position(t))
                out["kind"][i, j], out["colour"][i, j] = KIND_NAMES.index(th.kind), COLOUR_NAMES.index(th.colour) if th.colour_shows else -1
                out["box"][i, j] = (left + x * (right - left), top + y * (bottom - top), th.size * k * (bottom - top))
                out["presence"][i, KIND_NAMES.index(th.kind), COLOUR_NAMES.index(th.colour)] = 1
                out["direction"][i, j] = DIRECTIONS.index(th.direction)
            for th in seen:
                if th.moves(t):
                    out["moving"][i, DIRECTIONS.index(th.direction) - 1] += 1
        return out

    def transition(self, t):
        """How one shot becomes another at t: one of TRANSITIONS; a cut counts for half a second before and after."""
        if self.light(t) < 1:
            return "fade"
        if self._dissolving(t)[1]:
            return "dissolve"
        i = self._place(t)
        return "cut" if any(s.transition == "cut" and abs(t - s.start) < 0.5 for s in self.scenes[i : i + 2]) else "none"

    def looks(self, times, width=48, height=27):
        """What the pictures measure, without bars: `tones` (F, 11) the share of each of TONES, `light` (F,) the place in LIGHTS."""
        left, top, right, bottom = self.footage.inset
        rows, columns = slice(round(top * height), round(bottom * height)), slice(round(left * width), round(right * width))
        pictures = [self.frame_at(t, width, height)[rows, columns] for t in times]
        return {"tones": np.stack([tones_of(p) for p in pictures]), "light": np.array([light_of(p) for p in pictures], np.int64)}

    # -- texts

    def seen_span(self, thing, scene):
        """(first, last) second in which more than 35 % of a thing is in the picture; None if it never is."""
        if thing not in self._spans:
            self._spans[thing] = self._seen_span(thing, scene)
        return self._spans[thing]

    def _seen_span(self, thing, scene, step=0.25):
        ts = [t for t in np.arange(scene.start, scene.end, step) if visible(thing, scene, t) > 0.35]
        return (float(ts[0]), float(min(ts[-1] + step, scene.end, self.duration))) if ts else None

    def events(self):
        """(start, end, kind of event, thing or scene), in time order; what a dense caption lists."""
        found = []
        for scene in self.scenes:
            if scene.shot != "scene":
                found.append((scene.start, scene.end, scene.shot, scene))
                continue
            for thing in scene.things:
                span = self.seen_span(thing, scene)
                if span and span[1] - span[0] >= 1:
                    found.append((*span, thing.entry, thing))
        return sorted(found, key=lambda e: (e[0], e[1]))

    def items(self, rng):
        """What can be asked about the film and what is true: drawn from `rng`, an `Item` each."""
        from wording import film_items
        return film_items(self, rng)


def _cut_out(scene, start, end):
    """What of a scene lies from `start` to `end`; a thing that is hardly seen then is left out."""
    things = [_under_way(thing, start, end) for thing in scene.things if min(thing.end, end, scene.end) - max(thing.start, start) >= SEEN_WELL]
    lower = [t - start for t in scene.lower_third[:2]]
    lower = (max(0, lower[0]), min(lower[1], end - start), scene.lower_third[2]) if lower and 0 < lower[1] and lower[0] < end - start else ()
    return replace(scene, start=max(0.0, scene.start - start), end=min(scene.end, end) - start, things=tuple(things), lower_third=lower)


def _under_way(thing, start, end):
    """A thing as it is from `start` to `end`: what it did before, or does after, is not told of it."""
    first, last = thing.path[0][0], thing.path[-1][0]
    shifted = replace(thing, start=max(0.0, thing.start - start), end=min(thing.end, end) - start, path=tuple((t - start, x, y) for t, x, y in thing.path))
    came, goes = last <= start + 0.5, first >= end - 0.5
    settled = thing.entry == "enter" and came or thing.entry == "leave" and goes or thing.entry == "appear" and thing.start <= start or thing.entry == "vanish" and thing.end >= end
    if not settled:
        return shifted
    return replace(shifted, entry="there", direction="none", path=((0.0, *shifted.position(0.0 if goes else last - start)[:2]),))


def project(scene, t, x, y):
    """World to picture: the camera's pan, tilt, zoom or shake; returns x, y and the scale."""
    u = (t - scene.start) / max(1e-6, scene.end - scene.start)
    if scene.camera.startswith("pan"):
        return x + (0.5 - u) * 0.5 * (1 if scene.camera.endswith("right") else -1) * scene.reach, y, 1.0
    if scene.camera.startswith("tilt"):
        return x, y + (0.5 - u) * 0.4 * (-1 if scene.camera.endswith("up") else 1) * scene.reach, 1.0
    if scene.camera.startswith("zoom"):
        k = 0.8 + 0.5 * (u if scene.camera.endswith("in") else 1 - u)
        k = k if scene.reach == 1 else 1 + (k - 1) * scene.reach
        return 0.5 + (x - 0.5) * k, 0.5 + (y - 0.5) * k, k
    if scene.camera == "shake":
        return x + 0.02 * math.sin(t * 17 + 1), y + 0.025 * math.sin(t * 13), 1.0
    return x, y, 1.0


def box(scene, thing, t):
    """(left, top, right, bottom) of a thing on the picture, not cut at its edges."""
    x, y, k = project(scene, t, *thing.position(t))
    left, top, right, bottom = EXTENTS[thing.kind]
    if thing.flip:
        left, right = -right, -left
    rx, ry = thing.size * k / scene.aspect, thing.size * k
    return x + left * rx, y + top * ry, x + right * rx, y + bottom * ry


def visible(thing, scene, t):
    """Share of the thing's box inside the picture, 0 when it is not on screen."""
    if not (thing.start <= t <= thing.end and scene.start <= t < scene.end):
        return 0.0
    left, top, right, bottom = box(scene, thing, t)
    w, h = min(1, right) - max(0, left), min(1, bottom) - max(0, top)
    return max(0, w) * max(0, h) / ((right - left) * (bottom - top))


def covers(one, other):
    """The share of the smaller of two boxes that both have in common."""
    w = min(one[2], other[2]) - max(one[0], other[0])
    h = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (one, other)]
    return max(0.0, w) * max(0.0, h) / min(areas)


_TEXTURES = {}


def _texture(seed):
    if seed not in _TEXTURES:
        if len(_TEXTURES) > 64:
            _TEXTURES.clear()
        r = np.random.default_rng(seed)
        t = sum(cv2.resize(r.normal(0, 1, (n, n)).astype(np.float32), (256, 256), interpolation=cv2.INTER_CUBIC) / k for n, k in ((5, 1), (14, 1.8), (48, 3)))
        _TEXTURES[seed] = t
    return _TEXTURES[seed]


def draw(scene, t, w, h):
    if scene.shot == "black":
        return np.full((h, w, 3), 4, np.float32)
    if scene.shot == "colour bars":
        bars = np.array([(192, 192, 192), (192, 192, 0), (0, 192, 192), (0, 192, 0), (192, 0, 192), (192, 0, 0), (0, 0, 192)], np.float32)
        return np.tile(bars[(np.arange(w) * 7 // w)][None], (h, 1, 1))
    if scene.shot == "unknown":
        return _unknown(scene, t, w, h)
    if scene.shot in ("title card", "countdown"):
        return _card(scene, t, w, h)
    img = _backdrop(scene, t, w, h)
    for thing in scene.things:
        if thing.start <= t <= thing.end:
            _draw_thing(img, scene, thing, t, w, h)
    if scene.lower_third and scene.lower_third[0] <= t <= scene.lower_third[1]:
        left, top, right, bottom = LOWER_THIRD
        cv2.rectangle(img, (int(w * left), int(h * top)), (int(w * right), int(h * bottom)), (25, 40, 95), -1)
        _words(img, scene.lower_third[2], 0.09 * w, 0.9 * h, 0.58 * w, h * 0.07)
    return img.astype(np.float32)


def _words(img, words, x, y, width, height):
    font = cv2.FONT_HERSHEY_DUPLEX
    (tw, th), _ = cv2.getTextSize(words, font, 1.0, 1)
    scale = min(width / tw, height / th)
    cv2.putText(img, words, (int(x), int(y)), font, scale, (240, 240, 240), max(1, int(scale * 1.5)), cv2.LINE_AA)


def _card(scene, t, w, h):
    img = np.full((h, w, 3), 0, np.uint8)
    img[:] = [(20, 24, 60), (60, 18, 24), (15, 45, 35), (30, 30, 34)][scene.texture_seed % 4]
    if scene.shot == "title card":
        _words(img, scene.words, 0.12 * w, 0.56 * h, 0.76 * w, 0.16 * h)
    else:
        n = str(max(1, math.ceil(scene.end - t - 1e-6)))
        cv2.ellipse(img, (w // 2, h // 2), (int(0.34 * w / scene.aspect), int(0.34 * h)), 0, 0, 360, (200, 200, 200), max(1, w // 90), cv2.LINE_AA)
        _words(img, n, w * (0.5 - 0.06 * len(n)), 0.63 * h, 0.12 * w * len(n), 0.28 * h)
    return img.astype(np.float32)


def _unknown(scene, t, w, h):
    """Moving pictures without any nameable thing: cloudy textures, soft blobs in dull or bright colours, layers of light."""
    r = random.Random(scene.texture_seed)
    style = (_clouded, _blobs, _layers)[scene.texture_seed % 3]
    return style(scene, r, t, w, h)


def _clouded(scene, r, t, w, h):
    tex = np.roll(_texture(scene.texture_seed), (int(t * r.randint(-9, 9)), int(t * r.randint(-9, 9))), (0, 1))
    tex = cv2.resize(tex, (w, h), interpolation=cv2.INTER_LINEAR)[..., None]
    a, b = (np.array([r.uniform(20, 235) for _ in range(3)]) for _ in range(2))
    m = 1 / (1 + np.exp(-tex * r.uniform(0.8, 3)))
    return (a * m + b * (1 - m)).astype(np.float32)


def _any_colour(r, dull):
    grey = r.uniform(30, 220)
    return tuple(float(np.clip(grey + r.uniform(-1, 1) * (25 if dull else 120), 5, 250)) for _ in range(3))


def _blobs(scene, r, t, w, h):
    """Irregular patches that drift, each a closed curve of a few waves, so that none is a shape of the world."""
    dull = r.random() < 0.6
    img = np.empty((h, w, 3), np.uint8)
    img[:] = _any_colour(r, dull)
    angle = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    for _ in range(r.randint(6, 22)):
        radius = r.uniform(0.14, 0.38) * (1 + sum(r.uniform(0.1, 0.3) * np.sin(k * angle + r.uniform(0, 6)) for k in (2, 3, 5)))
        x, y = r.uniform(0, 1) + r.uniform(-0.03, 0.03) * (t - scene.start), r.uniform(0, 1) + r.uniform(-0.02, 0.02) * (t - scene.start)
        points = np.stack([x + radius * np.cos(angle) * r.uniform(0.5, 1), y + radius * np.sin(angle)], 1) * (w, h)
        cv2.fillPoly(img, [np.round(points * 16).astype(np.int32)], _any_colour(r, dull), cv2.LINE_AA, 4)
    img = cv2.GaussianBlur(img, (0, 0), r.uniform(0.005, 0.03) * h).astype(np.float32)
    return np.clip(img + cv2.resize(_texture(scene.texture_seed), (w, h))[..., None] * r.uniform(2, 12), 0, 255)


def _layers(scene, r, t, w, h):
    """Bands of light and dark across the picture whose tone slowly changes."""
    dull = r.random() < 0.6
    y, x = np.arange(h)[:, None] / h, np.arange(w)[None] / w
    img = np.zeros((h, w, 3), np.float32)
    for _ in range(3):
        turn, waves, phase, speed = r.uniform(0, math.pi), r.uniform(0.4, 2.5), r.uniform(0, 6), r.uniform(-0.6, 0.6)
        wave = 0.5 + 0.5 * np.sin(2 * math.pi * waves * (x * math.cos(turn) + y * math.sin(turn)) + phase + speed * (t - scene.start))
        img += wave[..., None] * np.array(_any_colour(r, dull), np.float32) / 2
    return np.clip(img + cv2.resize(_texture(scene.texture_seed), (w, h))[..., None] * r.uniform(3, 14), 0, 255)


@lru_cache(64)
def _extent(scene):
    """Half of what a picture behind a scene must cover of the world about its middle, so that the camera never sees its edge."""
    half = 0.53 if scene.camera == "shake" else 0.5
    for t in (scene.start, scene.end):
        x, y, k = project(scene, t, 0.5, 0.5)
        half = max(half, (0.5 + max(abs(x - 0.5), abs(y - 0.5))) / k)
    return half


def _backdrop(scene, t, w, h):
    if scene.backdrop == "drawn":
        return _still_backdrop(scene, w, h).copy() if scene.camera == "static" else _drawn_backdrop(scene, t, w, h)
    picture = scene.photograph or texture(scene.texture_seed, scene.palette)
    half = _extent(scene)
    x, y, k = project(scene, t, 0.5, 0.5)
    share = lambda place, middle: ((place - middle) / k + half) / (2 * half)
    return picture.view(share(0, x), share(0, y), share(1, x), share(1, y), w, h)


@lru_cache(8)
def _still_backdrop(scene, w, h):
    return _drawn_backdrop(scene, scene.start, w, h)


def _drawn_backdrop(scene, t, w, h):
    top, bottom = (np.array(c, np.float32) for c in scene.palette)
    x0, y0, k = project(scene, t, 0.5, 0.5)
    ys = ((np.arange(h) + 0.5) / h - y0) / k + 0.5
    xs = ((np.arange(w) + 0.5) / w - x0) / k + 0.5
    b = scene.background
    if b == "plain":
        img = np.broadcast_to(top, (h, w, 3)).copy()
    elif b in ("gradient", "night"):
        img = np.repeat((top + (bottom - top) * np.clip(ys, 0, 1)[:, None])[:, None], w, 1)
    elif b == "wall":
        brick = ((ys[:, None] * 14 % 1) < 0.12) | (((xs[None] * 8 + (np.floor(ys[:, None] * 14) % 2) * 0.5) % 1) < 0.06)
        img = np.where(brick[..., None], bottom, top)
    else:
        horizon = {"meadow": 0.6, "sea": 0.5, "room": 0.68, "road": 0.45, "desert": 0.62, "snow": 0.55}[b]
        img = np.where((ys > horizon)[:, None, None], bottom, top) * np.ones((1, w, 1), np.float32)
        if b == "road":
            img[(np.abs(ys - 0.72) < 0.02)[:, None] & ((xs * 6 % 1) < 0.5)[None]] = 235
        if b == "sea":
            img = img + (np.sin(xs * 40 + ys[:, None] * 90) * 10 * (ys > horizon)[:, None])[..., None]
        if b == "room":
            img[((ys > 0.15) & (ys < 0.42))[:, None] & ((xs > 0.1) & (xs < 0.28))[None]] = (205, 225, 240)
    u, v = (np.clip(xs, -0.3, 1.3) * 180 + 60).astype(int) % 256, (np.clip(ys, -0.3, 1.3) * 180 + 60).astype(int) % 256
    img = img + (_texture(scene.texture_seed)[v][:, u] * 5)[..., None]
    if b == "night":
        r = np.random.default_rng(scene.texture_seed)
        for sx, sy in r.random((24, 2)):
            px, py, _ = project(scene, t, sx, sy * 0.6)
            if 0 <= px < 1 and 0 <= py < 1:
                dot = max(1, h // 96)
                img[int(py * h) :, int(px * w) :][:dot, :dot] = 230
    return np.clip(img, 0, 255).astype(np.uint8)


def _draw_thing(img, scene, thing, t, w, h):
    x, y, k = project(scene, t, *thing.position(t))
    rx, ry = thing.size * k / scene.aspect * w, thing.size * k * h
    main = np.array(thing.rgb, float)
    for polygon, role in SHAPES[thing.kind]:
        if role == "main":
            colour = main
        elif role == "dark":
            colour = main * 0.55 if thing.colour != "black" else main + 45
        elif role == "light":
            colour = main * 0.5 + 127
        else:
            colour = np.array(ROLE_COLOURS[role], float)
        p = polygon.copy()
        if thing.flip:
            p[:, 0] = -p[:, 0]
        points = np.round((p * (rx, ry) + (x * w, y * h)) * 16).astype(np.int32)
        cv2.fillPoly(img, [points], tuple(float(c) for c in colour), cv2.LINE_AA, 4)
