"""Two people's changes to one text: what makes one text, and what is left to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafting.three_way import blocks, merge, merge_html

BLOCKS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=8)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("abc", "xbc", "aby", "xby"),  # different paragraphs
        ("abc", "xbc", "ayc", "xyc"),  # neighbours, each changed
        ("abc", "xbc", "xbc", "xbc"),  # both made the same change
        ("abc", "xbc", "ybc", None),  # one paragraph, two texts
        ("abc", "abcx", "abcy", None),  # two paragraphs at one place: nobody knows their order
        ("abc", "abcx", "abcx", "abcx"),  # the same paragraph at one place
        ("abc", "xabc", "abcy", "xabcy"),  # at both ends
        ("abc", "ac", "axc", None),  # one threw away what the other changed
        ("abc", "ac", "abcd", "acd"),  # one threw away, the other added elsewhere
        ("abc", "xybc", "abzc", "xybzc"),  # the paragraph between them is untouched
        ("abc", "axyc", "abzc", None),  # does z stand before y or after it?
        ("", "a", "", "a"),
        ("", "", "", ""),
    ],
)
def test_merging(base, mine, theirs, merged):
    assert merge(base, mine, theirs) == (None if merged is None else list(merged))


@given(BLOCKS, BLOCKS)
def test_what_one_side_alone_changed_is_as_that_side_has_it(base, side):
    assert [merge(base, side, base), merge(base, base, side), merge(base, side, side)] == [side] * 3


@given(BLOCKS, BLOCKS, BLOCKS)
def test_it_does_not_matter_who_was_first(base, mine, theirs):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@given(BLOCKS, BLOCKS, BLOCKS, BLOCKS)
def test_changes_around_an_untouched_paragraph_are_both_kept(head, new_head, tail, new_tail):
    kept = ["第一条", "第二条"]  # said nowhere else
    assert merge([*head, *kept, *tail], [*new_head, *kept, *tail], [*head, *kept, *new_tail]) == [
        *new_head,
        *kept,
        *new_tail,
    ]


def test_a_text_of_too_many_paragraphs_is_left_to_people():
    long = [str(n) for n in range(3_001)]
    assert merge(long, ["x", *long], long) is None


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", []),
        ("<p>一</p><p>二</p>", ["<p>一</p>", "<p>二</p>"]),
        (
            "<ul><li><p>一</p></li><li>二</li></ul><hr><p>三</p>",
            ["<ul><li><p>一</p></li><li>二</li></ul>", "<hr>", "<p>三</p>"],
        ),
        ("散落的字<p>一<br>二</p>后面", ["散落的字", "<p>一<br>二</p>", "后面"]),
        (
            "<p>一\n二\u2028三</p>\n<p>四</p>",
            ["<p>一\n二\u2028三</p>", "\n", "<p>四</p>"],
        ),  # lines in a paragraph
    ],
)
def test_the_blocks_of_a_body(html, found):
    assert blocks(html) == found


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<ul>", "</ul>", "<br>", "字", "&amp;", "\n", "\u2028", "<", ">"]),
        max_size=20,
    )
)
def test_the_blocks_joined_are_the_body(parts):
    html = "".join(parts)
    assert "".join(blocks(html)) == html


def test_merging_bodies():
    base = "<h2>一</h2><p>甲</p><p>乙</p>"
    mine = "<h2>一</h2><p>甲</p><p>乙，我的</p>"
    theirs = "<h2>一、他的</h2><p>甲</p><p>乙</p>"
    assert merge_html(base, mine, theirs) == "<h2>一、他的</h2><p>甲</p><p>乙，我的</p>"
