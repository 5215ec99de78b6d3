"""Quoted words, found again in another text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing.anchoring import Found, Text

OLD = ["第一段说明背景。", "借款人应当在三十日内还清本金和利息。", "第三段另有规定。"]
QUOTE = "在三十日内还清本金"


@pytest.mark.parametrize(
    ("new", "found", "block"),
    [
        (OLD, Found.EXACT, 1),
        ([OLD[1], OLD[0], OLD[2]], Found.EXACT, 0),  # moved
        (["新加的一段。", *OLD], Found.EXACT, 2),
        ([OLD[0], "借款人应当在三 十日\n内还清本金和利息。", OLD[2]], Found.EXACT, 1),  # spaces and breaks do not count
        ([OLD[0], "借款人应当在六十日内还清全部本金和利息。", OLD[2]], Found.CHANGED, 1),  # the sentence is another now
        ([OLD[0], OLD[2]], Found.GONE, None),
        ([], Found.GONE, None),
        (["借款人应当和利息。", *OLD[::2]], Found.GONE, None),  # what stood around it is not enough of it
    ],
)  # fmt: skip
def test_place(new, found, block):
    passage = Text(OLD).passage(QUOTE)
    place = Text(new).place(passage)
    assert (place.found, place.block) == (found, block)


def test_words_that_are_gone_are_looked_for_by_what_stood_around_them():
    old = Text(["合同约定，借款人应当在三十日内还清本金和利息，逾期按日计收违约金。"])
    new = Text(["前言。", "合同约定，借款人应当在六个月内还清本金和利息，逾期按日计收违约金。"])
    place = new.place(old.passage("三十日"))
    assert (place.found, place.block) == (Found.CHANGED, 1)


def test_which_of_the_same_words_is_known_by_what_stands_around_them():
    old = Text(["甲方：应当赔偿。", "乙方：应当赔偿。", "丙方：应当赔偿。"])
    second = old.passage("应当赔偿", 1)
    assert old.place(second).block == 1
    moved = Text(["丙方：应当赔偿。", "乙方：应当赔偿。"])
    assert (moved.place(second).block, moved.place(second).occurrence) == (1, 1)


def test_words_that_reach_over_two_blocks():
    place = Text(OLD).place(Text(OLD).passage("背景。\n借款人"))
    assert place.spans == ((0, 5, 8), (1, 0, 3))


def test_words_that_are_not_so_often_there():
    assert (Text(OLD).passage(QUOTE, 1), Text(OLD).passage("没有的话"), Text(OLD).passage(" ")) == (
        None,
        None,
        None,
    )


@given(st.lists(st.text("甲乙丙。 \n", max_size=8), max_size=5), st.data())
def test_whatever_is_quoted_is_found_where_it_was_quoted(blocks, data):
    text = Text(blocks)
    length = len(text.squeezed)
    start = data.draw(st.integers(0, max(length - 1, 0)))
    quote = text.squeezed[start : start + data.draw(st.integers(1, 6))]
    occurrence = sum(text.squeezed.startswith(quote, at) for at in range(start))
    if not quote:
        return
    place = text.place(text.passage(quote, occurrence))
    marked = "".join(blocks[block][first:last] for block, first, last in place.spans)
    assert ("".join(marked.split()), place.occurrence) == (quote, occurrence)
