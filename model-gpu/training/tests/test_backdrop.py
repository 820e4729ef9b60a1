"""Textures and photographs behind scenes: they fill the picture, move as the camera says, and are named for what they are."""

import random
from dataclasses import replace

import cv2
import numpy as np
import pytest

from backdrop import TEXTURES, Backdrop, texture
from film import BACKDROPS, CAMERAS, Scene, draw, sample_film
from wording import BACKGROUND_TEXT

RNG = np.random.default_rng(0)
PICTURE = cv2.resize(RNG.integers(0, 255, (9, 12, 3), np.uint8), (400, 300), interpolation=cv2.INTER_CUBIC)


class Watched(Backdrop):
    """Keeps what was looked at."""

    def view(self, *part):
        self.parts = [*getattr(self, "parts", []), part[:4]]
        return super().view(*part)


def scene(camera, photograph=None, reach=1.0):
    return Scene(2.0, 10.0, "scene", "plain", ((200, 190, 180), (120, 110, 100)), camera, 0.0, (), "start", (), 7, "", backdrop="photograph", photograph=photograph, reach=reach)


def test_the_whole_of_a_picture_is_the_picture_at_any_size():
    for size in ((400, 300), (200, 150), (96, 96), (31, 77)):
        wanted = cv2.resize(PICTURE, size, interpolation=cv2.INTER_AREA).astype(int)
        assert np.abs(Backdrop(PICTURE).view(0, 0, 1, 1, *size) - wanted).mean() < 3


def test_a_part_of_a_picture_is_that_part():
    part = Backdrop(PICTURE).view(0.25, 0.5, 0.75, 1.0, 200, 150)
    assert np.abs(part.astype(int) - PICTURE[150:, 100:300]).mean() < 1


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("reach", [0.35, 1.0])
def test_a_camera_never_looks_beyond_the_edge_of_a_photograph(camera, reach):
    watched = Watched(PICTURE)
    for t in np.linspace(2, 9.999, 200):
        assert draw(scene(camera, watched, reach), t, 64, 36).shape == (36, 64, 3)
    parts = np.array(watched.parts)
    assert parts.min() >= -1e-9 and parts.max() <= 1 + 1e-9
    assert camera == "static" or np.ptp(parts, axis=0).max() > 0.01


@pytest.mark.parametrize("camera, way", [("pan left", 1), ("pan right", -1)])
def test_what_a_panning_camera_sees_glides_the_other_way(camera, way):
    line = np.zeros((120, 160, 3), np.uint8)
    line[:, 78:82] = 255
    where = [draw(scene(camera, Backdrop(line), 0.8), t, 160, 90).mean((0, 2)).argmax() for t in (2, 4, 6, 8, 9.9)]
    assert all((b - a) * way > 5 for a, b in zip(where, where[1:]))


@pytest.mark.parametrize("camera, way", [("tilt up", 1), ("tilt down", -1)])
def test_what_a_tilting_camera_sees_glides_the_other_way(camera, way):
    line = np.zeros((120, 160, 3), np.uint8)
    line[58:62] = 255
    where = [draw(scene(camera, Backdrop(line), 0.8), t, 160, 90).mean((1, 2)).argmax() for t in (2, 4, 6, 8, 9.9)]
    assert all((b - a) * way > 2 for a, b in zip(where, where[1:]))


@pytest.mark.parametrize("camera, way", [("zoom in", 1), ("zoom out", -1)])
def test_a_zoom_spreads_or_gathers_what_it_sees(camera, way):
    lines = np.zeros((120, 160, 3), np.uint8)
    lines[:, 58:62] = lines[:, 98:102] = 255
    width = lambda t: np.ptp(np.flatnonzero(draw(scene(camera, Backdrop(lines), 0.8), t, 320, 180).mean((0, 2)) > 100))
    widths = [width(t) for t in (2, 4, 6, 8, 9.9)]
    assert all((b - a) * way > 3 for a, b in zip(widths, widths[1:]))


def test_textures_are_of_all_styles_between_their_two_colours():
    palette = ((200, 150, 100), (120, 90, 60))
    seen = set()
    for seed in range(60):
        picture = texture(seed, palette).view(0, 0, 1, 1, 576, 324)
        assert (picture >= 59).all() and (picture <= 200).all() and picture[..., 0].std() > 2
        seen.add(_style(seed))
    assert seen == set(TEXTURES)
    assert np.array_equal(texture(5, palette).view(0, 0, 1, 1, 96, 96), texture.__wrapped__(5, palette).view(0, 0, 1, 1, 96, 96))


def _style(seed):
    rng = np.random.default_rng(seed)
    rng.uniform()
    return TEXTURES[rng.integers(len(TEXTURES))]


def test_scenes_before_textures_and_photographs_say_so():
    photographs = [PICTURE, PICTURE[::-1].copy()]
    for setting, kind, text in (({"textured": 1.0}, "texture", "a textured background"), ({"photographed": 1.0, "photographs": photographs}, "photograph", "a photograph")):
        for seed in range(8):
            film = sample_film(seed, "train", 24, **setting)
            labels = film.labels(film.times(2))
            shown = labels["shot"] == 0
            assert (labels["backdrop"][shown] == BACKDROPS.index(kind)).all() and (labels["backdrop"][~shown] == -1).all()
            assert (labels["background"] == -1).all()
            facts = {fact for item in film.items(random.Random(seed)) for fact in item.meta.get("facts", ())}
            assert text in facts or not shown.any()
            assert not facts & set(BACKGROUND_TEXT.values())


def test_the_share_of_scenes_is_as_asked_and_the_rest_as_drawn_ever():
    textured = drawn = 0
    for seed in range(60):
        for scene in sample_film(seed, "train", 40, textured=0.4).scenes:
            if scene.shot == "scene":
                textured, drawn = textured + (scene.backdrop == "texture"), drawn + (scene.backdrop == "drawn")
    assert 0.33 < textured / (textured + drawn) < 0.47
    assert all(scene.backdrop == "drawn" for seed in range(20) for scene in sample_film(seed, "train").scenes)


def test_a_photograph_is_behind_its_scene():
    film = sample_film(2, "train", 12, photographed=1.0, photographs=[PICTURE])
    scene = next(s for s in film.scenes if s.shot == "scene")
    bare = replace(scene, things=(), lower_third=(), camera="static")
    assert np.abs(draw(bare, scene.start + 2, 400, 300) - PICTURE).mean() < 3


def test_photographs_must_be_there_to_be_shown_and_be_pictures():
    with pytest.raises(ValueError, match="there are no photographs"):
        sample_film(0, "train", photographed=0.5)
    with pytest.raises(ValueError, match=r"not float64 \(3, 3\)"):
        Backdrop(np.zeros((3, 3)))
