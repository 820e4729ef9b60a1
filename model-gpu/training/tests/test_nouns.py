"""What captions say is there, what they leave open, and what they rule out."""

import pytest

from nouns import ABSENT, NOUN_NAMES, NOUNS, SEEN, UNSURE, content, nouns_in, place_of, states, tidy, told_by

DOG = ("A brown dog runs through the snow .", "A dog is running in snow", "Dog in the snow", "A puppy plays outside in winter .", "The animal leaps over a snowbank .")


def state(captions, noun):
    return states(captions)[NOUN_NAMES.index(noun)]


def test_what_two_people_name_is_seen_and_what_nobody_hints_at_is_absent():
    assert state(DOG, "dog") == SEEN and state(DOG, "snow") == SEEN
    assert state(DOG, "bicycle") == state(DOG, "woman") == state(DOG, "pool") == ABSENT


def test_what_one_names_or_others_hint_at_is_unsure():
    assert state(("A man on a bench", "Somebody sits", "A seat"), "bench") == UNSURE
    assert state(("A football player runs", "A player in red"), "ball") == UNSURE
    assert state(("People on a street", "A crowd in the city"), "man") == UNSURE
    assert state(("A girl swims", "A child dives"), "water") == UNSURE


@pytest.mark.parametrize(
    "caption, names",
    [
        ("Two dogs and a boy", ["boy", "child", "person", "dog"]),
        ("a snowboarder in mid air", ["person"]),
        ("A hotdog stand", []),
        ("several bikers ride motorcycles", ["person", "motorcycle"]),
        ("women on the beach", ["woman", "person", "beach"]),
    ],
)
def test_nouns_are_found_in_all_their_forms_and_not_inside_other_words(caption, names):
    assert nouns_in(caption) == names


def test_a_group_is_not_taken_for_people():
    assert state(("A group of dogs", "A couple of dogs run"), "person") == UNSURE


def test_a_place_is_told_where_two_captions_agree():
    assert place_of(DOG) == "snow"
    assert place_of(("a man stands", "a man on the beach")) is None
    assert place_of(("kids on the sand at the beach", "playing on a beach")) == "a beach"


def test_captions_become_phrases():
    assert tidy("A man 's dog , wet , shakes .") == "a man's dog, wet, shakes"
    assert tidy('The sign says " stop "') == "the sign says stop"
    assert tidy("BMX rider jumps") == "BMX rider jumps"
    assert tidy("I") == "i"


def test_how_much_of_a_text_another_tells():
    assert told_by("a dog runs in the snow", DOG) == 1
    assert told_by("a man rides a horse", DOG) == 0
    assert 0 < told_by("a dog swims", DOG) < 1
    assert content("The dogs jumped.") == content("a dog is jumping")


def test_nouns_have_names_of_their_own():
    assert len(set(NOUN_NAMES)) == len(NOUNS)
    assert all(noun.named(noun.text) for noun in NOUNS)
