"""All parts learn together, from a checkpoint on, and what is saved can be loaded and gone on from."""

import random
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

import train_whole
from features import film_pictures, look
from film import sample_film
from generate import prefill
from lessons import Piece, Told, piece_loss, pieces, questions, soft_targets
from model import TimeViper
from photographs import captioned
from prompting import Prompting
from test_photographs import folder  # noqa: F401
from train_whole import Lessons, Training, train
from ways import load, with_way

STARTER = Path(__file__).parents[2] / "starter"


@pytest.fixture
def begun(folder, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(train_whole, "LONG", 0.0)
    monkeypatch.setattr(train_whole, "HOUR_LIKE", 0.0)
    monkeypatch.setattr(train_whole, "lengths", lambda rng, longest: (12, lambda: 12.0))

    def begin(out, begin=STARTER, way=None, steps=0):
        args = SimpleNamespace(out=tmp_path / out, begin=begin, way=way, steps=steps, seconds=1e9, rate=2e-3, keep=0.9, stills_weight=1.0, tell=1e9)
        args.out.mkdir()
        prompting, device = Prompting(begin / "tokenizer.json"), torch.device("cpu")
        model = load(begin, way).to(device)
        return Training(args, model, prompting, device), Lessons(prompting, captioned(folder), 96, 24, 4, "test")

    return begin


def test_every_part_learns_and_what_is_saved_is_gone_on_from(begun):
    training, lessons = begun("first")
    before = {k: v.clone() for k, v in training.model.state_dict().items()}
    for step in range(3):
        training.learn(lessons[step], 0.1)
    moved = {k.split(".")[0] for k, v in training.model.state_dict().items() if not torch.equal(v, before[k])}
    assert moved == {"featurizer", "projector", "llm"}
    training.save()
    loaded = TimeViper.load(training.args.out)
    assert all(torch.equal(v, training.average.values[k].bfloat16().float()) for k, v in loaded.state_dict().items())
    again, _ = begun("second", training.args.out)
    assert again.unguided == 0 and all(torch.equal(a, b) for a, b in zip(again.reader.state_dict().values(), training.reader.state_dict().values()))


@pytest.mark.parametrize("way", ["uni_3_0.25", "pdrop", "none:uni_3_0.25"])
def test_what_is_no_way_of_dropping_is_refused(way):
    with pytest.raises(SystemExit, match="transv:SCHEDULE"):
        with_way({}, way)


@pytest.mark.parametrize("way", ["none", "pdrop:uni_3_0.25", "transv:uni_3_0.0625"])
def test_another_way_of_dropping_is_learnt_by_the_decoder_alone(begun, way):
    training, lessons = begun("way", way=way, steps=2)
    given = load(STARTER).state_dict()
    assert all(torch.equal(value, given[name]) for name, value in training.model.state_dict().items())
    before = {k: v.clone() for k, v in training.model.state_dict().items()}
    train(training, (lessons[step] for step in range(9)))
    assert training.step == 2
    moved = {k.split(".")[0] for k, v in training.model.state_dict().items() if not torch.equal(v, before[k])}
    assert moved == {"projector", "llm"}
    adapted = TimeViper.load(training.args.out)
    assert adapted.config["token_drop"] == with_way({}, way)["token_drop"] and hasattr(adapted.llm.backbone, "merge_modules") == way.startswith("transv")


def test_films_that_no_window_holds_are_learnt_from(begun, monkeypatch):
    training, lessons = begun("long")
    monkeypatch.setattr(train_whole, "HOUR_LIKE", 1.0)
    monkeypatch.setattr(train_whole, "HOURS_OF", (608, 620))
    lessons.frames = 620
    lesson = lessons[0]
    films, frames = lesson.pictures.shape[:2]
    assert films == 1 and 608 <= frames <= 620
    assert {task for piece in lesson.pieces for task in piece.tasks} >= {"grounding", "multiple_choice"}
    assert not any(task == "dense" for piece in lesson.pieces for task in piece.tasks)
    assert torch.isfinite(training.reader(torch.randn(films, frames, 4, 192), lesson.labels))


def test_a_lesson_is_the_same_whoever_draws_it(begun):
    _, lessons = begun("any")
    one, other = lessons[5], lessons[5]
    assert torch.equal(one.pictures, other.pictures) and torch.equal(one.stills, other.stills)
    assert all(torch.equal(a.ids, b.ids) and torch.equal(a.weight, b.weight) for a, b in zip(one.pieces, other.pieces, strict=True))
    assert not torch.equal(one.pictures, lessons[6].pictures)


def test_questions_to_many_films_at_once_lose_what_they_lose_film_by_film():
    torch.manual_seed(1)
    model, prompting = TimeViper.load(STARTER), Prompting(STARTER / "tokenizer.json")
    films = [sample_film(seed, "train", 16.0) for seed in range(3)]
    features = torch.stack([look(model.featurizer, 16, film_pictures(film, 96)) for film in films]).float()
    labels = [film.labels(film.times(1.0)) for film in films]
    rows = questions(prompting, films, 16, labels, random.Random(1))
    soft, numbers = soft_targets(prompting, prompting.tokenizer.get_vocab_size()), set(prompting.numbers)
    kept = model.llm.backbone.first_stage(16 * 16)[1]
    with torch.no_grad():
        state, start = prefill(model, prompting, features, [16.0] * 3)
        loss = lambda piece, own: piece_loss(model, piece, own, soft, Told(), start, kept).item()
        together = [Piece.of(piece, numbers, prompting.pad) for piece in pieces(rows, 10_000)]
        at_once = sum(loss(piece, state.pick(piece.film)) for piece in together)
        by_film = sum(
            loss(Piece.of(piece, numbers, prompting.pad), state.pick(torch.tensor([film])))
            for film in range(3)
            for piece in pieces([row for row in rows if row.film == film], 10_000)
        )
    assert sum(len(piece.tasks) for piece in together) == len(rows)
    assert at_once == pytest.approx(by_film, rel=1e-4)
