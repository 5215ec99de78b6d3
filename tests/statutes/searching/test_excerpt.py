"""The slice that a list of results shows."""

from hypothesis import given
from hypothesis import strategies as st

from statutes.searching.excerpt import LENGTH, excerpt


def test_the_words_are_marked_where_they_stand():
    found = excerpt("用人单位拖欠工资的，劳动者可以申请支付令。", {"拖欠", "欠工", "工资"})
    assert [found.text[a:b] for a, b in found.spans] == ["拖欠工资"]
    assert (found.is_opening, found.is_ending) == (True, True)


def test_of_a_long_text_the_part_with_the_words():
    text = "甲" * 400 + "。用人单位拖欠工资。" + "乙" * 400
    found = excerpt(text, {"拖欠", "工资"})
    assert "拖欠工资" in found.text
    assert (found.is_opening, found.is_ending) == (False, False)


@given(st.text(max_size=400), st.frozensets(st.text(min_size=1, max_size=3), max_size=5))
def test_no_character_is_lost(text, terms):
    found = excerpt(text, terms)
    assert found.text in text
    assert len(found.text) == min(len(text), LENGTH) or not found.is_opening
    edges = [0, *(edge for span in found.spans for edge in span), len(found.text)]
    assert edges == sorted(edges)
