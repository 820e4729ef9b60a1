"""Each property of a recording does to the pictures what its name says, and nothing else does."""

import random
import re
from dataclasses import replace

import cv2
import numpy as np
import pytest

from film import COLOUR_NAMES, COLOURS, KIND_NAMES, sample_film
from footage import ASPECT, EVERYDAY, LIGHTS, PLAIN, TONES, TRAITS, Footage, light_of, sample_footage, tones_of
from wording import FACTS, TRAIT_TEXT

# a film, and when something crosses its picture in daylight
FILM, TIME = next(
    (film, (thing.start + thing.end) / 2)
    for film in (sample_film(seed, "train", 30, textured=0.5) for seed in range(50))
    for scene in film.scenes
    for thing in scene.things
    if thing.entry == "cross" and thing.direction in ("left", "right") and scene.backdrop == "texture" and not scene.lower_third
)


def recorded(width=192, height=108, time=TIME, **properties):
    return Footage(**properties).record(FILM._lit, time, width, height, 5)


PLAIN_PICTURE = recorded()


def test_a_plain_recording_is_the_picture_itself():
    assert np.array_equal(PLAIN_PICTURE, FILM._lit(TIME, 192, 108))
    assert PLAIN.traits == () and PLAIN.inset == (0, 0, 1, 1)


@pytest.mark.parametrize("colouring, order", [("black and white", None), ("sepia", (0, 1, 2)), ("blue tint", (2, 1, 0)), ("red tint", (0, 1, 2)), ("green tint", (1, 2, 0))])
def test_a_recording_without_colours_has_one_dye(colouring, order):
    picture = recorded(colouring=colouring)
    if order is None:
        assert np.ptp(picture, axis=-1).max() < 1e-2
    else:
        means = picture.mean((0, 1))
        assert means[order[0]] > means[order[1]] >= means[order[2]] * 0.99
    assert Footage(colouring=colouring).traits == (colouring,)


def test_grain_is_noise_of_the_given_strength_that_changes_with_time_and_not_with_the_run():
    grain = recorded(grain=12.0) - PLAIN_PICTURE
    inside = (PLAIN_PICTURE > 60) & (PLAIN_PICTURE < 195)
    assert 9 < grain[inside].std() < 15
    assert np.array_equal(recorded(grain=12.0), recorded(grain=12.0))
    assert not np.array_equal(recorded(grain=12.0, time=TIME + 0.04) - recorded(time=TIME + 0.04), grain)


def test_an_interlaced_picture_holds_two_fields():
    now, later = (recorded(480, 270, time=t) for t in (TIME, TIME + 1 / 50))
    picture = recorded(480, 270, interlaced=True)
    assert not np.array_equal(now, later)
    assert np.array_equal(picture[0::2], now[0::2]) and np.array_equal(picture[1::2], later[1::2])
    small = recorded(96, 96, interlaced=True)
    assert np.allclose(small, (recorded(96, 96) + recorded(96, 96, time=TIME + 1 / 50)) / 2)


def test_compression_shows_its_blocks():
    picture = recorded(quality=8).mean(-1)
    steps = np.abs(np.diff(picture, axis=1)).mean(0)
    at_edges = steps[7::8].mean()
    assert at_edges > 1.5 * np.delete(steps, np.s_[7::8]).mean()
    assert np.abs(recorded(quality=90) - PLAIN_PICTURE).mean() < np.abs(recorded(quality=8) - PLAIN_PICTURE).mean() < 20


def sharpness(picture):
    return np.abs(np.diff(picture, axis=1)).mean()


def test_blur_and_few_lines_lose_detail():
    for properties in ({"blur": 0.012}, {"lines": 48}):
        blurred, sharp = (recorded(**properties), PLAIN_PICTURE)
        assert sharpness(blurred) < 0.8 * sharpness(sharp)
        assert blurred.shape == sharp.shape


def test_a_vignette_darkens_the_corners_and_not_the_middle():
    share = recorded(vignette=0.6) / np.maximum(PLAIN_PICTURE, 1)
    assert share[54, 96] == pytest.approx(1, abs=0.01) and share[0, 0] == pytest.approx(0.4, abs=0.03)


