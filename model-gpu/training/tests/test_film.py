"""What the films tell must be true of what they show. The labels are checked against pixels, the texts against the labels."""

import random
import re

import numpy as np
import pytest

from film import BACKGROUNDS, CAMERAS, COLOUR_NAMES, KIND_NAMES, NOT_SHOWN, SHOTS, held_out, sample_film, visible
from wording import BACKGROUND_TEXT, CAMERA_TEXT, CARD_TEXT, FACTS, OUTSIDE, facts_in, seconds_text

STEP = 0.25
FILMS = [(split, seed) for split in ("train", "valid", "test") for seed in range(40)]
LONG_FILMS = [(split, 500 + seed, seconds) for split in ("train", "test") for seed, seconds in enumerate((75, 119.5, 240, 600))]


class Watched:
    """A film, its labels four times a second and its items."""

    def __init__(self, split, seed, seconds=None):
        self.film = sample_film(seed, split, seconds)
        self.times = np.arange(0, self.film.duration, STEP)
        self.labels = self.film.labels(self.times)
        self.items = self.film.items(random.Random(seed))

    def thing_seen(self, name):
        colour, kind = name.split()
        return self.labels["presence"][:, KIND_NAMES.index(kind), COLOUR_NAMES.index(colour)] > 0

    def of(self, *tasks):
        return [item for item in self.items if item.task in tasks]


@pytest.fixture(scope="module")
def watched():
    return [Watched(*film) for film in FILMS + LONG_FILMS]


def named_things(text):
    return re.findall(rf"\b(?:{'|'.join(COLOUR_NAMES)}) (?:{'|'.join(KIND_NAMES)})\b", text)


def seen_of_query(film, query):
    """Where the labels say that what a query names is on the picture; None for what the labels do not carry."""
    things = named_things(query)
    if things:
        return film.thing_seen(things[0])
    for texts, label, names in ((CARD_TEXT, "shot", SHOTS), (BACKGROUND_TEXT, "background", BACKGROUNDS), (CAMERA_TEXT, "camera", CAMERAS)):
        for name, text in texts.items():
            if query in (text, "a texture" if name == "unknown" else text):
                return film.labels[label] == names.index(name)
    return None


def test_a_grounded_span_is_where_the_labels_show_it_and_nowhere_else(watched):
    checked = 0
    for film in watched:
        for item in film.of("grounding"):
            start, end = item.meta["span"]
            assert 0 <= start and start + 1 <= end <= film.film.duration
            seen = seen_of_query(film, item.meta["query"])
            if seen is None:
                assert item.meta["query"] == "words at the bottom of the picture"
                continue
            inside = (film.times > start + 0.6) & (film.times < end - 0.6)
            outside = (film.times < start - 0.6) | (film.times > end + 0.6)
            assert seen[inside].mean() > 0.95 if inside.any() else True, (film.film.split, film.film.seed, item)
            assert not seen[outside].any(), (film.film.split, film.film.seed, item)
            checked += 1
    assert checked > 400


def test_an_answer_in_seconds_rounds_the_true_span(watched):
    for film in watched:
        for item in film.of("grounding"):
            start, end = (int(x) for x in re.fullmatch(r"(\d+) to (\d+)", item.answer).groups())
            assert abs(start - item.meta["span"][0]) <= 0.5 and abs(end - item.meta["span"][1]) <= 0.5
            assert start < end


def test_the_things_of_the_labels_are_in_the_pixels():
    pictures = 0
    for seed in range(40):
        film = sample_film(seed, "train")
        for scene in film.scenes:
            for thing in scene.things:
                start, end = film.seen_span(thing, scene)
                time = (start + end) / 2
                if time < scene.start + 1 or time > scene.end - 1:
                    continue
                picture = film.frame_at(time, 384, 216)
                box = film.labels([time])
                slot = next(j for j in range(3) if box["kind"][0, j] == KIND_NAMES.index(thing.kind) and box["colour"][0, j] == COLOUR_NAMES.index(thing.colour))
                x, y, size = box["box"][0, slot]
                columns, rows = (np.arange(384) / 384, np.arange(216) / 216)
                near = (np.abs(rows - y) < size * 1.2)[:, None] & (np.abs(columns - x) < size)[None]
                found = np.abs(picture.astype(int) - thing.rgb).max(-1) < 14
                assert found[near].mean() > 0.08, (seed, thing.name, time)
                pictures += 1
    assert pictures > 60


def test_every_thing_is_well_in_the_picture_for_two_seconds_and_hides_no_other(watched):
    for film in watched:
        for scene in film.film.scenes:
            for thing in scene.things:
                well = [visible(thing, scene, t) >= 0.6 for t in np.arange(scene.start, scene.end, STEP)]
                assert sum(well) * STEP >= 2, (film.film.split, film.film.seed, thing.name)


