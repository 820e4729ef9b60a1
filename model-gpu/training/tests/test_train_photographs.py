"""Photographs are learnt from without films being forgotten."""

import random
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

import train_whole
from model import TimeViper, normalise
from nouns import NOUN_NAMES, SEEN, states
from photographs import captioned
from prompting import Prompting
from test_photographs import folder  # noqa: F401
from train_photographs import DENIED, Stills, Training, keep_films, kept_films, kept_loss, leave_out, noun_rows, seen_loss, stills_loss
from train_whole import Lessons
from lessons import Told
from ways import load

STARTER = Path(__file__).parents[2] / "starter"
PROMPTING = Prompting(STARTER / "tokenizer.json")


@pytest.fixture
def data(folder):  # noqa: F811
    (folder / "photos-64px-classes.tsv").write_text("n01\tsnail\nn02\tGerman shepherd, Alsatian\n")
    return folder


@pytest.fixture
def kept(data, monkeypatch):
    monkeypatch.setattr(train_whole, "lengths", lambda rng, longest: (12, lambda: 12.0))
    monkeypatch.setattr(train_whole, "LONG", 0.0)
    monkeypatch.setattr(train_whole, "HOUR_LIKE", 0.0)
    return keep_films(load(STARTER), PROMPTING, Lessons(PROMPTING, captioned(data), 96, 24, 1, "test")[0], random.Random(1))


def test_a_model_that_says_what_it_said_loses_nothing_and_one_that_has_changed_does(kept):
    model = load(STARTER)
    with torch.no_grad():
        same = [kept_loss(model, PROMPTING, kept, number).item() for number in range(len(kept.pieces))]
        assert max(map(abs, same)) < 1e-3 and seen_loss(model, kept).item() < 1e-6
        model.llm.lm_head.weight.mul_(0.5)
        model.featurizer.pos_embed.mul_(0.5)
        changed = [kept_loss(model, PROMPTING, kept, number).item() for number in range(len(kept.pieces))]
        assert min(changed) > 0.05 and seen_loss(model, kept).item() > 0.01


def test_films_that_are_kept_in_a_file_are_read_again(kept, tmp_path):
    made = kept_films(tmp_path / "films.pt", lambda: [kept])
    again = kept_films(tmp_path / "films.pt", lambda: pytest.fail("they are there"))
    assert all(torch.equal(one.features, other.features) and torch.equal(one.said[0], other.said[0]) for one, other in zip(made, again, strict=True))
    assert torch.equal(again[0].pieces[0].ids, kept.pieces[0].ids) and again[0].durations == kept.durations


def test_a_photograph_is_asked_for_what_is_there_and_for_what_is_not(data):
    stills = Stills(PROMPTING, data, 96)
    batch = stills.batch(random.Random(3), 5, 6)
    assert batch.pictures.shape == (11, 96, 96, 3) and [len(c) for c in batch.captions] == [2] * 5
    assert PROMPTING.decode(batch.captions[0][0]) in ("A dog.", "A dog, wet.") and batch.states[0] == states(("A dog .", "A dog , wet ."))
    rows = noun_rows(PROMPTING, batch, 3, random.Random(3))
    for index, state in enumerate(batch.states):
        answers = [PROMPTING.decode(row.answer) for row in rows if row.film == index]
        there = sum(s == SEEN for s in state)
        assert answers == ["Yes."] * min(1, there) + ["No."] * (1 if index < 5 else DENIED)
    asked = [PROMPTING.decode(row.tokens) for row in rows if row.film >= 5 and PROMPTING.decode(row.answer) == "Yes."]
    assert asked and all("a dog" in question for question in asked) and "dog" in NOUN_NAMES


def test_parts_are_left_out_while_it_learns_alone():
    model, pixels = load(STARTER), normalise(torch.randint(0, 255, (2, 96, 96, 3), dtype=torch.uint8))
    with torch.no_grad():
        before = model.featurizer(pixels)
        leave_out(model, 0.5)
        assert torch.equal(model.featurizer(pixels), before)
        model.train()
        assert not torch.allclose(model.featurizer(pixels), before, atol=1e-2)


def test_every_part_learns_and_what_is_saved_can_be_loaded(data, kept, tmp_path):
    args = SimpleNamespace(out=tmp_path / "out", begin=STARTER, rate=3e-4, vision=0.5, keep=0.9, stills=4, named=3, kept_weight=20.0, name="test")
    args.out.mkdir()
    training = Training(args, load(STARTER), PROMPTING, [kept], Stills(PROMPTING, data, 96))
    before = {k: v.clone() for k, v in training.model.state_dict().items()}
    for _ in range(3):
        training.learn(0.1)
    moved = {k.split(".")[0] for k, v in training.model.state_dict().items() if not torch.equal(v, before[k])}
    assert moved == {"featurizer", "projector", "llm"} and set(training.tell.means()) == {"captions", "nouns", "kept", "seen"}
    training.save()
    loaded = TimeViper.load(args.out)
    assert all(torch.equal(v, training.average.values[k].bfloat16().float()) for k, v in loaded.state_dict().items())


def test_what_is_lost_on_photographs_falls_when_they_are_learnt(data):
    torch.manual_seed(1)
    model, batch = load(STARTER), Stills(PROMPTING, data, 96).batch(random.Random(1), 4, 4)
    optimiser = torch.optim.AdamW(model.parameters(), 1e-3)
    losses = []
    for _ in range(6):
        loss = stills_loss(model, PROMPTING, batch, random.Random(1), Told())
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]