def test_exposure_scales_the_light():
    assert recorded(exposure=0.4).mean() == pytest.approx(0.4 * PLAIN_PICTURE.mean(), rel=0.01)
    assert light_of(np.full((4, 4, 3), 30, np.uint8)) == LIGHTS.index("dark")
    assert light_of(np.full((4, 4, 3), 220, np.uint8)) == LIGHTS.index("bright")
    assert light_of(np.full((4, 4, 3), 120, np.uint8)) == LIGHTS.index("normal")


@pytest.mark.parametrize("frame, picture, trait", [(ASPECT, 2.39, "letterbox"), (ASPECT, 4 / 3, "pillarbox"), (4 / 3, ASPECT, "letterbox")])
def test_bars_are_black_and_the_picture_between_them_whole(frame, picture, trait):
    footage = Footage(frame=frame, picture=picture)
    assert footage.traits == (trait,)
    width, height = footage.width(200), 200
    shown = footage.record(FILM._lit, TIME, width, height, 5)
    left, top, right, bottom = (round(x * s) for x, s in zip(footage.inset, (width, height, width, height)))
    inside = shown[top:bottom, left:right]
    assert np.allclose(inside, np.clip(FILM._lit(TIME, right - left, bottom - top), 0, 255))
    outside = np.ones((height, width), bool)
    outside[top:bottom, left:right] = False
    assert outside.mean() > 0.1 and not shown[outside].any()
    assert (right - left) / (bottom - top) == pytest.approx(picture, rel=0.03)


@pytest.mark.parametrize("footage", [Footage(picture=2.39), Footage(picture=4 / 3), Footage(frame=1.0, picture=1.0), Footage(frame=9 / 16, picture=9 / 16)])
def test_the_labels_of_a_film_of_any_shape_say_where_its_things_are(footage):
    found = 0
    for seed in range(12):
        film = sample_film(seed, "train", 20, footage=footage)
        width = footage.width(240)
        for scene in film.scenes:
            for thing in scene.things:
                start, end = film.seen_span(thing, scene)
                time = (start + end) / 2
                if time < scene.start + 1 or time > scene.end - 1:
                    continue
                labels, picture = film.labels([time]), film.frame_at(time, width, 240)
                slot = next(j for j in range(3) if (labels["kind"][0, j], labels["colour"][0, j]) == (KIND_NAMES.index(thing.kind), COLOUR_NAMES.index(thing.colour)))
                x, y, size = labels["box"][0, slot]
                left, top, right, bottom = footage.inset
                reach = size * 1.1 * 240 / width
                near = (np.abs((np.arange(240) + 0.5) / 240 - y) < size * 1.1)[:, None] & (np.abs((np.arange(width) + 0.5) / width - x) < reach)[None]
                shown = np.abs(picture.astype(int) - thing.rgb).max(-1) < 14
                assert left <= x <= right and top <= y <= bottom and shown[near].mean() > 0.08, (seed, thing.name)
                found += 1
    assert found > 10


def test_without_colours_nothing_is_called_by_its_colour():
    told = 0
    for seed in range(25):
        film = sample_film(seed, "train", 40, footage=Footage(colouring="black and white"))
        kinds = [t.kind for s in film.scenes for t in s.things]
        assert len(kinds) == len(set(kinds))
        assert (film.labels(film.times(1))["colour"] == -1).all()
        for item in film.items(random.Random(seed)):
            assert not re.search(rf"\b(?:{'|'.join(COLOUR_NAMES)}) (?:{'|'.join(KIND_NAMES)})\b", item.instruction + item.answer), item
            assert not re.search("(What|Which) colour", item.instruction) or item.task == "not_shown"
            if item.task == "short":
                assert all(f"a {kind}" in item.meta["facts"] for kind in kinds if f"a {kind}" in item.answer.lower())
                told += len(item.meta["facts"])
        for scene in film.scenes:
            for thing in scene.things:
                grey = lambda c: np.dot(c, (0.299, 0.587, 0.114))
                assert min(abs(grey(COLOURS[thing.colour]) - grey(p)) for p in scene.palette) > 45
    assert told > 40


