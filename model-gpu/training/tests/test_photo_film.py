"""Films of photographs say of each photograph what its captions say, when it is shown. The photographs here are plain colours."""

import random
import re

import numpy as np
import pytest

from film import BACKDROPS, CAMERAS, KIND_NAMES, NOT_SHOWN, Film, visible
from footage import Footage
from nouns import ABSENT, NOUN_NAMES, NOUNS, SEEN, tidy, told_by
from photo_film import PHOTOGRAPHED, PhotoFilm, photo_film
from wording import CAMERA_TEXT

CAPTIONS = (
    ("A brown dog runs through the snow .", "A dog is running in snow .", "Dog in the snow ."),
    ("A woman in a red hat reads a newspaper .", "A lady with a hat is reading .", "A woman reads ."),
    ("Two boys kick a ball .", "Boys playing with a ball .", "Children and a ball ."),
    ("A man climbs a steep cliff .", "A climber on a rock wall .", "A man is climbing rocks ."),
    ("A white bird stands by the lake .", "A bird near the water .", "A gull at the lake ."),
    ("A yellow taxi waits at night .", "A taxi in the dark .", "The car waits for someone ."),
    ("A motorcycle jumps over a ramp .", "Somebody on a motorcycle .", "A motorcycle in the air ."),
    ("A sailboat with white sails .", "A boat far out .", "The boat sails ."),
)
COLOURS = ((200, 60, 60), (60, 160, 60), (60, 60, 200), (180, 180, 60), (60, 180, 180), (180, 60, 180), (120, 120, 120), (230, 150, 80))
PHOTOGRAPHS = [(np.full((96, 128, 3), colour, np.uint8), captions) for colour, captions in zip(COLOURS, CAPTIONS)]
STRANGERS = ("A horse jumps over a fence .", "An old couple dances in a kitchen .", "A brown dog runs through the snow .", "Three girls ride on a carousel .")


def watch(seed, **more):
    rng = random.Random(seed)
    chosen = rng.sample(PHOTOGRAPHS, rng.randint(1, 5))
    return photo_film(chosen, seed, ("train", "valid", "test")[seed % 3], **{"things": 0.4, "cards": 0.25, "strangers": STRANGERS, **more})


@pytest.fixture(scope="module")
def films():
    return [(film, film.items(random.Random(film.seed))) for film in map(watch, range(80))]


def test_a_film_of_photographs_is_a_film():
    film = watch(1)
    assert isinstance(film, Film)
    frames = film.frames(2, 96, 96)
    assert frames.shape == (len(film.times(2)), 96, 96, 3) and frames.dtype == np.uint8
    assert set(Film.labels(film, [0.0])) <= set(film.labels([0.0]))


def test_the_same_seed_gives_the_same_film_and_another_split_another_one():
    one, again = watch(5), watch(5)
    assert np.array_equal(one.frames(1, 96, 96), again.frames(1, 96, 96)) and one.items(random.Random(2)) == again.items(random.Random(2))
    cuts = [tuple(s.start for s in photo_film(PHOTOGRAPHS, 4, split).scenes) for split in ("train", "valid", "test")]
    assert len(set(cuts)) == 3


def test_the_photographs_are_shown_in_their_order_each_once(films):
    for film, _ in films:
        shown = film.labels(film.times(2))["photograph"]
        assert [i for i in dict.fromkeys(shown) if i >= 0] == list(range(len(film.shots)))
        assert film.scenes[0].start == 0 and film.scenes[-1].end == film.duration
        assert all(a.end == b.start and b.end - b.start >= 3 for a, b in zip(film.scenes, film.scenes[1:]))


def test_the_picture_is_the_photograph_that_the_label_names(films):
    for film, _ in films[:30]:
        for i, shot in enumerate(film.shots):
            time = (shot.start + shot.end) / 2
            picture, labels = film.frame_at(time, 64, 36), film.labels([time])
            assert labels["photograph"][0] == i and labels["backdrop"][0] == BACKDROPS.index("photograph") and labels["background"][0] == -1
            wanted = PHOTOGRAPHS[CAPTIONS.index(shot.photograph.captions)][0][0, 0]
            assert np.median(np.abs(picture.astype(int) - wanted).max(-1)) < 3
            assert np.array_equal(labels["nouns"][0], film.states[i])


def test_a_caption_is_grounded_where_its_photograph_is_shown(films):
    grounded = 0
    for film, items in films:
        for item in items:
            shot = next((s for s in film.shots if item.meta.get("query") in map(tidy, s.photograph.captions)), None)
            if item.task == "grounding" and shot:
                assert item.meta["span"] == (shot.start, shot.end)
                assert re.fullmatch(r"\d+ to \d+", item.answer)
                others = [c for s in film.shots if s is not shot for c in s.photograph.captions]
                assert told_by(item.meta["query"], others) < 0.6
                grounded += 1
    assert grounded > 150


