"""The keywords of an article."""

from articles.searching.frequencies import Frequencies
from articles.searching.keywords import MOST, WHOLE, keywords, ties
from articles.searching.tokens import number

KNOWN = Frequencies.of(1000, 1, {"合同": 900, "罚息": 3, "逾期": 30})


def test_what_is_rare_and_repeated_says_most():
    found = keywords(["合同"], ["合同", "罚息", "逾期", "逾期"], {}, KNOWN)
    assert [term for term, _ in found] == [number(term) for term in ("逾期", "罚息", "合同")]


def test_weights_are_parts_of_one_length():
    found = keywords(["网贷"], ["罚息", "逾期"], {"tag:3": 2.0}, KNOWN)
    assert abs(sum(weight**2 for _, weight in found) - WHOLE**2) < WHOLE**2 / 100


def test_provisions_and_tags_stand_beside_words_and_each_once():
    assert ties([(1, "1034"), (1, "1034"), (2, "5")], [7, 7]) == {
        "law:1:1034": 2.5,
        "law:2:5": 2.5,
        "tag:7": 2.0,
    }
    found = keywords(["题目"], ["合同"], ties([(1, "1034")], [7]), KNOWN)
    assert [term for term, _ in found][:2] == [number("law:1:1034"), number("tag:7")]


def test_no_more_than_are_kept():
    assert len(keywords([], [f"词{n}甲" for n in range(80)], {}, KNOWN)) == MOST
    assert keywords([], [], {}, KNOWN) == []


def numbers(*terms: str) -> list[int]:
    return sorted(map(number, terms))


def test_a_pair_that_no_dictionary_knows_counts_where_it_stands_twice():
    """宁波抽逃 makes 波抽; 花呗 is a word that people have and the dictionary has not."""
    found = keywords(["花呗", "波抽"], ["花呗", "借款", "远认"], {}, KNOWN)
    assert sorted(term for term, _ in found) == numbers("花呗", "借款")


def test_a_part_that_stands_nowhere_else_is_left_out():
    body = ["承租", "承租人", "保证", "连带保证", "保证", "第十八条", "86600"]
    found = keywords([], body, {}, KNOWN)
    assert sorted(term for term, _ in found) == numbers("承租人", "保证", "连带保证")