def test_what_is_called_not_shown_is_never_shown(watched):
    near_misses = 0
    for film in watched:
        for item in film.of("not_shown"):
            assert item.answer == NOT_SHOWN
            query = item.meta.get("query", "")
            for name in named_things(query):
                assert not film.thing_seen(name).any()
                near_misses += any(film.labels["presence"][:, KIND_NAMES.index(name.split()[1])].any(0))
            asked = re.fullmatch(r"What colour is the (\w+)\?", item.instruction)
            if asked:
                assert not film.labels["presence"][:, KIND_NAMES.index(asked[1])].any()
            assert not query or named_things(query) or query in OUTSIDE
    assert near_misses > 20


def test_a_dense_caption_lists_true_events_in_order(watched):
    for film in watched:
        (item,) = film.of("dense")
        events = item.meta["events"]
        assert [e[0] for e in events] == sorted(e[0] for e in events)
        for (start, end, text), line in zip(events, item.answer.splitlines()):
            a, b, said = re.fullmatch(r"(\d+) - (\d+) seconds, (.*)", line).groups()
            assert said == text and int(a) < int(b) and 0 <= start < end <= film.film.duration
            middle = (film.times > start + 0.6) & (film.times < end - 0.6)
            seen = film.thing_seen(named_things(text)[0]) if named_things(text) else seen_of_query(film, text)
            assert not middle.any() or seen[middle].mean() > 0.95, (film.film.seed, line)


def test_a_motion_that_is_told_is_the_motion_in_the_labels(watched):
    ways = {"from left to right": (0, 1), "from right to left": (0, -1), "from the bottom to the top": (1, -1), "from the top to the bottom": (1, 1),
            "enters from the left": (0, 1), "enters from the right": (0, -1), "leaves to the left": (0, -1), "leaves to the right": (0, 1)}
    checked = 0
    for film in watched:
        for start, end, text in film.of("dense")[0].meta["events"]:
            way = next((w for phrase, w in ways.items() if phrase in text), None)
            if way is None:
                continue
            colour, kind = named_things(text)[0].split()
            slots = (film.labels["kind"] == KIND_NAMES.index(kind)) & (film.labels["colour"] == COLOUR_NAMES.index(colour))
            when = slots.any(1) & (film.times >= start) & (film.times <= end)
            where = film.labels["box"][np.arange(len(slots)), slots.argmax(1)][when][:, way[0]]
            assert (where[-1] - where[0]) * way[1] > 0.08, (film.film.split, film.film.seed, text)
            checked += 1
    assert checked > 100


def test_the_facts_of_a_caption_are_named_in_it_and_true(watched):
    for film in watched:
        for item in film.of("detailed", "background", "short", "main_object", "camera"):
            assert set(item.meta["facts"]) == facts_in(item.answer) <= set(FACTS)
            for fact in item.meta["facts"]:
                seen = seen_of_query(film, fact)
                assert seen.any(), (film.film.split, film.film.seed, fact)


def test_a_fact_is_found_in_small_letters_and_capitals():
    assert facts_in("A texture without any thing that I know.") == {CARD_TEXT["unknown"]}
    assert facts_in("The sea and a red ball.") == {"the sea", "red ball"}


def test_a_choice_of_four_has_one_true_option(watched):
    letters = []
    for film in watched:
        for item in film.of("multiple_choice"):
            options = re.findall(r"^([A-D])\. (.*)$", item.instruction, re.M)
            assert len({text for _, text in options}) == 4
            letter, answer = item.answer.split(") ")
            assert (letter, answer) == options[item.meta["choice"]]
            letters.append(letter)
            if item.instruction.startswith(("Which of these is seen", "Which thing can be seen")):
                assert [any(film.thing_seen(name).any() for name in named_things(text)) for _, text in options].count(True) == 1
            asked = re.match(r"(?:What colour is|Which colour does) the (\w+)", item.instruction)
            if asked:
                shown = film.labels["presence"][:, KIND_NAMES.index(asked[1])].any(0)
                assert [COLOUR_NAMES[i] for i in np.flatnonzero(shown)] == [answer]
            where = re.match(r"Where is the (\w+ \w+) seen", item.instruction)
            if where:
                behind = film.labels["background"][film.thing_seen(where[1])]
                assert {BACKGROUND_TEXT[BACKGROUNDS[b]] for b in behind} == {answer}
            then = re.match(r"How does the camera move while the (\w+ \w+) is seen", item.instruction)
            if then:
                moves = film.labels["camera"][film.thing_seen(then[1])]
                assert {CAMERA_TEXT[CAMERAS[m]] for m in moves} == {answer}
    assert min(letters.count(letter) for letter in "ABCD") > 0.15 * len(letters)


