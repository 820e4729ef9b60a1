"""What the vision part is shown, and what is told of it, must fit together."""

import random

import numpy as np
import pytest

from film import BACKDROPS, KIND_NAMES
from footage import TONES
from photo_film import PHOTOGRAPHED
from sights import SLOTS, Show


def photograph(seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 255, (64, 64, 3), np.uint8), ("A dog runs.", "A dog on grass.")


@pytest.fixture(scope="module")
def many():
    show = Show([photograph(i) for i in range(6)], 96)
    return [show.sights(random.Random(seed), 3, 1, 6) for seed in range(12)]


def test_there_is_a_picture_for_every_row_of_labels(many):
    for sights in many:
        assert sights.pictures.shape == (22, 96, 96, 3) and sights.pictures.dtype == np.uint8
        assert {len(v) for v in sights.labels.values()} == {22}
        assert sights.pairs.shape == (8, 2) and sights.moves.shape == (8, 3) and sights.moving.shape == (8, 4)


def test_a_pair_without_a_move_stays_where_it_is_and_one_with_a_move_does_not():
    show = Show([photograph(i) for i in range(6)], 96)
    still, moved = [], []
    for seed in range(40):
        sights = show.sights(random.Random(seed), 2, 0, 0)
        for (a, b), move, moving in zip(sights.pairs, sights.moves, sights.moving):
            boxes, kinds = sights.labels["box"], sights.labels["kind"]
            for slot in range(SLOTS):
                if kinds[a, slot] >= 0 and kinds[a, slot] == kinds[b, slot] and not moving.any() and not sights.labels["moving"][[a, b]].any():
                    shift = boxes[b, slot, :2] - boxes[a, slot, :2]
                    (moved if abs(move).max() > 0.02 else still).append((shift, move))
    assert len(still) > 20 and len(moved) > 5
    assert all(abs(shift).max() < 0.06 for shift, _ in still)
    pans = [(shift, move) for shift, move in moved if move[2] == 0]
    assert pans and all(np.allclose(shift, move[:2], atol=0.03) for shift, move in pans)


def test_nothing_is_cast_before_a_photograph_that_it_may_show_itself(many):
    photographs = 0
    for sights in many:
        rows = sights.labels["backdrop"] == BACKDROPS.index("photograph")
        photographs += rows.sum()
        kinds = sights.labels["kind"][rows]
        assert not set(kinds[kinds >= 0]) & {KIND_NAMES.index(k) for k in PHOTOGRAPHED}
    assert photographs > 20


def test_the_shares_of_the_tones_are_those_of_the_picture(many):
    for sights in many:
        assert np.allclose(sights.labels["tones"].sum(1), 1, atol=1e-5)
        black = sights.pictures.max((1, 2, 3)) < 40
        assert (sights.labels["tones"][black][:, TONES.index("black")] > 0.9).all()
