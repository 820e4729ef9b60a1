"""Films of minutes keep what films of a minute promise, and films of up to a minute are what they always were."""

import hashlib
import json
import random
from pathlib import Path

import cv2
import numpy as np
import pytest

from film import KIND_NAMES, COLOUR_NAMES, sample_film
from render_samples import RATE, SEEDS, truth

SAMPLES = Path(__file__).parents[3] / "indexer/src/main/resources/samples"
THING = ("kind", "colour", "size", "rgb", "start", "end", "entry", "direction", "path", "flip")
SCENE = ("start", "end", "shot", "background", "palette", "camera", "speed", "transition", "lower_third", "texture_seed", "words")


def told(film):
    """All that a film was before it could be longer than a minute: its script and its items."""
    scenes = [[*(getattr(s, name) for name in SCENE), [[getattr(t, name) for name in THING] for t in s.things]] for s in film.scenes]
    items = [[i.task, i.instruction, i.lead, i.answer] for i in film.items(random.Random(film.seed))]
    return json.dumps([film.duration, scenes, items])


@pytest.mark.parametrize(
    "split, digest",
    [
        ("train", "8a3406992a5bd409295b037ffcbca51ec7e848a71db2665d14ef6acef6e57c83"),
        ("valid", "3146603eba851cf84bebec46656163357db277889a7c04a36a2657c1d7ac8033"),
        ("test", "ada2d51dce8efaf33ec11152dfef42370134a85d42434c5cd6157500725ff72d"),
    ],
)
def test_a_film_of_up_to_a_minute_is_what_its_seed_always_gave(split, digest):
    scripts = (told(sample_film(seed, split, None if seed % 3 else min(60, 8 + seed))) for seed in range(60))
    assert hashlib.sha256("".join(scripts).encode()).hexdigest() == digest


@pytest.mark.parametrize("name", SEEDS)
def test_the_films_that_ship_are_those_of_their_seeds(name):
    film = sample_film(SEEDS[name], "test")
    shipped = json.loads((SAMPLES / "truth.json").read_text())["films"][f"{name}.mp4"]
    assert json.loads(json.dumps(truth(film, SEEDS[name]))) == shipped
    video, compared = cv2.VideoCapture(str(SAMPLES / f"{name}.mp4")), 0
    for index in range(10 * RATE):
        shown, picture = video.read()
        assert shown
        if index % 20 == 0:
            drawn = film.frame_at(index / RATE, 640, 360)
            assert np.abs(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(int) - drawn).mean() < 5, (name, index)
            compared += 1
    assert compared == 13


@pytest.mark.parametrize("seconds", [61, 200, 420, 600])
def test_a_long_film_is_as_long_as_asked_with_things_to_its_end(seconds):
    for seed in range(3):
        film = sample_film(seed, "train", seconds)
        assert film.duration == seconds == film.scenes[-1].end
        assert all(a.end == b.start for a, b in zip(film.scenes, film.scenes[1:]))
        assert seconds / 40 <= len(film.scenes) <= seconds / 8
        assert min(s.end - s.start for s in film.scenes) >= 3
        events = film.events()
        assert events[-1][1] > seconds - 30
        thirds = np.histogram([e[0] for e in events], 3, (0, seconds))[0]
        assert seconds < 100 or thirds.min() > 0.15 * len(events)


def test_no_thing_of_a_long_film_is_there_twice():
    for seed in range(4):
        names = [t.name for s in sample_film(seed, "test", 600).scenes for t in s.things]
        assert len(names) == len(set(names)) and 30 < len(names) < 0.6 * len(KIND_NAMES) * len(COLOUR_NAMES)


def test_captions_of_a_long_film_stay_short():
    for seed in range(4):
        items = {i.task: i for i in sample_film(seed, "train", 600).items(random.Random(seed))}
        assert len(items["detailed"].answer.split(". Then ")) == 8
        assert items["short"].answer.count(",") < 16
        assert len(items["detailed"].answer) < 1500


def test_a_film_of_an_hour_has_no_more_things_than_one_of_ten_minutes_and_they_are_all_over_it():
    film = sample_film(0, "test", 4096)
    events = [e for e in film.events() if hasattr(e[3], "kind")]
    names = [e[3].name for e in events]
    assert film.duration == 4096 and len(film.scenes) > 150 and 35 <= len(names) == len(set(names)) <= 65
    assert np.histogram([e[0] for e in events], 4, (0, 4096))[0].min() >= 5


def test_a_film_longer_than_two_hours_is_refused():
    with pytest.raises(ValueError, match="7200 seconds at most, not 7201"):
        sample_film(0, "train", 7201)


def test_the_same_seed_gives_the_same_long_film():
    one, again = sample_film(9, "valid", 300), sample_film(9, "valid", 300)
    assert one.scenes == again.scenes and one.items(random.Random(1)) == again.items(random.Random(1))
    assert np.array_equal(one.frame_at(251.3, 96, 96), again.frame_at(251.3, 96, 96))


def test_a_film_of_what_training_never_shows_is_for_the_test_only():
    from film import held_out

    for seed in range(20):
        film = sample_film(seed, "test", 45, unseen_only=True)
        assert all(held_out(t.kind, t.colour, s.background) for s in film.scenes for t in s.things)
    with pytest.raises(ValueError, match="not train films"):
        sample_film(0, "train", unseen_only=True)
