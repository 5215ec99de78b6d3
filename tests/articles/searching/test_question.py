"""What is looked for of what was typed."""

import pytest

from articles.searching.question import LONGEST, read


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("网贷逾期怎么办", ("网贷", "贷逾", "逾期")),  # the words of asking are left out …
        ("怎么办", ("怎么", "怎么办")),  # … where there are others
        ("网贷 网贷", ("网贷",)),  # each once
        ("我", ("我",)),
        ("%'\"\\", ()),
        ("\x00\ud800 \n", ()),
    ],
)
def test_words(typed, terms):
    assert read(typed).words == terms


def test_long_ones_are_cut():
    question = read("网贷逾期" * 5_000)
    assert len(question.text) == LONGEST
    assert len(read("".join(map(chr, range(0x5000, 0x7000)))).pairs) == 60


def test_a_single_character():
    assert (read("借").is_single, read("借款").is_single, read("").is_single) == (True, False, False)
