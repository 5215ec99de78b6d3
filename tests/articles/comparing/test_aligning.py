"""Sequences laid beside each other."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing.aligning import Budget, ascending, opcodes, same

letters = st.text("abcd", max_size=12)


@given(letters, letters)
def test_pairs_ascend_and_are_equal(old, new):
    pairs = same(old, new, Budget())
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < b and c < d for (a, c), (b, d) in pairwise(pairs))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("abc", "abc", "abc"),
        ("abc", "xaybzc", "abc"),
        ("aab", "ab", "ab"),
        ("abab", "baba", "aba"),  # none is there once: the longest common row
        ("", "abc", ""),
    ],
)
def test_same(old, new, kept):
    assert len(same(old, new, Budget())) == len(kept)


@given(st.permutations(range(8)))
def test_ascending_is_a_longest_row(numbers):
    row = [numbers[place] for place in ascending(numbers)]
    best = [1] * len(numbers)
    for place, number in enumerate(numbers):
        best[place] += max((best[i] for i in range(place) if numbers[i] < number), default=0)
    assert (row, len(row)) == (sorted(row), max(best))


def test_without_a_budget_nothing_is_compared_that_costs():
    assert same("abab", "baba", Budget(0)) == []
    assert opcodes("ab" * 50, "ba" * 50, Budget(10)) is None


def test_many_of_the_same_take_no_time():
    began = time.process_time()
    same(["x", "y"] * 40_000, ["y", "x"] * 40_000, Budget())
    assert time.process_time() - began < 3
