"""The scores of captions, on cases counted by hand; the product's own metrics are held to the published code, and these to the same numbers."""

import math

import pytest

from scores import bleu4, cider_d

OTHER = ("x", ["p q r s"])


def cider(text, *references):
    """Where every run of words stands in one of two items, every run weighs ln 2, and the weights cancel in the cosines."""
    return 2 * cider_d([text, OTHER[0]], [list(references), OTHER[1]])


def test_a_reference_word_for_word_earns_ten_where_it_is_long_enough():
    assert cider("a b c d", "a b c d") == pytest.approx(10)
    assert cider("a b", "a b") == pytest.approx(5)  # no runs of three and four words


def test_what_is_repeated_counts_once_and_another_length_is_damped():
    assert cider("a a", "a b") == pytest.approx(10 / 4 / (2 * math.sqrt(2)))
    assert cider("a b c", "a b") == pytest.approx(10 / 4 * (2 / math.sqrt(6) + 1 / math.sqrt(2)) * math.exp(-1 / 72))


def test_references_are_averaged_and_what_all_say_says_nothing():
    assert cider("a b c d", "a b c d", "e f g h") == pytest.approx(5)
    assert cider_d(["a", "a"], [["a"], ["a"]]) == 0


def test_bleu_clips_counts_and_sums_them_over_the_set_before_it_divides():
    said, references = ["the cat sat on the mat", "a dog a dog a dog"], [["the cat sat on a mat", "there is a cat"], ["a dog runs in the grass"]]
    # words 5 + 2 of 12, pairs 3 + 1 of 10, threes 2 of 8, fours 1 of 6; as long as the references
    assert bleu4(said, references) == pytest.approx((7 / 12 * 4 / 10 * 2 / 8 * 1 / 6) ** 0.25)


def test_bleu_is_less_for_less_said_and_nothing_without_a_common_run_of_four():
    assert bleu4(["a b c d"], [["a b c d e f g h"]]) == pytest.approx(math.exp(1 - 2))
    assert bleu4(["a b c x"], [["a b c d"]]) == 0
    assert bleu4(["A b, c d."], [["a b c d"]]) == pytest.approx(1)
