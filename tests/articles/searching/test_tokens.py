"""The terms of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.searching.tokens import is_guessed, number, pairs, says_something, words


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("借款返还", ["借款", "返还"]),  # words of the dictionary
        ("借款人", ["借款", "借款人"]),  # a part of a word finds it
        ("花呗", ["花呗"]),  # the dictionary does not know it
        ("网贷，逾期", ["网贷", "逾期"]),
        ("林知远", ["林知", "知远"]),  # a name
        ("林知远认为", ["林知", "知远", "远认", "认为"]),  # … is the same before a word, with one pair more
        ("计收罚息率", ["计收", "收罚", "罚息", "息率"]),  # 罚息 though 息率 is a word
        ("张某的", ["张某", "某的"]),
        ("约定的期限", ["约定", "期限"]),  # 的 makes no pair with a piece of a word
        ("（2023）浙0102民初1234号", ["2023", "浙", "0102", "民初", "1234", "号"]),
        ("ＡＢＣ１２", ["abc12"]),  # one width, one case
        ("N+1", ["n", "1"]),
        ("网\u200b贷", ["网贷"]),  # what nobody sees
        ("，。！ \n", []),
        ("", []),
        ("\x00\ud800", []),
        ("a" * 90, ["a" * 40, "a" * 40, "a" * 10]),
    ],
)
def test_words(text, terms):
    assert words(text) == terms


@pytest.mark.parametrize(
    ("text", "found"),
    [("网贷逾期", ["网贷", "贷逾", "逾期"]), ("借", ["借"]), ("VIP卡费", ["vip", "卡费"]), ("？", [])],
)
def test_pairs(text, found):
    assert pairs(text) == found


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("罚息", True),
        ("2023", False),
        ("20231", False),
        ("第十八条", False),
        ("第三者", True),
        ("借", False),
        ("某的", False),
        ("abc", True),
    ],
)
def test_what_may_be_a_keyword(term, says):
    assert says_something(term) is says


@pytest.mark.parametrize(
    ("term", "guessed"),
    [("花呗", True), ("波抽", True), ("借款", False), ("连带保证", False), ("ai", False), ("号", False)],
)
def test_what_the_dictionary_does_not_know(term, guessed):
    assert is_guessed(term) is guessed


@given(st.text(alphabet=st.sampled_from("网贷花呗逾期借款人的了张某12ab，。 "), max_size=30))
def test_two_unknown_characters_are_found_whatever_stands_around_them(around):
    """花呗 is no word of the dictionary; it is a term wherever it stands."""
    half = len(around) // 2
    assert "花呗" in words(f"{around[:half]}花呗{around[half:]}")


@given(st.text(max_size=80))
def test_terms_need_no_quotes(text):
    assert all(term and all(c.isalnum() for c in term) and term == term.lower() for term in words(text))


@given(st.text(max_size=10))
def test_numbers_fit_the_column(term):
    try:
        assert -(2**31) <= number(term) < 2**31
    except UnicodeEncodeError:
        assert any("\ud800" <= c <= "\udfff" for c in term)
