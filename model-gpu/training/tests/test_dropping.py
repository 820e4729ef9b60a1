"""Ways of dropping are held against each other on the same questions about the same films, and how sure a difference is follows from the films."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

import dropping
import evaluate
from dropping import FIRST_SEED, QUESTIONS, REACH, WRITTEN, Films, answer_all, chosen, compared, costs, looked_at, opened, read, scored, tables
from features import film_pictures, look
from film import sample_film
from model import TimeViper
from prompting import Prompting
from ways import load, written_config

STARTER = Path(__file__).parents[2] / "starter"


@pytest.fixture(scope="module")
def directories(tmp_path_factory):
    """The starter under three ways of dropping, a checkpoint each."""
    return [checkpoint(tmp_path_factory.mktemp("way"), way) for way in ("none", "pdrop:uni_3_0.0625", "transv:uni_3_0.0625")]


def checkpoint(folder, way, change=lambda model: None):
    model = load(STARTER, way)
    change(model)
    model.save(folder)
    Path(folder, "config.json").write_text(json.dumps(written_config(STARTER, way)))
    shutil.copy(STARTER / "tokenizer.json", folder)
    return folder


def test_every_way_answers_the_same_about_every_film_and_a_second_run_goes_on(directories, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dropping, "QUESTIONS", {"grounding": 2, "multiple_choice": 1, "not_shown": 1})
    answers, films = tmp_path / "answers.jsonl", {8: 2, 12: 1}
    answer_all(answers, directories[:2], {8: 1, 12: 1}, 1.0)
    begun = answers.read_text()
    for shard in range(2):
        answer_all(answers, directories, films, 1.0, (shard, 2))
    records = read(answers)
    assert answers.read_text().startswith(begun) and len(begun.splitlines()) == 4
    assert sorted((r["frames"], r["film"], r["way"]) for r in records) == sorted((f, n, w) for f, c in films.items() for n in range(c) for w in opened(directories))
    for frames, number in ((8, 0), (8, 1), (12, 0)):
        counts = [{name: of for name, (_, of) in r["scores"].items() if name != "caption facts f1"} for r in records if (r["frames"], r["film"]) == (frames, number)]
        assert counts[0] == counts[1] == counts[2] and counts[0]["grounding iou"] >= 1
    monkeypatch.setattr(dropping, "looked_at", lambda *_: pytest.fail("what is answered is not looked at again"))
    answer_all(answers, directories, films, 1.0)
    assert [len(read(answers)), len(tables(records).splitlines())] == [9, 2 + 2 * 3 + 1 + 2 + 2 * 3]


def test_a_film_that_is_looked_at_and_asked_in_pieces_is_answered_as_in_one(directories, monkeypatch):
    model, prompting = TimeViper.load(directories[2]), Prompting(STARTER / "tokenizer.json")
    film = sample_film(FIRST_SEED, "test", 24.0)
    items, early = chosen(film, "a film", 24)
    features = looked_at(model, film, 1.0, piece=7)
    assert torch.allclose(features.float(), look(model.featurizer, model.tokens_a_frame, film_pictures(film, 96)).float(), atol=2e-3)
    at_once = scored(model, prompting, features, film, items, early)
    monkeypatch.setattr(evaluate, "REMEMBERED", 200)  # room for two of them
    assert scored(model, prompting, features, film, items, early) == at_once
    assert at_once["grounding iou"] == at_once["grounding iou, early"] and at_once["grounding iou"][0] > 1


def test_what_is_seen_early_is_asked_of_a_long_film_beside_what_is_seen_anywhere():
    film = sample_film(FIRST_SEED + 1, "test", 2048.0)
    items, early = chosen(film, "a long film", 2048)
    tasks = [item.task for item in items]
    assert {task: tasks.count(task) for task in QUESTIONS} == {**QUESTIONS, **dict.fromkeys(WRITTEN, 0)}
    assert 4 <= len(early) <= QUESTIONS["grounding"] and all(item.meta["span"][1] <= REACH for item in early)
    assert any(item.meta["span"][1] > REACH for item in items if item.task == "grounding")
    assert chosen(film, "a long film", 2048) == (items, early)


def test_checkpoints_that_see_otherwise_are_refused(directories, tmp_path):
    other = checkpoint(tmp_path, "pdrop:uni_3_0.25", lambda model: torch.nn.init.zeros_(model.featurizer.pos_embed))
    with pytest.raises(SystemExit, match="do not share their vision part"):
        opened([directories[0], other])
    with pytest.raises(SystemExit, match="two checkpoints of none"):
        opened([directories[0], directories[0]])


def record(film, way, right, of):
    return {"frames": 64, "film": film, "way": way, "scores": {"choice of four": [right, of]}}


def test_a_score_is_that_of_all_questions_and_its_span_that_of_films_drawn_anew():
    films = Films([record(n, "none", right, of) for n, (right, of) in enumerate([(4, 4), (0, 2)])])
    value, drawn = films.score("none", "choice of four")
    assert value == pytest.approx(4 / 6)
    assert np.unique(drawn.round(6)).tolist() == [0, pytest.approx(4 / 6, abs=1e-6), 1]
    assert [np.mean(drawn == 0), np.mean(drawn == 1)] == pytest.approx([0.25, 0.25], abs=0.03)
    assert films.told("none", "choice of four") == "0.667 [0.000, 1.000]" and films.told("none", "dense events f1") == ""


def test_a_difference_is_that_of_the_same_films_so_that_what_they_share_does_not_blur_it():
    hard_and_easy = [(n, 10 * (n % 2)) for n in range(8)]
    records = [record(n, "none", right, 20) for n, right in hard_and_easy] + [record(n, "pdrop:uni_3_0.25", right + 1, 20) for n, right in hard_and_easy]
    films = Films([*records, record(8, "none", 20, 20)])
    assert films.shared == list(range(8))
    assert films.told("pdrop:uni_3_0.25", "choice of four", "none") == "+0.050 [+0.050, +0.050]"
    assert films.told("none", "choice of four").startswith("0.250 [0.0")


def test_transv_is_held_against_none_and_against_losing_as_many_tokens():
    ways = ["none", "pdrop:uni_3_0.25", "transv:uni_3_0.25", "transv:uni_3_0.5"]
    assert compared(ways) == [*((way, "none") for way in ways[1:]), ("transv:uni_3_0.25", "pdrop:uni_3_0.25")]


def test_what_a_way_costs_stands_beside_how_well_it_answers():
    cell = {"dropping": "pdrop", "schedule": "uni_3_0.25", "frames": 64, "keptTokens": 256, "prefillMillis": 1234.5, "prefillProcessorMillis": 2000.4, "peakBytes": 300 << 20}
    report = {"cells": [cell, {"dropping": "none", "schedule": "", "frames": 64, "failure": "ended with code 137"}]}
    told = tables([record(0, way, 1, 2) for way in ("none", "pdrop:uni_3_0.25")], costs(report)).splitlines()
    assert told[0].endswith("| tokens kept | prefill, ms | processor, ms | peak, MiB |")
    assert told[2].endswith(" |  |  |  |  |") and told[3].endswith("| 256 | 1,234 | 2,000 | 300 |")
    assert all(line.count("|") == told[0].count("|") for line in told[:4])