def test_too_much_light_does_not_swallow_a_thing():
    checked = 0
    for seed in range(40):
        film = sample_film(seed, "train", 20, footage=Footage(exposure=1.35))
        for scene in film.scenes:
            for thing in scene.things:
                behind, before = (np.minimum(1.35 * np.array(c), 255) for c in (scene.palette, COLOURS[thing.colour]))
                assert np.abs(behind - before).sum(1).min() > 120
                checked += 1
    assert checked > 60


def test_what_is_noticed_is_said_in_the_detailed_caption():
    footage = Footage(colouring="sepia", grain=15.0, picture=2.39)
    (caption,) = [i for i in sample_film(1, "train", footage=footage).items(random.Random(0)) if i.task == "detailed"]
    assert caption.answer.endswith("Sepia footage, film grain and black bars above and below.")
    assert {"sepia footage", "film grain", "black bars above and below"} <= set(caption.meta["facts"]) <= set(FACTS)
    labels = sample_film(1, "train", footage=footage).labels([0.0, 2.0])["traits"]
    assert [TRAITS[i] for i in np.flatnonzero(labels[0])] == ["sepia", "film grain", "letterbox"] and (labels[0] == labels[1]).all()


def test_tones_are_those_that_the_colours_are_named_by():
    assert TONES[: len(COLOUR_NAMES)] == COLOUR_NAMES
    for name, rgb in COLOURS.items():
        assert TONES[tones_of(np.full((8, 8, 3), rgb, np.uint8)).argmax()] == name
    assert TONES[tones_of(np.full((8, 8, 3), 128, np.uint8)).argmax()] == "grey"
    half = np.concatenate([np.full((4, 8, 3), COLOURS["red"], np.uint8), np.full((4, 8, 3), COLOURS["blue"], np.uint8)])
    assert tones_of(half)[TONES.index("red")] == tones_of(half)[TONES.index("blue")] == 0.5


def test_each_property_is_drawn_as_often_as_asked():
    assert sample_footage(random.Random(0)) == PLAIN
    changed = {
        "colourless": "colouring", "grainy": "grain", "interlaced": "interlaced", "compressed": "quality", "coarse": "lines", "blurred": "blur", "vignetted": "vignette",
        "exposed": "exposure",
    }
    assert set(EVERYDAY) == {*changed, "shaped", "barred"}
    for share, name in changed.items():
        footage = sample_footage(random.Random(1), **{share: 1.0})
        assert getattr(footage, name) != getattr(PLAIN, name) and replace(footage, **{name: getattr(PLAIN, name)}) == PLAIN
    assert any(t in sample_footage(random.Random(1), barred=1.0).traits for t in ("letterbox", "pillarbox"))
    shaped = sample_footage(random.Random(1), shaped=1.0)
    assert shaped.frame == shaped.picture != ASPECT
    grainy = np.mean([sample_footage(random.Random(i), grainy=0.3).grain > 0 for i in range(600)])
    assert 0.24 < grainy < 0.36


def test_every_trait_has_words_and_can_be_drawn():
    assert set(TRAIT_TEXT) == set(TRAITS)
    drawn = {t for i in range(400) for t in sample_footage(random.Random(i), **EVERYDAY).traits}
    assert drawn == set(TRAITS)


def test_a_recorded_film_is_the_same_every_time():
    footage = sample_footage(random.Random(12), **{share: 0.7 for share in EVERYDAY})
    one, again = (sample_film(4, "train", 12, footage=footage, textured=0.5).frames(1, 96, 96) for _ in range(2))
    assert np.array_equal(one, again) and one.dtype == np.uint8


def test_impossible_properties_are_refused():
    with pytest.raises(ValueError, match="colouring is one of colour, black and white, .*, not mauve"):
        Footage(colouring="mauve")
    with pytest.raises(ValueError, match="not 101"):
        Footage(quality=101)
