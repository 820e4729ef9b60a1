"""What training hears must not be what the benchmark asks in, and must ask for the same as the plain words."""

import random

import pytest
from film import sample_film
from paraphrase import HEARD, paraphrased
from wording import UNHEARD


def same(phrase):
    return phrase.lower().rstrip(".?! ")


def test_no_phrase_is_one_of_the_benchmarks():
    asked = {same(p) for phrases in UNHEARD.values() for p in phrases}
    assert not asked & {same(p) for phrases in HEARD.values() for p in phrases}


def test_every_topic_of_the_benchmark_is_heard_in_other_words():
    assert set(HEARD) == set(UNHEARD)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_asked_for_and_the_options_stay(seed):
    rng = random.Random(seed)
    for item in sample_film(900 + seed, "train", 40.0).items(rng):
        text = paraphrased(item, rng)
        topic, words = item.meta.get("asks", (None, {}))
        for key in ("name", "kind", "thing"):
            if key in words:
                assert words[key] in text
        if item.task == "multiple_choice":
            assert text.split("\n")[1:] == item.instruction.split("\n")[1:]
        if item.task in ("dense", "detailed", "short", "camera"):
            assert text == item.instruction
