"""How much a text says of a question."""

import pytest

from articles.searching.ranking import plain, weight

RARITIES = {"网贷": 2.0, "逾期": 2.0, "罚息": 5.0}
FILL = "别的话，" * 50


@pytest.mark.parametrize(
    ("more", "less", "why"),
    [
        (("题", "罚息" + FILL), ("题", "网贷" + FILL), "the rare word says more"),
        (("网贷", FILL), ("题", "网贷" + FILL), "the title says more than one place of the body"),
        (
            ("题", "网贷逾期" + FILL),
            ("题", "网贷网贷网贷网贷" + FILL),
            "two of the question's words, not one often",
        ),
        (("题", f"网贷逾期。{FILL}"), ("题", f"网贷。{FILL}逾期"), "in one sentence"),
        (("题", "网贷罚息" + FILL), ("题", "网贷罚息" + FILL * 6), "a short text"),
        (("网贷逾期罚息", FILL), ("罚息逾期网贷", FILL), "the question to the letter"),
    ],
)
def test_order(more, less, why):
    assert weight("网贷逾期罚息", *more, RARITIES) > weight("网贷逾期罚息", *less, RARITIES), why


def test_nothing_in_common():
    assert weight("网贷", "题", FILL, RARITIES) == 0
    assert weight("", "", "", {}) == 0


def test_tags_are_no_text():
    assert plain("<p>网<strong>贷</strong>A</p><ul><li><p>逾期</p></li></ul>") == "网贷a\n逾期\n\n"
