"""A page is cut where its own words begin and end, and put together again to the letter."""

import pytest

from articles.rendering.cutting import cut

PAGE = (
    '<html><meta charset="utf-8"><title>题目</title><meta name="a"><link rel="icon" href="/i"><body>'
    '<main id="main" class="wrap" tabindex="-1">正文</main><footer>脚</footer></html>'
)


def test_its_pieces_make_the_page():
    pieces = cut(PAGE)
    assert (pieces.head.decode(), pieces.main.decode()) == ('<title>题目</title><meta name="a">', "正文")
    assert pieces.with_own(pieces.head, pieces.main).decode() == PAGE


def test_another_page_between_the_same_surroundings():
    assert cut(PAGE).with_own(b"<title>x</title>", b"y").decode() == PAGE.replace(
        '<title>题目</title><meta name="a">', "<title>x</title>"
    ).replace("正文", "y")


@pytest.mark.parametrize(
    "mark", ["<title>", '<link rel="icon"', '<main id="main" class="wrap" tabindex="-1">', "</main>"]
)
def test_what_is_no_page_of_ours_is_refused(mark):
    with pytest.raises(ValueError, match=r"base\.html"):
        cut(PAGE.replace(mark, ""))
