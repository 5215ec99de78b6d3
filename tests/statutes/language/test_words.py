"""What two titles share is found and marked without touching the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.language.words import SHORTEST, phrases, shared_spans

TITLES = st.text(alphabet="网贷逾期通讯录的吗ab1，", max_size=20)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("网贷逾期把通讯录关闭可以吗", ["网贷逾期", "通讯录关闭"]),  # 把, 可以吗 carry nothing
        ("网贷逾期怎么办？", ["网贷逾期"]),  # the question itself
        ("离婚，房子归谁", ["离婚", "房子归谁"]),  # punctuation parts
        ("工伤的认定", ["工伤", "认定"]),
        ("钱与债务", ["债务"]),  # one character is too short
        ("LPR4倍", ["LPR4倍"]),  # Latin letters and digits belong to words
        ("怎么办", []),
        ("", []),
    ],
)
def test_phrases(title, found):
    assert phrases(title) == found


@pytest.mark.parametrize(
    ("wanted", "text", "marked"),
    [
        (["网贷逾期"], "网贷逾期会坐牢吗", ["网贷逾期"]),  # the whole phrase
        (["网贷逾期"], "信用卡逾期与网贷", ["逾期", "网贷"]),  # parts of it, in any order
        (["逾期", "网贷逾期"], "网贷逾期", ["网贷逾期"]),  # the longest is taken
        (["网贷逾期"], "网贷网贷逾期", ["网贷", "网贷逾期"]),  # twice
        (["网贷逾期"], "网络期限", []),  # one character alone is nothing
        ([], "网贷逾期", []),
        (["网贷"], "", []),
    ],
)
def test_shared_spans(wanted, text, marked):
    assert [text[start:end] for start, end in shared_spans(wanted, text)] == marked


@given(st.lists(TITLES, max_size=4), TITLES)
def test_marks_are_slices_of_both_that_never_overlap(wanted, text):
    spans = shared_spans(wanted, text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(end - start >= SHORTEST for start, end in spans)
    assert all(any(text[start:end] in phrase for phrase in wanted) for start, end in spans)


@given(st.lists(TITLES, max_size=4), TITLES)
def test_the_pieces_joined_give_the_text_back(wanted, text):
    done, pieces = 0, []
    for start, end in shared_spans(wanted, text):
        pieces += [text[done:start], text[start:end]]
        done = end
    assert "".join([*pieces, text[done:]]) == text


@given(st.lists(TITLES, max_size=4), TITLES)
def test_nothing_shared_is_left_unmarked(wanted, text):
    """Two characters next to each other that a phrase has too are never both left bare."""
    bare = list(text)
    for start, end in shared_spans(wanted, text):
        bare[start:end] = "\0" * (end - start)
    assert not [a + b for a, b in pairwise(bare) if any(a + b in p for p in wanted)]
