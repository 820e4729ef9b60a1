"""The benchmark has a thousand true items in the layouts that it promises, and shares nothing with what training sees."""

import json
import random
import re
from collections import Counter, defaultdict

import cv2
import numpy as np
import pytest

import evaluate
from appearance import appearance_items
from benchmark import BUCKETS, FACETS, FILMS, FIRST_SEED, RATE, SHARES, TASKS, encode_film, equivalents, unheard, write
from film import COLOUR_NAMES, KIND_NAMES, held_out, sample_film
from render_samples import SEEDS
from wording import UNHEARD, facts_in

TRAINING = [("train", seed, None) for seed in range(240)] + [("train", seed, 90 + 12 * seed) for seed in range(40)] + [("valid", seed, None) for seed in range(60)]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rendered-film")
    found, chosen = write(folder, 0, without_videos=True)
    return folder, found, chosen


@pytest.fixture(scope="module")
def films(written):
    return {subject.id: subject.film for subject in written[1]}


@pytest.fixture(scope="module")
def training():
    return [sample_film(seed, split, seconds) for split, seed, seconds in TRAINING]


def grounding(folder):
    lines = (folder / "grounding.txt").read_text().splitlines()
    return [re.fullmatch(r"(\S+) (\S+) (\S+)##(.+)\.", line).groups() for line in lines]


def records(folder, name):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def test_there_are_a_thousand_items_and_each_bucket_has_its_share(written):
    _, found, chosen = written
    assert sum(map(len, chosen.values())) == 1000
    assert Counter(s.bucket for s in found) == dict.fromkeys(range(len(BUCKETS)), FILMS)
    for kind, items in chosen.items():
        assert Counter(s.bucket for s, _ in items) == dict.fromkeys(range(len(BUCKETS)), SHARES[kind]), kind
    for subject in found:
        shortest, longest = BUCKETS[subject.bucket]
        assert shortest <= subject.seconds < longest or subject.seconds == longest == 600
        assert subject.film.duration == subject.seconds
    assert max(s.seconds for s in found) > 500 and min(s.seconds for s in found) < 15


def test_the_files_hold_what_was_chosen(written):
    folder, found, chosen = written
    videos = json.loads((folder / "videos.json").read_text())
    assert videos == {s.id: {"duration": s.seconds} for s in found}
    count = len(grounding(folder)) + len(json.loads((folder / "choice.json").read_text())) + len(json.loads((folder / "dense.json").read_text()))
    count += len(records(folder, "open.jsonl")) + len(records(folder, "captions.jsonl"))
    assert count == 1000
    asked = [g[0] for g in grounding(folder)] + [r["video"] for name in ("open.jsonl", "captions.jsonl") for r in records(folder, name)]
    asked += [c["video"] for c in json.loads((folder / "choice.json").read_text())] + list(json.loads((folder / "dense.json").read_text()))
    assert set(asked) == set(videos)
    for name in ("open.jsonl", "captions.jsonl"):
        assert len({r["id"] for r in records(folder, name)}) == len(records(folder, name))
    card = (folder / "README.md").read_text()
    assert "1,000 items about 80 drawn films" in card and all(kind in card for kind in chosen) and "{" not in card


def test_a_grounded_sentence_is_true_of_its_span(written, films):
    folder = written[0]
    shown = Counter()
    for name, start, end, sentence in grounding(folder):
        film, times = films[name], np.arange(0, films[name].duration, 0.5)
        things = re.search(rf"\b({'|'.join(COLOUR_NAMES)}) ({'|'.join(KIND_NAMES)})\b", sentence)
        shown[start != "-1"] += 1
        if start == "-1":
            assert end == "-1"
        else:
            assert 0 <= float(start) and float(start) + 1 <= float(end) <= film.duration
        if not things:
            continue
        seen = film.labels(times)["presence"][:, KIND_NAMES.index(things[2]), COLOUR_NAMES.index(things[1])] > 0
        inside = (times > float(start) + 0.6) & (times < float(end) - 0.6)
        outside = (times < float(start) - 0.6) | (times > float(end) + 0.6)
        assert not seen[outside].any() and (seen[inside].mean() > 0.95 if inside.any() else True), (name, sentence)
    assert shown == {True: 260, False: 60}


