"""Links are laid over the text without changing it."""

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.citations.annotate import Link, annotate
from statutes.language.markup import plain_text, tokens
from tests.statutes.bodies import BODIES, nesting_faults


def linked(html: str, *cited: str) -> str:
    """The HTML with [each cited text] linked, short to read: <a>…</a>."""
    text = plain_text(html)
    spans = [(text.index(words), text.index(words) + len(words)) for words in cited]
    return annotate(html, [Link(span, (("class", "cite"),)) for span in spans]).replace(' class="cite"', "")


@pytest.mark.parametrize(
    ("html", "cited", "expected"),
    [
        ("<p>见《民法典》第1034条。</p>", ["《民法典》第1034条"], "<p>见<a>《民法典》第1034条</a>。</p>"),
        ("<p>甲</p>", [], "<p>甲</p>"),
        (  # inside an element
            "<p>见<strong>《民法典》第1034条</strong>。</p>",
            ["《民法典》第1034条"],
            "<p>见<strong><a>《民法典》第1034条</a></strong>。</p>",
        ),
        (  # an element inside
            "<p>《<strong>民法典</strong>》第1034条。</p>",
            ["《民法典》第1034条"],
            "<p><a>《<strong>民法典</strong>》第1034条</a>。</p>",
        ),
        (  # begins in an element that it fills: the link goes around both
            "<p>见<strong>《民法典》</strong>第1034条。</p>",
            ["《民法典》第1034条"],
            "<p>见<a><strong>《民法典》</strong>第1034条</a>。</p>",
        ),
        (  # ends in an element that it fills
            "<p>见《民法典》<strong>第1034条</strong>。</p>",
            ["《民法典》第1034条"],
            "<p>见<a>《民法典》<strong>第1034条</strong></a>。</p>",
        ),
        (  # nested elements that it fills
            "<p><strong><em>《民法典》</em></strong>第<em>1034</em>条</p>",
            ["《民法典》第1034条"],
            "<p><a><strong><em>《民法典》</em></strong>第<em>1034</em>条</a></p>",
        ),
        (  # begins in the middle of an element: one link for each stretch
            "<p><strong>见《民法典》</strong>第1034条</p>",
            ["《民法典》第1034条"],
            "<p><strong>见<a>《民法典》</a></strong><a>第1034条</a></p>",
        ),
        (  # ends in the middle of one
            "<p>《民法典》<strong>第1034条规定</strong></p>",
            ["《民法典》第1034条"],
            "<p><a>《民法典》</a><strong><a>第1034条</a>规定</strong></p>",
        ),
        (  # begins behind something else in an element
            "<p><strong>见<em></em>《民法典》</strong>第1034条</p>",
            ["《民法典》第1034条"],
            "<p><strong>见<em></em><a>《民法典》</a></strong><a>第1034条</a></p>",
        ),
        (  # ends before something else in one
            "<p>《民法典》<strong>第1034条<br>规定</strong></p>",
            ["《民法典》第1034条"],
            "<p><a>《民法典》</a><strong><a>第1034条</a><br>规定</strong></p>",
        ),
        (  # a link that stands there already is the author's
            '<p>见<a href="/x">《民法典》第1034条</a></p>',
            ["《民法典》第1034条"],
            '<p>见<a href="/x">《民法典》第1034条</a></p>',
        ),
        (  # also where it covers a part of the citation
            '<p>见<a href="/x">《民法典》</a>第1034条</p>',
            ["《民法典》第1034条"],
            '<p>见<a href="/x">《民法典》</a>第1034条</p>',
        ),
        (  # a link without words, left behind by an editor, gets no other around it
            '<p>《民<a href="/x"></a>法典》</p>',
            ["《民法典》"],
            '<p><a>《民</a><a href="/x"></a><a>法典》</a></p>',
        ),
        (  # behind an author's link
            '<p><a href="/x">甲</a>《民法典》</p>',
            ["《民法典》"],
            '<p><a href="/x">甲</a><a>《民法典》</a></p>',
        ),
        (  # entities stay escaped
            "<p>A&amp;B &lt;b&gt;《民法典》&lt;/b&gt;</p>",
            ["《民法典》"],
            "<p>A&amp;B &lt;b&gt;<a>《民法典》</a>&lt;/b&gt;</p>",
        ),
        (  # also inside the link
            "<p>《A&amp;B法》</p>",
            ["《A&B法》"],
            "<p><a>《A&amp;B法》</a></p>",
        ),
        (  # two side by side
            "<p>《民法典》《刑法》</p>",
            ["《民法典》", "《刑法》"],
            "<p><a>《民法典》</a><a>《刑法》</a></p>",
        ),
        (  # two side by side, an element each
            "<p><em>《民</em>法典》<em>《刑法》</em></p>",
            ["《民法典》", "《刑法》"],
            "<p><a><em>《民</em>法典》</a><em><a>《刑法》</a></em></p>",
        ),
        (  # two paragraphs
            "<p>《民法典》</p><p>《刑法》</p>",
            ["《民法典》", "《刑法》"],
            "<p><a>《民法典》</a></p><p><a>《刑法》</a></p>",
        ),
    ],
)
def test_annotate(html, cited, expected):
    assert linked(html, *cited) == expected


