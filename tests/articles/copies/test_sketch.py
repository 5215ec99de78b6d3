"""Sketches: few numbers, the same for the same text, and an estimate near the truth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.copies.passages import common
from articles.copies.sketch import FEWEST, MOST, RATE, estimate, sketch_of
from articles.copies.wording import wording_of
from tests.articles.copies.texts import mixed, text

some = st.text("借款利息合同违约", max_size=300)


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 0),
        (3, 1),  # shorter than a run
        (20, 15),
        (400, FEWEST),
        (1_005, 1_000 // RATE),
        (20_000, MOST),
    ],
)
def test_size(length, size):
    assert len(sketch_of(text(1, length))) == size


@given(some)
def test_a_sketch_is_sorted_without_doubles_and_fits_the_database(letters):
    sketch = sketch_of(letters)
    assert sketch == sorted(set(sketch)) == sketch_of(letters)
    assert all(-(2**31) <= number < 2**31 for number in sketch)


@given(some, some)
def test_an_estimate_is_a_share_and_looks_the_same_from_both_sides(one, other):
    ours, theirs = sketch_of(one), sketch_of(other)
    mine, back = estimate(ours, theirs)
    assert 0 <= mine <= 1
    assert 0 <= back <= 1
    assert estimate(theirs, ours) == (back, mine)


@given(some.filter(bool))
def test_a_text_has_all_of_itself(letters):
    assert estimate(sketch_of(letters), sketch_of(letters)) == (1.0, 1.0)


def test_the_order_of_paragraphs_hardly_matters():
    parts = [text(n, 200) for n in range(5)]
    one, other = "".join(parts), "".join(reversed(parts))
    assert min(estimate(sketch_of(one), sketch_of(other))) > 0.85


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.integers(600, 6_000))
def test_the_estimate_is_near_the_share_of_common_text(seed, share, length):
    """A sketch of 32 numbers errs by less than a third; the letters are compared where it is above a fifth."""
    one, other = text(seed, length), mixed(seed + 20_000, seed, share, length)
    guessed = max(estimate(sketch_of(one), sketch_of(other)))
    exact = common(wording_of(one), wording_of(other)).most
    assert abs(guessed - exact) < 0.35


@pytest.mark.parametrize("times", [3, 10, 20])
def test_a_short_text_is_found_within_a_long_one(times):
    short = text(1, 600)
    long = text(2, 300 * times) + short + text(3, 300 * times)
    mine, back = estimate(sketch_of(short), sketch_of(long))
    assert mine == 1.0
    assert back < 0.5


def test_strangers_share_nothing():
    assert estimate(sketch_of(text(1)), sketch_of(text(2))) == (0.0, 0.0)