def test_the_first_and_the_next_thing_are_told_by_the_labels(watched):
    checked = 0
    for film in watched + [Watched("train", seed) for seed in range(100, 250)]:
        for item in film.of("multiple_choice", "question"):
            first = item.instruction.startswith(("Which thing is seen first", "Which thing comes first"))
            after = re.match(r"Which thing comes next after the (\w+ \w+)", item.instruction)
            if not first and not after:
                continue
            begins = {f"{c} {k}": film.times[film.thing_seen(f"{c} {k}")][0] for k in KIND_NAMES for c in COLOUR_NAMES if film.thing_seen(f"{c} {k}").any()}
            answer = named_things(item.answer)[0]
            since = begins[after[1]] if after else -1
            assert answer == min((t, n) for n, t in begins.items() if t > since)[1], (film.film.split, film.film.seed, item.instruction)
            checked += 1
    assert checked > 60


def test_the_same_seed_gives_the_same_film_and_another_split_another_one():
    one, again = sample_film(5, "train"), sample_film(5, "train")
    assert np.array_equal(one.frames(1, 96, 96), again.frames(1, 96, 96))
    assert one.items(random.Random(3)) == again.items(random.Random(3))
    cuts = {split: [tuple(s.start for s in film.scenes) for film in (sample_film(seed, split) for seed in range(60))] for split in ("train", "valid", "test")}
    same = [(a, b, one == other) for a in cuts for b in cuts if a < b for one, other in zip(cuts[a], cuts[b]) if len(one) > 3]
    assert len(same) > 40 and sum(equal for _, _, equal in same) < 0.05 * len(same)


def test_training_never_shows_a_held_out_combination_and_the_test_often_does():
    def shares(split):
        return [held_out(t.kind, t.colour, s.background) for seed in range(150) for s in sample_film(seed, split).scenes for t in s.things]

    assert not any(shares("train"))
    assert np.mean(shares("test")) > 0.3


def test_spans_are_spread_so_that_a_random_one_scores_about_a_fifth():
    rng, overlaps = random.Random(0), []
    for seed in range(100):
        film = sample_film(seed, "test", seconds=20 + seed * 0.4)
        for item in film.items(rng):
            if item.task == "grounding":
                a, b = sorted((rng.uniform(0, film.duration), rng.uniform(0, film.duration)))
                start, end = item.meta["span"]
                overlaps.append(max(0, min(b, end) - max(a, start)) / (max(b, end) - min(a, start)))
    assert 0.1 < np.mean(overlaps) < 0.25


def test_frames_are_sampled_at_whole_steps_of_the_rate():
    film = sample_film(3, "valid", seconds=9.5)
    frames = film.frames(2, 96, 96)
    assert frames.shape == (19, 96, 96, 3) and frames.dtype == np.uint8
    assert np.array_equal(film.frames(1, 64, 48, degrade=False)[4], film.frame_at(4.0, 64, 48))
    assert [seconds_text(x) for x in (24, 31.5, 9.04)] == ["24", "31.5", "9"]


def _films_and_excerpts(count=60):
    for seed in range(count):
        film = sample_film(seed, seconds=50.0, sparse=seed % 2 == 0)
        yield film, film.excerpt(9.5, 41.5)


def test_an_excerpt_lists_what_the_film_lists_of_those_seconds():
    listed = 0
    for film, cut in _films_and_excerpts():
        assert cut.duration == 32.0 and cut.scenes[0].start == 0 and cut.scenes[-1].end == 32.0
        still = [s for s in film.scenes if s.camera == "static"]
        whole = {t.name: film.seen_span(t, s) for s in still for t in s.things}
        for scene in cut.scenes:
            for thing in scene.things:
                span, before = cut.seen_span(thing, scene), whole.get(thing.name)
                if before and span:
                    assert span[0] == pytest.approx(max(0.0, before[0] - 9.5), abs=0.51) and span[1] == pytest.approx(min(32.0, before[1] - 9.5), abs=0.51)
                    listed += 1
        assert all(0 <= a < b <= 32.0 for a, b, _, _ in cut.events())
        assert all(0 <= i.meta["span"][0] <= i.meta["span"][1] <= 32.0 for i in cut.items(random.Random(1)) if "span" in i.meta)
    assert listed > 60


def test_what_an_excerpt_tells_of_a_thing_happens_in_it():
    told = set()
    for _, cut in _films_and_excerpts():
        for scene in cut.scenes:
            for thing in scene.things:
                span = cut.seen_span(thing, scene)
                told.add(thing.entry)
                if thing.entry == "appear":
                    assert thing.start > 0
                if thing.entry == "vanish":
                    assert thing.end < 32.0
                if thing.entry in ("enter", "leave", "cross"):
                    assert thing.path[0][0] < min(span[1], 32.0) and thing.path[-1][0] > max(span[0], 0.0) and thing.direction != "none"
    assert told == {"cross", "enter", "leave", "appear", "vanish", "there"}