def test_attributes_are_escaped():
    link = Link((0, 1), (("href", '/laws/"><script>'), ("data-text", "A & B")))
    assert annotate("<p>法</p>", [link]) == (
        '<p><a href="/laws/&quot;&gt;&lt;script&gt;" data-text="A &amp; B">法</a></p>'
    )


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 3), "<p><a>甲</a></p><p><a>乙</a></p>"),  # a link is never around a paragraph
        ((0, 2), "<p><a>甲</a></p><p>乙</p>"),  # ends with the break
        ((1, 3), "<p>甲</p><p><a>乙</a></p>"),  # begins with the break
        ((1, 2), "<p>甲</p><p>乙</p>"),  # is nothing but the break
        ((0, 0), "<p>甲</p><p>乙</p>"),  # is nothing at all
    ],
)
def test_a_break_between_paragraphs_is_not_linked(span, expected):
    assert annotate("<p>甲</p><p>乙</p>", [Link(span, ())]).replace("<a >", "<a>") == expected


@st.composite
def bodies_with_spans(draw):
    """A sanitised body and spans of its text that do not overlap."""
    html = draw(BODIES)
    edges = sorted(draw(st.sets(st.integers(0, len(plain_text(html))), max_size=8)))
    return html, list(zip(edges[::2], edges[1::2], strict=False))


def annotated(html: str, spans: list[tuple[int, int]]) -> str:
    return annotate(html, [Link(span, (("class", "cite"), ("href", "/laws/"))) for span in spans])


@given(bodies_with_spans())
def test_the_text_is_unchanged(case):
    html, spans = case
    assert plain_text(annotated(html, spans)) == plain_text(html)


@given(bodies_with_spans())
def test_the_result_is_well_nested_and_nothing_that_the_sanitiser_would_mend(case):
    html = annotated(*case)
    tags = {"p", "strong", "em", "ul", "li", "a", "br"}
    assert nesting_faults(html) == []
    assert nh3.clean(html, tags=tags, attributes={"a": {"class", "href"}}, link_rel=None) == html


@given(bodies_with_spans())
def test_all_of_a_span_is_linked_and_nothing_else(case):
    """But for what stands in an author's link already, and line breaks."""
    html, spans = case
    taken, text = _places(html, "<a "), plain_text(html)
    wanted = {
        place
        for start, end in spans
        if taken.isdisjoint(range(start, end))
        for place in range(start, end)
        if text[place] != "\n"
    }
    assert _places(annotated(html, spans), '<a class="cite"') == wanted


def _places(html: str, opening: str) -> set[int]:
    """The places in the text that stand inside a link which opens so."""
    found, inside = set(), False
    for token in tokens(html):
        if token.tag == "a":
            inside = token.raw.startswith(opening)
        elif token.is_text and inside:
            found.update(range(token.start, token.start + len(token.text)))
    return found
