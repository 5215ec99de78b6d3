"""Other words put into HTML at places of its plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.citations.replace import replace
from statutes.language.markup import plain_text


@pytest.mark.parametrize(
    ("html", "words", "new", "changed"),
    [
        ("<p>见第10条。</p>", "第10条", "第11条", "<p>见第11条。</p>"),
        ("<p>《<b>民法典</b>》第10条</p>", "第10条", "第11条", "<p>《<b>民法典</b>》第11条</p>"),
        ("<p>第<em>10</em>条</p>", "第10条", "第11条", "<p>第11条<em></em></p>"),  # the tags stay
        ("<p>甲&amp;乙</p><p>第1条</p>", "第1条", "第2条", "<p>甲&amp;乙</p><p>第2条</p>"),
        ("<p>甲</p>", "甲", "<乙>", "<p>&lt;乙&gt;</p>"),  # new words are text
    ],
)
def test_replace(html, words, new, changed):
    start = plain_text(html).index(words)
    assert replace(html, [((start, start + len(words)), new)]) == changed


def test_several_in_any_order():
    assert replace("<p>第1条和第2条</p>", [((4, 7), "第20条"), ((0, 3), "第10条")]) == "<p>第10条和第20条</p>"


@given(st.lists(st.text("甲乙丙<&", min_size=1, max_size=5), min_size=1, max_size=5), st.data())
def test_the_text_is_changed_there_and_nowhere_else(pieces, data):
    escaped = [piece.replace("&", "&amp;").replace("<", "&lt;") for piece in pieces]
    html = "<p>" + "".join(f"<em>{piece}</em>" for piece in escaped) + "</p>"
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert plain_text(replace(html, [((start, end), "新")])) == text[:start] + "新" + text[end:]
