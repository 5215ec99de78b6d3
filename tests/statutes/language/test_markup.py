"""HTML is read as text whose every character keeps its place."""

import nh3
import pytest
from hypothesis import given

from statutes.language.markup import Token, plain_text, tokens
from tests.statutes.bodies import BODIES


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("没有标签", "没有标签"),
        ("<p>一</p><p>二</p>", "一\n二"),  # a line break between paragraphs, none at the ends
        ("<p>《<strong>民法典</strong>》</p>", "《民法典》"),  # inline tags break nothing
        ("<p>一<br>二</p>", "一\n二"),
        ("<p>一<br/>二</p>", "一\n二"),  # as XHTML writes it
        ("<ul><li><p>一</p></li><li><p>二</p></li></ul>", "一\n二"),  # several tags, one break
        ("<p>一</p><p></p><hr><p>二</p>", "一\n二"),  # empty blocks add none
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),  # cells do not run together
        ("<p>A&amp;B &lt;b&gt; &#20013;&nbsp;</p>", "A&B <b> 中\xa0"),  # entities are read
        ("<p>&amp;lt;</p>", "&lt;"),  # once, not twice
        ("<p>a < b & c</p>", "a < b & c"),  # bare signs are text
    ],
)
def test_plain_text(html, text):
    assert plain_text(html) == text


def test_tokens():
    assert tokens('<p>一&amp;<a href="/laws/">二</a></p><p>三</p>') == [
        Token(raw="<p>", tag="p"),
        Token(text="一&", start=0),
        Token(raw='<a href="/laws/">', tag="a"),
        Token(text="二", start=2),
        Token(raw="</a>", tag="a", closes=True),
        Token(raw="</p>", tag="p", closes=True),
        Token(raw="<p>", tag="p"),
        Token(text="三", start=4),
        Token(raw="</p>", tag="p", closes=True),
    ]


@pytest.mark.parametrize(
    ("html", "opens"),
    [
        ("<p>", True),
        ("</p>", False),
        ("<br>", False),  # has nothing to close it
        ("文", False),
    ],
)
def test_what_opens(html, opens):
    (token,) = tokens(html)
    assert token.opens is opens


@given(BODIES)
def test_each_text_stands_in_the_whole_text_where_its_token_says(html):
    whole, texts = plain_text(html), [token for token in tokens(html) if token.is_text]
    assert [whole[t.start : t.start + len(t.text)] for t in texts] == [t.text for t in texts]
    assert whole.replace("\n", "") == "".join(t.text for t in texts)  # the breaks are all that is added


@given(BODIES)
def test_the_bodies_of_these_tests_are_as_the_sanitiser_leaves_them(html):
    """What the property tests are worth hangs on this."""
    tags = {"p", "strong", "em", "ul", "li", "a", "br"}
    assert nh3.clean(html, tags=tags, attributes={"a": {"href"}}, link_rel=None) == html
