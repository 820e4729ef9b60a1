"""The decoder's training takes all kinds of films, goes on where it was broken off, and lowers its losses."""

import json
import random
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

import train_decoder
from features import Cache, Repertoire
from lessons import of_long_numbers, soft_targets
from model import VisionTransformer
from photographs import captioned
from prompting import Prompting
from test_photographs import folder  # noqa: F401
from tokenizer import train as train_tokenizer
from train_decoder import Decoding, with_vision

CONFIG = json.loads((Path(__file__).parents[1] / "starter.json").read_text())


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    path = tmp_path_factory.mktemp("tokens") / "tokenizer.json"
    train_tokenizer(str(path), films=40)
    return path


@pytest.fixture
def decoding(folder, tokenizer, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(train_decoder, "agreed", lambda value: value)
    monkeypatch.setattr(train_decoder, "same_start", lambda module: None)
    monkeypatch.setattr(train_decoder, "average_gradients", lambda parameters: None)
    monkeypatch.setattr(train_decoder, "check", lambda *args: None)
    torch.manual_seed(1)
    torch.save({"vision": VisionTransformer(CONFIG["vision"]).state_dict()}, tmp_path / "vision.pt")
    args = SimpleNamespace(run=tmp_path, vision=tmp_path / "vision.pt", tokenizer=tokenizer, data=folder, minutes=10.0, sitting=1e9, rate=2e-3, frames_minutes=1.0,
                           groups=2, long_from=0.5, long_films=2, long_every=8, begin_with=None, stills=1.0, variants=1, check=1e9, publish=None)  # fmt: skip

    def begin():
        prompting, config = Prompting(tokenizer), json.loads(json.dumps(CONFIG))
        return Decoding(args, 0, 1, with_vision(config, prompting, args.vision), prompting, config)

    return begin


def test_every_stage_lowers_what_it_is_about_and_a_broken_run_goes_on(decoding):
    one = decoding()
    for share in (0.01, 0.02, 0.2, 0.3, 0.4, 0.5, 0.25, 0.35):
        one.learn(share)
    assert one.tell["frames"][1] < one.tell["frames"][0] * 1.2
    assert one.tell["still short"][-1] < one.tell["still short"][0]
    one.step = 8
    one.learn(0.6)  # a long film
    one.minutes.done = 6.0
    one.save()
    other = decoding()
    assert other.step == 9 and other.minutes.done == 6.0
    assert all(torch.equal(a, b) for a, b in zip(one.model.state_dict().values(), other.model.state_dict().values()))


def test_a_group_is_the_same_when_it_is_read_again(folder, tokenizer, tmp_path):  # noqa: F811
    told = captioned(folder)
    vision = VisionTransformer(CONFIG["vision"]).eval()
    cache = Cache(tmp_path / "kept", vision, 16, 96, Repertoire([told[i] for i in range(len(told))], "train"))
    for number in range(6):
        first, again = cache.group(number, 20), cache.group(number, 60)
        assert torch.equal(first.features, again.features) and [f.seed for f in first.films] == [f.seed for f in again.films]
        assert [f.scenes for f in first.films] == [f.scenes for f in again.films] and first.frames <= 20
        assert all((a["time"] == b["time"]).all() for a, b in zip(first.labels, again.labels))
    assert cache.group(0, 20).frames == cache.group(1, 20).frames, "two that are learnt from at once are of one length"
    assert {type(f).__name__ for n in range(6) for f in cache.group(n, 20).films} == {"Film", "PhotoFilm"}


def test_a_number_of_two_tokens_is_wanted_exactly_and_one_of_a_single_token_nearly(tokenizer):
    prompting = Prompting(tokenizer)
    numbers = set(prompting.numbers)
    answer = prompting.encode("8 to 123")
    assert [t in numbers for t in answer].count(True) == 3
    assert [two for two, token in zip(of_long_numbers(answer, numbers), answer) if token in numbers] == [False, True, True]
    soft = soft_targets(prompting, prompting.tokenizer.get_vocab_size())
    row = soft[prompting.numbers[8]]
    assert row[prompting.numbers[8]] > row[prompting.numbers[9]] > row[prompting.numbers[10]] > 0 and row.sum() == pytest.approx(1)


def test_prompts_of_a_film_share_what_stands_before_the_question(tokenizer):
    prompting, rng = Prompting(tokenizer), random.Random(1)
    for seconds, frames in ((5, 8), (31.5, 32), (599, 600)):
        branch = prompting.branch(seconds, frames, f"What is seen at {rng.randrange(5)} seconds?", "", "A dog.")
        assert prompting.decode(branch.answer[:-1]) == "A dog."
