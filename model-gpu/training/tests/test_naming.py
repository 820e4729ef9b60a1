"""A thing is named where naming it is right, and nowhere else."""

import numpy as np
import pytest

from naming import Asked, even, fitted, named_from, worth
from nouns import ABSENT, NOUN_NAMES, NOUNS, SEEN, UNSURE

DOG = NOUN_NAMES.index("dog")


def asked(odds, states, named=None):
    """Of dogs; every other noun is absent, at odds of -5."""
    grid, known = np.full((len(odds), len(NOUNS)), -5.0), np.full((len(odds), len(NOUNS)), ABSENT)
    grid[:, DOG], known[:, DOG] = odds, states
    told = known == SEEN
    if named is not None:
        told[:, DOG] = named
    return Asked(grid, np.ones_like(grid), known, told)


def test_what_is_as_likely_there_as_not_is_found_by_its_odds():
    rng = np.random.default_rng(1)
    there = np.repeat([True, False], [400, 2000])
    odds = np.where(there, rng.normal(3, 1, 2400), rng.normal(1, 1, 2400))
    told, absent = asked(odds, np.where(there, SEEN, ABSENT)), np.full(2000, ABSENT)
    slope, (place,) = even(told, asked(rng.normal(1, 1, 2000), absent), [DOG])
    assert place == pytest.approx(2, abs=0.1) and slope == pytest.approx(2, rel=0.1)
    _, (later,) = even(told, asked(rng.normal(2.5, 1, 2000), absent), [DOG])
    assert later > place + 0.2, "what is in classes and looks like it counts as well"


def test_a_thing_is_named_from_where_it_is_right_among_photographs_and_among_other_classes():
    odds = np.linspace(0, 10, 101)
    told = asked(odds, np.where(odds >= 5, SEEN, ABSENT))
    silent = asked(np.zeros(100), np.full(100, ABSENT))
    assert 4.5 <= named_from(told, silent, DOG, 0) <= 5
    mistaken = asked(np.linspace(0, 8, 101), np.full(101, ABSENT))
    assert named_from(told, mistaken, DOG, 0) == pytest.approx(8, abs=0.11)
    assert named_from(told, silent, DOG, 8) == pytest.approx(8)
    assert named_from(asked(odds, np.full(101, ABSENT)), silent, DOG, 0) is None


def test_what_may_be_there_is_no_mistake():
    odds = np.linspace(0, 10, 101)
    told = asked(odds, np.where(odds >= 5, SEEN, ABSENT))
    assert named_from(told, asked(np.full(50, 9.0), np.full(50, UNSURE)), DOG, 0) <= 5


def test_what_is_named_is_counted_by_what_people_said():
    things = {"named_from": {"a dog": 2.0}}
    told = asked([3, 3, 3, 3, 1, 1], [SEEN, SEEN, UNSURE, ABSENT, SEEN, ABSENT], [True, True, True, False, True, False])
    other = asked([3, 1, 1, 3], [ABSENT, ABSENT, ABSENT, SEEN])
    found = worth(things, told, other)
    assert (found["named"], found["right"], found["of all that people surely name"]) == (4, 0.75, 0.667)
    assert found["photographs of which something is named"] == 0.667
    assert found["named in classes without it"] == {"a dog": 0.3333} and found["in classes with it"] == {"a dog": 1.0}


def test_what_was_not_answered_with_yes_or_no_is_not_named():
    told = asked([3, 3], [SEEN, SEEN])
    told.answered[0] = 0.1
    assert worth({"named_from": {"a dog": 2.0}}, told, asked([0], [ABSENT]))["named"] == 1


def test_what_is_fitted_names_nothing_that_is_less_likely_there_than_not():
    rng = np.random.default_rng(2)
    there = np.repeat([True, False], [200, 300])
    odds = np.where(there, rng.normal(4, 1, 500), rng.normal(-1, 1, 500))
    things = fitted(asked(odds, np.where(there, SEEN, ABSENT)), asked(rng.normal(-1, 1, 500), np.full(500, ABSENT)))
    assert list(things["named_from"]) == ["a dog"] and things["named_from"]["a dog"] >= things["even_at"]["a dog"]
