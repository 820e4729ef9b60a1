"""What can be asked of any film, whatever it shows: how it was recorded, its light and colours, cuts and fades, words on the picture, and which way things move.

Rendering teaches this for real film too: nothing here depends on knowing what a thing is. `Film.items` asks none of it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from film import NOT_SHOWN, PROMPTS, Item, an
from footage import LIGHTS, TONES
from nouns import place_of
from wording import TRAIT_TEXT, camera_text, find, join, question_items, seen_things, sentence

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


def look_item(film):
    """What is certain of any film, without a name for anything in it: where it is in the widest sense, colours, light, what moves, the camera."""
    shot = max(film.scenes, key=lambda s: s.end - s.start)
    looks = _looks(film)
    tone, light = _main_tone(looks["tones"].mean(0)), _steady_light(looks["light"])
    first = [an(f"{light} {_sort_of(film, shot)}" if light in ("dark", "bright") else _sort_of(film, shot)), COLOURING_TEXT[film.footage.colouring]]
    ways = list(dict.fromkeys(WAY_TEXT[t.direction] for _, t, _ in seen_things(film) if t.direction != "none"))
    text = " ".join([sentence(" ".join(first) + (f", mostly {tone}" if tone else "")), sentence(join(ways)) if ways else PROMPTS["nothing_moves"], camera_text(film)])
    return Item("look", PROMPTS["look"], "", text, {"facts": [*ways, *first[1:], *([f"mostly {tone}"] if tone else [])]})


def _sort_of(film, shot):
    """Indoors or outdoors, where that is known of the shot."""
    if shot.shot != "scene":
        return "picture"
    if shot.backdrop == "drawn":
        return {"room": "indoor scene"}.get(shot.background, "outdoor scene" if shot.background in ("meadow", "sea", "road", "night", "desert", "snow") else "scene")
    known = place_of(shot.photograph.captions) if shot.backdrop == "photograph" and shot.photograph.captions else None
    return "scene" if known is None else "indoor scene" if known == "a room" else "outdoor scene"


@lru_cache(8)
def _looks(film):
    """What a film's pictures measure; asked for by whatever is told of it, and drawn once."""
    count = min(LOOKS, max(2, int(film.duration / 2)))
    return film.looks([(i + 0.5) * film.duration / count for i in range(count)])


def _main_tone(tones):
    """The tone that fills most of the picture, if one clearly does."""
    first, second = np.argsort(-tones)[:2]
    return TONES[first] if tones[first] >= 0.45 and tones[second] <= 0.6 * tones[first] else None


def _steady_light(light):
    """The light that nearly all pictures have, if they do."""
    count = np.bincount(light, minlength=len(LIGHTS))
    return LIGHTS[int(count.argmax())] if count.max() >= 0.8 * len(light) else None


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
    looks = _looks(film)
    out, tones = [], looks["tones"].mean(0)
    if tone := _main_tone(tones):
        rare = [TONES[i] for i in np.flatnonzero(tones < 0.12)]
        out += question_items(rng.choice(["Which colour fills most of the picture?", "What is the main colour of the film?"]), tone, rng.sample(rare, min(3, len(rare))), rng)
    if light := _steady_light(looks["light"]):
        out += question_items(rng.choice(["How light is the picture?", "Is the film dark or bright?"]), LIGHT_TEXT[light], [], rng)
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