def test_a_noun_is_grounded_where_it_alone_is_named(films):
    grounded = 0
    for film, items in films:
        for item in items:
            noun = next((n for n in NOUNS if item.task == "grounding" and item.meta["query"].startswith(n.text) and len(item.meta["query"]) <= len(n.text) + 15), None)
            if noun and item.meta["query"].removeprefix(noun.text) in ("", " in the picture"):
                states = [s[NOUN_NAMES.index(noun.name)] for s in film.states]
                (shot,) = (s for s in film.shots if (s.start, s.end) == item.meta["span"])
                assert states.pop(film.shots.index(shot)) == SEEN and set(states) <= {ABSENT}
                grounded += 1
    assert grounded > 40


def test_yes_and_no_are_what_the_captions_say(films):
    answers = []
    for film, items in films:
        for item in items:
            if "noun" in item.meta:
                noun = NOUNS[NOUN_NAMES.index(item.meta["noun"])]
                named = [sum(noun.named(c) for c in captions) for captions in film.captions]
                assert max(named) >= 2 if item.answer == "Yes." else not any(named)
                assert noun.text in item.instruction
                answers.append(item.answer)
    assert answers.count("Yes.") > 80 and answers.count("No.") > 80


def test_what_is_not_shown_is_in_no_caption(films):
    asked = 0
    for film, items in films:
        captions = [c for own in film.captions for c in own]
        for item in items:
            if item.task == "not_shown":
                assert item.answer == NOT_SHOWN and told_by(item.meta["query"], captions) < 0.34
                asked += 1
    assert asked > 80


def test_a_dense_caption_lists_every_shot_in_order(films):
    for film, items in films:
        (dense,) = [i for i in items if i.task == "dense"]
        events = dense.meta["events"]
        assert [e[0] for e in events] == sorted(e[0] for e in events) and len(events) == len(dense.answer.splitlines())
        for scene in film.scenes:
            texts = [text for start, end, text in events if (start, end) == (scene.start, scene.end)]
            assert any(text in map(tidy, scene.photograph.captions) for text in texts) if scene.photograph else texts
        assert len(events) == len(film.scenes) + sum(len(s.things) for s in film.scenes)


def test_captions_are_those_of_the_photographs(films):
    for film, items in films:
        told = {c for own in film.captions for c in own}
        facets = {i.task: i for i in items if i.task in ("detailed", "short", "main_object", "background", "camera")}
        assert {"detailed", "short", "main_object", "camera"} <= set(facets)
        assert facets["main_object"].answer[:-1].lower() in map(str.lower, told)
        assert all(part.lower().rstrip(".") in map(str.lower, told) for part in facets["short"].answer.split(". Then "))
        cameras = {CAMERA_TEXT[s.camera] for s in film.shots if s.camera != "static"} or {"the camera is static"}
        assert all(c in facets["camera"].answer.lower() for c in cameras)
        if len(film.scenes) == 1 and not film.scenes[0].things:
            assert facets["detailed"].meta["references"] == film.captions[0]


def test_drawn_things_are_none_that_a_photograph_could_show(films):
    drawn = 0
    for film, items in films:
        for shot in film.shots:
            for thing in shot.things:
                assert thing.kind not in PHOTOGRAPHED and thing.kind in KIND_NAMES
                assert max(visible(thing, shot, t) for t in np.arange(shot.start, shot.end, 0.25)) > 0.6
                assert any(i.task == "grounding" and thing.name in i.meta["query"] for i in items)
                drawn += 1
    assert drawn > 30


def test_what_comes_first_and_next_is_told_by_the_order(films):
    asked = 0
    for film, items in films:
        place = {c: i for i, captions in enumerate(film.captions) for c in captions}
        for item in items:
            if item.task != "multiple_choice":
                continue
            after = re.match(r"What is seen next after (.*)\?", item.instruction)
            if after or item.instruction.startswith("What is seen first"):
                assert place[item.meta["answer"]] == (place[after[1]] + 1 if after else 0)
                assert len(set(item.meta["options"])) == 4
                asked += 1
    assert asked > 20


def test_cameras_of_all_kinds_move_over_the_photographs(films):
    assert {s.camera for film, _ in films for s in film.shots} == set(CAMERAS)


def test_a_film_of_photographs_can_be_recorded_in_any_way():
    film = watch(3, footage=Footage(colouring="black and white", picture=2.39), seconds=24.0)
    assert np.ptp(film.frame_at(9.0, 160, 90).astype(int), axis=-1).max() <= 1 and not film.frame_at(9.0, 160, 90)[:8].any()
    assert film.duration == 24.0


def test_what_makes_no_film_is_refused():
    with pytest.raises(ValueError, match="needs one at least"):
        photo_film([], 0)
    with pytest.raises(ValueError, match="a caption for each"):
        photo_film([(PHOTOGRAPHS[0][0], ())], 0)
    with pytest.raises(ValueError, match="8 shots take 32 seconds and more, not 20"):
        photo_film(PHOTOGRAPHS, 0, seconds=20)


def test_captions_stay_with_their_film():
    film = photo_film(PHOTOGRAPHS[:2], 0)
    assert isinstance(film, PhotoFilm) and [s.photograph.captions for s in film.shots] == [CAPTIONS[0], CAPTIONS[1]]
