"""Of a photograph in a named class it is known what is there and what is not."""

import pytest

from class_nouns import GROUPS, class_states
from nouns import ABSENT, NOUN_NAMES, SEEN, UNSURE

CLASSES = [name for classes, _, _ in GROUPS for name in classes.split("|")]


def of(name):
    return dict(zip(NOUN_NAMES, class_states([name])[0], strict=True))


def test_every_class_is_told_of_once_and_by_nouns_that_there_are():
    assert len(CLASSES) == len(set(CLASSES)) == 200
    assert {noun for _, seen, perhaps in GROUPS for noun in (seen + " " + perhaps).split()} <= set(NOUN_NAMES)


@pytest.mark.parametrize(
    "name, seen, unsure, absent",
    [
        ("German shepherd", "dog", "person grass ball snow", "horse boat skateboard motorcycle"),
        ("snail", "", "grass rock", "dog person street snow"),
        ("obelisk", "", "building street tree", "person dog ball"),
        ("lifeboat", "boat water", "person man rock", "dog horse bicycle"),
        ("pomegranate", "", "tree grass", "person ball dog"),
        ("military uniform", "person", "man woman building", "dog boat skateboard"),
    ],
)
def test_what_a_class_shows_may_show_and_does_not_show(name, seen, unsure, absent):
    states = of(name)
    assert {n for n, s in states.items() if s == SEEN} == set(seen.split())
    assert all(states[n] == UNSURE for n in unsure.split()) and all(states[n] == ABSENT for n in absent.split())


def test_a_class_that_nobody_told_of_is_named():
    with pytest.raises(ValueError, match="unicorn"):
        class_states(["snail", "unicorn"])
