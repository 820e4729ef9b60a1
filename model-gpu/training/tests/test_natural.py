"""Photographs are cropped and recoloured without losing what is known of them."""

import random

import numpy as np
import pytest

from natural import WORDS, Natural, crop, recolour
from nouns import NOUN_NAMES, SEEN, UNSURE
from test_photographs import folder  # noqa: F401


@pytest.fixture
def photographs(folder):  # noqa: F811
    return Natural(folder)


def test_a_batch_knows_the_classes_of_the_one_and_the_captions_of_the_other(photographs):
    pictures, labels = photographs.batch(random.Random(1), 3, 2, 32)
    assert pictures.shape == (5, 32, 32, 3) and pictures.dtype == np.uint8
    assert (labels["classes"][:3] >= 0).all() and (labels["classes"][3:] == -1).all()
    assert (labels["nouns"][:3] == UNSURE).all() and (labels["nouns"][3:, NOUN_NAMES.index("dog")] == SEEN).all()
    assert labels["words"].shape == (5, WORDS) and not labels["words"][:3].any() and np.allclose(labels["words"][3:].sum(1), 1)


def test_the_words_are_shares_of_what_the_captions_say(photographs):
    _, labels = photographs.batch(random.Random(1), 0, 1, 16)
    place = {stem: i for i, stem in enumerate(photographs.stems)}
    assert labels["words"][0, place["dog"]] == pytest.approx(2 / 3) and labels["words"][0, place["wet"]] == pytest.approx(1 / 3)


def test_measuring_goes_over_every_photograph_once(photographs):
    assert sum(len(labels["classes"]) for _, labels in photographs.all(16)) == len(photographs.named)
    assert sum(len(labels["words"]) for _, labels in photographs.all(16, named=False)) == len(photographs.told)


def test_a_whole_crop_is_the_picture_and_a_turned_one_its_mirror_image():
    picture = np.arange(64 * 64 * 3, dtype=np.uint32).reshape(64, 64, 3).astype(np.uint8)
    assert np.array_equal(crop(picture, random.Random(0), 64, 1.0, 0.0, False), picture)
    turned = [crop(picture, random.Random(seed), 64, 1.0, 0.0) for seed in range(8)]
    assert any(np.array_equal(t, picture[:, ::-1]) for t in turned) and any(np.array_equal(t, picture) for t in turned)


def test_other_light_keeps_a_picture_within_its_bounds():
    picture = np.full((8, 8, 3), (200, 40, 90), np.uint8)
    seen = {tuple(recolour(picture, random.Random(seed))[0, 0]) for seed in range(20)}
    assert len(seen) > 15
