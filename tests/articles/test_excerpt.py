"""The short text that stands for an article in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.excerpt import LENGTH, excerpt_of

SHORT = "网贷逾期以后，先弄清楚欠多少。"
FIFTY = "一" * 49 + "。"
LONG = "二" * 500


@pytest.mark.parametrize(
    ("summary", "text", "excerpt"),
    [
        ("摘要。", SHORT, "摘要。"),
        ("  摘\n要 ", SHORT, "摘 要"),
        ("摘" * 200, SHORT, "摘" * 200),  # what a lawyer wrote is not cut
        ("", SHORT, SHORT),
        ("   ", SHORT, SHORT),  # blanks are no summary
        ("", "", ""),
        ("", "标题\n第一段。\n\n第二段。", "标题 第一段。 第二段。"),  # one line
        ("", "一" * LENGTH, "一" * LENGTH),  # it just fits
        ("", FIFTY * 3, FIFTY * 2),  # whole sentences where they fit
        ("", "一" * 60 + "！" + LONG, "一" * 60 + "！"),
        ("", "短。" + LONG, "短。" + "二" * (LENGTH - 3) + "…"),  # one short sentence alone says too little
        ("", LONG, "二" * (LENGTH - 1) + "…"),
    ],
)
def test_excerpt_of(summary, text, excerpt):
    assert excerpt_of(summary, text) == excerpt


@given(st.text(alphabet="一二。！\n  \u3000", max_size=400))
def test_the_opening_is_short_and_begins_the_text(text):
    excerpt = excerpt_of("", text)
    assert len(excerpt) <= LENGTH
    assert " ".join(text.split()).startswith(excerpt.removesuffix("…"))
