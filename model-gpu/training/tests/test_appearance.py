"""What is said of any film's look must be what its pictures and labels show."""

import random

import numpy as np
import pytest

from appearance import BARS_TEXT, CHANGE_TEXT, COLOURING_TEXT, LIGHT_TEXT, WAY_TEXT, appearance_items, look_item
from film import DIRECTIONS, NOT_SHOWN, TRANSITIONS, sample_film
from footage import EVERYDAY, LIGHTS, TONES, light_of, sample_footage, tones_of

STEP = 0.25


class Watched:
    def __init__(self, seed):
        self.film = sample_film(seed, "train", footage=sample_footage(random.Random(seed), **EVERYDAY), textured=0.2)
        self.times = np.arange(0, self.film.duration, STEP)
        self.labels = self.film.labels(self.times)
        self.items = appearance_items(self.film, random.Random(seed))

    def moving(self, way):
        return self.labels["moving"][:, DIRECTIONS.index(way) - 1] > 0

    def changing(self, change):
        return self.labels["transition"] == TRANSITIONS.index(change)

    def answers(self, start):
        return [item.answer for item in self.items if item.task == "question" and item.instruction.startswith(start)]


@pytest.fixture(scope="module")
def watched():
    return [Watched(seed) for seed in range(60)]


def test_something_moves_that_way_within_its_span_and_never_outside(watched):
    found = 0
    for film in watched:
        for item in film.items:
            way = next((w for w, text in WAY_TEXT.items() if item.meta.get("query") == text), None)
            if way is None:
                continue
            if item.task == "not_shown":
                assert not film.moving(way).any()
                continue
            start, end = item.meta["span"]
            outside = (film.times < start - 0.6) | (film.times > end + 0.6)
            assert film.moving(way)[~outside].any() and not film.moving(way)[outside].any(), (film.film.seed, item)
            found += 1
    assert found > 25


def test_a_fade_is_grounded_where_the_picture_is_darkest_and_a_dissolve_where_two_shots_are_seen(watched):
    found = dict.fromkeys(CHANGE_TEXT, 0)
    for film in watched:
        for item in film.items:
            change = next((c for c, (text, _) in CHANGE_TEXT.items() if item.meta.get("query") == text), None)
            if change is None:
                continue
            if item.task == "not_shown":
                assert not film.changing(change).any()
                continue
            start, end = item.meta["span"]
            inside = (film.times > start) & (film.times < end)
            assert film.changing(change)[inside].all() and not film.changing(change)[(film.times < start) | (film.times > end)].any()
            if change == "fade":
                assert film.film.frame_at((start + end) / 2, 64, 36).mean() <= min(film.film.frame_at(t, 64, 36).mean() for t in (start + 0.05, end - 0.05)) + 2
            found[change] += 1
    assert min(found.values()) > 5


def test_colours_light_and_bars_are_those_of_the_pictures(watched):
    toned = lit = barred = 0
    for film in watched:
        left, top, right, bottom = film.film.footage.inset
        pictures = [film.film.frame_at(t, 160, 90) for t in film.times[::4]]
        inner = [p[round(top * 90) : round(bottom * 90), round(left * 160) : round(right * 160)] for p in pictures]
        (colouring,) = film.answers("Is the film in colour")
        grey = all(np.ptp(p.astype(int), axis=-1).max() < 25 for p in pictures)
        assert grey == (colouring == "in black and white") or colouring == "in colour" and film.film.scenes[0].shot != "scene"
        assert COLOURING_TEXT[film.film.footage.colouring] == colouring
        for answer in film.answers("Which colour fills") + film.answers("What is the main colour"):
            assert np.mean([tones_of(p) for p in inner], axis=0)[TONES.index(answer)] > 0.33
            toned += 1
        for answer in film.answers("How light") + film.answers("Is the film dark"):
            assert np.mean([LIGHT_TEXT[LIGHTS[light_of(p)]] == answer for p in inner]) > 0.6
            lit += 1
        (bars,) = film.answers("Are there black bars")
        if bars != BARS_TEXT[None]:
            assert max(np.mean([p[:3].mean() for p in pictures]), 0) < 12 if bars == BARS_TEXT["letterbox"] else np.mean([p[:, :3].mean() for p in pictures]) < 12
            barred += 1
    assert toned > 10 and lit > 25 and barred > 3


def test_words_shots_and_endings_are_counted_right(watched):
    for film in watched:
        (words,) = film.answers("Are there words") + film.answers("Is there text")
        assert (words == "Yes.") == film.labels["text"].any()
        for answer in film.answers("How many shots"):
            assert answer == str(len(film.film.scenes))
        for answer in film.answers("How does the first shot end"):
            assert answer.split()[2 if answer.startswith("with a") else 0].startswith(film.film.scenes[1].transition)


def test_a_colour_that_is_not_in_the_footage_cannot_be_told(watched):
    for film in watched:
        asked = [i for i in film.items if i.instruction.startswith("What colour is")]
        assert all(i.answer == NOT_SHOWN for i in asked)
        assert not asked or film.film.footage.colouring != "colour"


def test_every_choice_has_four_options_and_the_same_generator_asks_the_same(watched):
    for film in watched:
        assert appearance_items(film.film, random.Random(film.film.seed)) == film.items
        for item in film.items:
            if item.task == "multiple_choice":
                assert len(set(item.meta["options"])) == 4 and item.meta["options"][item.meta["choice"]] == item.meta["answer"]


def test_what_is_certain_names_no_thing_and_tells_only_what_the_labels_show(watched):
    from film import KIND_NAMES

    said = 0
    for film in watched:
        item = look_item(film.film)
        assert item.task == "look" and not set(item.answer.lower().replace(".", "").replace(",", "").split()) & set(KIND_NAMES)
        for way, text in WAY_TEXT.items():
            told = text in item.answer.lower()
            said += told
            assert told == bool(film.moving(way).any()), (film.film.seed, item.answer)
        assert ("outdoor" in item.answer) <= any(s.backdrop == "drawn" and s.background in ("meadow", "sea", "road", "night", "desert", "snow") for s in film.film.scenes)
    assert said > 20
