"""The common passages of two texts: verbatim, long enough, and their share of each text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.copies.passages import SHORTEST, common
from articles.copies.wording import wording_of
from tests.articles.copies.texts import mixed, text

some = st.text("借款利息合同违约，。", max_size=200)


def shares(one: str, other: str) -> tuple[float, float]:
    found = common(wording_of(one), wording_of(other))
    return found.mine, found.theirs


A, B, C = text(1, 100), text(2, 100), text(3, 300)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (A, A, (1, 1)),
        (A, B, (0, 0)),
        ("", A, (0, 0)),
        ("", "", (0, 0)),
        ("借款", "借款要还", (1, 0)),  # shorter than a passage: all of it or nothing
        ("借款", "要还", (0, 0)),
        (A + B, B + A, (1, 1)),  # paragraphs moved
        (A, A + C, (1, 0.25)),  # a short text within a long one
        (A + "，。\n" + B, A + B, (1, 1)),  # marks do not count
        (A + B, A[:50] + C[:100] + A[50:], (0.5, 0.5)),
        (A[: SHORTEST - 1] + B, A[: SHORTEST - 1] + C, (0, 0)),  # too short to be taken over
    ],
)
def test_shares(one, other, expected):
    assert shares(one, other) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("share", [0, 0.25, 0.4, 0.5, 0.8, 1])
def test_a_share_is_that_of_the_letters_taken_over(share):
    mine, back = shares(text(1), mixed(2, 1, share))
    assert (mine, back) == pytest.approx((share, share), abs=0.02)


@given(some, some)
def test_passages_are_in_both_texts_and_do_not_overlap(one, other):
    mine, theirs = wording_of(one), wording_of(other)
    found = common(mine, theirs)
    last = 0
    for start, end in found.passages:
        assert last <= start < end
        assert mine.letters[start:end] in theirs.letters
        assert mine.words(start, end) in one
        last = end
    assert found.mine == sum(end - start for start, end in found.passages) / max(1, len(mine.letters))


@given(some, some)
def test_what_holds_of_one_side_holds_of_the_other(one, other):
    assert shares(one, other) == tuple(reversed(shares(other, one)))


@given(some, some, some)
def test_a_text_is_wholly_within_one_that_contains_it(before, inner, behind):
    mine, _ = shares(inner, before + inner + behind)
    assert mine in ({1.0} if wording_of(inner).letters else {0.0}) or mine >= 1 - SHORTEST / len(inner)