def test_choices_have_four_candidates_and_one_answer_among_them(written):
    folder, found, _ = written
    seconds, tasks, places = {s.id: s.seconds for s in found}, Counter(), Counter()
    for record in json.loads((folder / "choice.json").read_text()):
        assert list(record) == ["video", "question", "candidates", "answer", "task_type", "duration"]
        assert len(set(record["candidates"])) == 4 and record["duration"] == seconds[record["video"]]
        places[record["candidates"].index(record["answer"])] += 1
        tasks[record["task_type"]] += 1
    assert set(tasks) == set(TASKS.values()) and min(places.values()) > 0.17 * sum(places.values())


def test_open_questions_have_all_their_answers_and_none_where_nothing_is_shown(written):
    answers = [record["answers"] for record in records(written[0], "open.jsonl")]
    assert sum(not a for a in answers) == 5 * SHARES["open, not shown"]
    assert equivalents("a red ball") == ["a red ball", "red ball", "the red ball"]
    assert equivalents("the camera pans left") == ["the camera pans left", "pans left", "it pans left"]
    assert equivalents("the sea") == ["the sea", "sea"]
    assert equivalents("3") == ["3", "three"] and equivalents("red") == ["red"]
    assert "left" in equivalents("to the left") and "static" in equivalents("the camera is static")


def test_no_film_is_asked_the_same_as_a_choice_and_openly(written):
    _, _, chosen = written
    asked = lambda kind: {(s.id, item.meta["asks"][0], tuple(item.meta["asks"][1].items())) for s, item in chosen[kind]}
    assert not asked("choice") & asked("open")
    for kind in ("grounding", "grounding, not shown", "choice", "open"):
        assert len({(s.id, json.dumps(item.meta["asks"])) for s, item in chosen[kind]}) == len(chosen[kind])


def test_captions_name_their_facts_and_all_facets_are_there(written):
    facets = defaultdict(list)
    for record in records(written[0], "captions.jsonl"):
        assert set(record["facts"]) == facts_in(record["caption"]) and record["facts"]
        facets[record["video"]].append(record["facet"])
    assert len(facets) == 40 and all(tuple(f) == FACETS for f in facets.values())


def test_edits_lie_where_the_pictures_change(written, films):
    told = json.loads((written[0] / "edits.json").read_text())
    assert list(told) == [f"{name}.mp4" for name in json.loads((written[0] / "videos.json").read_text())]
    kinds = Counter()
    for name, film in films.items():
        record = told[f"{name}.mp4"]
        assert record["frame_num"] == film.duration * RATE and len(record["transitions"]) == len(film.scenes) - 1
        for (last, first), scene in zip(record["transitions"], film.scenes[1:], strict=True):
            kinds[scene.transition] += 1
            lasting = {"cut": 1, "dissolve": RATE, "fade": 2 * RATE}[scene.transition]
            assert first - last == lasting or last == 0 and first - last < lasting, (name, scene)
            within = {film.transition(frame / RATE) for frame in range(last + 1, first)}
            assert within <= {scene.transition}, (name, scene, within)
            assert last / RATE < scene.start <= (last + 1) / RATE or scene.transition != "cut"
    assert min(kinds[kind] for kind in ("cut", "fade", "dissolve")) > 50, kinds


def test_the_vocabulary_holds_every_fact_and_more_than_the_captions_name(written):
    folder, _, _ = written
    vocabulary = json.loads((folder / "vocabulary.json").read_text())
    named = {fact for record in records(folder, "captions.jsonl") for fact in record["facts"]}
    assert vocabulary == list(dict.fromkeys(vocabulary)) and named < set(vocabulary)
    assert {f"{colour} {kind}" for colour in COLOUR_NAMES for kind in KIND_NAMES} <= set(vocabulary)


