"""Texts with ten characters in common share a fingerprint."""

from hypothesis import given
from hypothesis import strategies as st

from statutes.language.shingles import fingerprints

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), max_size=40)


@given(HAN, HAN, st.text(st.characters(min_codepoint=0x5000, max_codepoint=0x5200), min_size=10, max_size=30))
def test_ten_characters_in_common_are_found(before, after, shared):
    assert set(fingerprints(before + shared + after)) & set(fingerprints(shared))


def test_width_and_punctuation_do_not_matter():
    assert fingerprints("自收到商品之日起７日内，有权退货。") == fingerprints("自收到商品之日起7日内有权退货")


def test_they_are_few_and_fit_an_integer():
    prints = fingerprints(
        "自然人的个人信息受法律保护。任何组织或者个人需要获取他人个人信息的，应当依法取得并确保信息安全。"
    )
    assert len(prints) < 25
    assert all(-(2**31) <= number < 2**31 for number in prints)


def test_a_text_too_short_has_none():
    assert fingerprints("民法典") == []
