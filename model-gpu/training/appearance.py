"""What can be asked of any film, whatever it shows: how it was recorded, its light and colours, cuts and fades, words on the picture, and which way things move.

Rendering teaches this for real film too: nothing here depends on knowing what a thing is. `Film.items` asks none of it.
"""

from __future__ import annotations

import numpy as np

from film import NOT_SHOWN, PROMPTS, Item
from footage import LIGHTS, TONES
from wording import TRAIT_TEXT, find, join, question_items, seen_things

COLOURING_TEXT = {
    "colour": "in colour", "black and white": "in black and white", "sepia": "in sepia", "blue tint": "tinted blue", "red tint": "tinted red", "green tint": "tinted green",
}
LIGHT_TEXT = {"dark": "dark", "normal": "neither dark nor bright", "bright": "bright"}
BARS_TEXT = {"letterbox": "black bars above and below", "pillarbox": "black bars at the sides", None: "no bars"}
END_TEXT = {"cut": "with a cut", "fade": "with a fade through black", "dissolve": "with a dissolve"}
WAY_TEXT = {"left": "something moves to the left", "right": "something moves to the right", "up": "something moves upwards", "down": "something moves downwards"}
CHANGE_TEXT = {"fade": ("the picture fades to black", 1.0), "dissolve": ("one shot dissolves into another", 0.5)}  # and how long it takes on each side
LOOKS = 12  # times at which a film is measured


def appearance_items(film, rng):
    """Items drawn from `rng`; what is said of light and colours is measured on the pictures."""
    things = seen_things(film)
    return [*_recording(film, things, rng), *_pictures(film, rng), *_changes(film, rng), *_movement(things, rng)]


def not_shown(query):
    return Item("not_shown", PROMPTS["grounding"].replace("{query}", query), "", NOT_SHOWN, {"query": query})


def _recording(film, things, rng):
    traits = film.footage.traits
    colouring, bars = COLOURING_TEXT[film.footage.colouring], next((BARS_TEXT[t] for t in traits if t in BARS_TEXT), BARS_TEXT[None])
    others = [text for text in COLOURING_TEXT.values() if text != colouring]
    out = question_items(rng.choice(["Is the film in colour?", "Is the film in colour or in black and white?"]), colouring, rng.sample(others, 3), rng)
    out += question_items("Are there black bars around the picture?", bars, [*BARS_TEXT.values(), "black bars on all sides"], rng)
    out += question_items("What is to be noticed about how the film was recorded?", join([TRAIT_TEXT[t] for t in traits]) if traits else "nothing", [], rng)
    if film.footage.colouring != "colour" and things:
        kind = rng.choice(things)[1].kind
        out.append(Item("not_shown", f"What colour is the {kind}?", "", NOT_SHOWN, {}))
    return out


def _pictures(film, rng):
    count = min(LOOKS, max(2, int(film.duration / 2)))
    looks = film.looks([(i + 0.5) * film.duration / count for i in range(count)])
    out, tones = [], looks["tones"].mean(0)
    first, second = np.argsort(-tones)[:2]
    if tones[first] >= 0.45 and tones[second] <= 0.6 * tones[first]:
        rare = [TONES[i] for i in np.flatnonzero(tones < 0.12)]
        out += question_items(rng.choice(["Which colour fills most of the picture?", "What is the main colour of the film?"]), TONES[first], rng.sample(rare, min(3, len(rare))), rng)
    light = np.bincount(looks["light"], minlength=len(LIGHTS))
    if light.max() >= 0.8 * count:
        out += question_items(rng.choice(["How light is the picture?", "Is the film dark or bright?"]), LIGHT_TEXT[LIGHTS[int(light.argmax())]], [], rng)
    return out


def _changes(film, rng):
    shots, out = film.scenes, []
    words = bool(film.labels(np.arange(0.25, film.duration, 0.5))["text"].any())
    out += question_items(rng.choice(["Are there words on the picture?", "Is there text on the screen?"]), "Yes." if words else "No.", [], rng)
    near = [n for n in range(max(1, len(shots) - 3), len(shots) + 4) if n != len(shots)]
    if len(shots) <= 12:
        out += question_items("How many shots does the film have?", str(len(shots)), [str(n) for n in rng.sample(near, 3)], rng)
    if len(shots) > 1:
        out += question_items("How does the first shot end?", END_TEXT[shots[1].transition], [*END_TEXT.values(), "it lasts to the end"], rng)
    for change, (text, half) in CHANGE_TEXT.items():
        at = [s.start for s in shots if s.transition == change]
        if len(at) == 1:
            out.append(find(text, max(0.0, at[0] - half), min(film.duration, at[0] + half)))
        elif not at and rng.random() < 0.3:
            out.append(not_shown(text))
    return out


def _movement(things, rng):
    moving = [(t.direction, _while_moving(t, span)) for _, t, span in things if t.direction != "none"]
    out = question_items("How many things move by themselves?", str(len(moving)), [str(n) for n in rng.sample([n for n in range(len(moving) + 4) if n != len(moving)], 3)], rng) if len(moving) < 5 else []
    for way, text in WAY_TEXT.items():
        spans = [span for direction, span in moving if direction == way]
        if len(spans) == 1 and spans[0][1] - spans[0][0] >= 1:
            out.append(find(text, *spans[0]))
        elif not spans and rng.random() < 0.2:
            out.append(not_shown(text))
    return out


def _while_moving(thing, span):
    """The part of a thing's span in which it moves."""
    return max(span[0], thing.path[0][0]), min(span[1], thing.path[-1][0])