def test_events_are_within_the_film_and_in_order(written):
    for name, record in json.loads((written[0] / "dense.json").read_text()).items():
        assert list(record) == ["duration", "timestamps", "sentences"] and len(record["timestamps"]) == len(record["sentences"]) > 0, name
        starts = [start for start, _ in record["timestamps"]]
        assert starts == sorted(starts) and all(0 <= a < b <= record["duration"] for a, b in record["timestamps"])


def test_no_seed_is_one_of_training_or_of_any_other_test_film(written):
    truth = json.loads((written[0] / "films.json").read_text())
    generators = [film["generator_seed"] for film in truth.values()]
    assert all(g % 3 == 2 for g in generators) and len(set(generators)) == len(generators)
    seeds = {film["seed"] for film in truth.values()}
    assert not seeds & {*SEEDS.values(), *range(evaluate.FIRST_SEED - 1, evaluate.FIRST_SEED + 100_000)}
    assert all(FIRST_SEED <= seed < FIRST_SEED + 100_000 for seed in seeds)


def test_no_layout_is_one_of_training(films, training):
    layout = lambda film: tuple((s.start, s.end, s.shot, tuple((t.name, t.start, t.path) for t in s.things)) for s in film.scenes)
    seen = {shot for film in training for shot in layout(film) if shot[3]}
    assert len(seen) > 500
    assert not seen & {shot for film in films.values() for shot in layout(film)}


def test_no_combination_is_one_of_training(films, training):
    combinations = lambda films: {(t.kind, t.colour, s.background) for film in films for s in film.scenes for t in s.things}
    asked = combinations(films.values())
    assert all(held_out(*c) for c in asked) and len(asked) > 150
    trained = combinations(f for f in training if f.split == "train")
    assert len(trained) > 700 and not asked & trained


def test_no_wording_is_one_of_training(written, training):
    folder, _, chosen = written
    heard = set()
    for film in training:
        for item in film.items(random.Random(film.seed)) + (appearance_items(film, random.Random(film.seed)) if film.duration < 30 else []):
            heard.add(item.meta["query"] if "query" in item.meta else item.instruction.split("\n")[0])
    asked = {g[3] for g in grounding(folder)} | {r["question"] for r in records(folder, "open.jsonl")}
    asked |= {r["question"] for r in json.loads((folder / "choice.json").read_text())}
    assert len(heard) > 1000 and not heard & asked
    patterns = [re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(phrase))) for phrases in UNHEARD.values() for phrase in phrases]
    for text in heard:
        assert not any(p.fullmatch(text) for p in patterns), text
    for text in asked:
        assert any(p.fullmatch(text) for p in patterns), text


def test_every_topic_can_be_asked_in_unheard_words(written):
    topics = {item.meta["asks"][0] for s in written[1] for item in s.items if "asks" in item.meta}
    assert topics == set(UNHEARD)
    for subject in written[1][:20]:
        for item in subject.items:
            if "asks" in item.meta:
                assert "{" not in unheard(item, random.Random(0))


def test_the_same_seed_writes_the_same_benchmark(written, tmp_path):
    folder = written[0]
    write(tmp_path, 0, without_videos=True)
    for file in folder.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_film_of_the_benchmark_is_what_its_video_shows(written, tmp_path):
    subject = min(written[1], key=lambda s: s.seconds)
    assert encode_film((subject.seed, subject.seconds, tmp_path / "film.mp4")) == "film.mp4"
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]
    video, frames = cv2.VideoCapture(str(tmp_path / "film.mp4")), []
    while (read := video.read())[0]:
        frames.append(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB))
    assert len(frames) == subject.seconds * RATE and frames[0].shape == (360, 640, 3)
    for index in range(0, len(frames), RATE):
        assert np.abs(frames[index].astype(int) - subject.film.frame_at(index / RATE, 640, 360)).mean() < 5
