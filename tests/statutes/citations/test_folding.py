"""Texts are compared by their letters, and what differs is shown as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.citations.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三十日内", "30 日内"),
        ("百分之二十以下", "20%以下"),
        ("第二百三十四条", "第２３４条"),
        ("除外：\n（一）定作的；", "除外：定作的"),  # the number of an item is no word of it
        ("ＬＰＲ，四倍", "LPR四倍"),
    ],
)
def test_the_same_letters(one, other):
    assert fold(one).letters == fold(other).letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人民法院应当支持", "法院要支持"),
        ("用人单位不得拒绝", "单位不能拒绝"),
        ("七日或者十五日", "七天或15天"),
    ],
)
def test_told_plainly(one, other):
    assert fold(one, plainly=True).letters == fold(other, plainly=True).letters


@pytest.mark.parametrize("plainly", [False, True])
@given(text=st.text(alphabet="应当不得三十五日，。；…（一）法院ＡA1２\n 的", max_size=60))
def test_every_letter_knows_where_it_came_from(plainly, text):
    folded = fold(text, plainly=plainly)
    assert len(folded.starts) == len(folded.ends) == len(folded.letters)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
