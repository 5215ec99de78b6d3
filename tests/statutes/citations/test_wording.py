"""Which differences change what a provision says."""

import pytest

from statutes.citations.wording import matters, measures, renumbers, reverses


@pytest.mark.parametrize(
    ("said", "provision", "changes"),
    [
        ("可以", "应当", True),
        ("和", "或者", True),
        ("承租", "出租", True),
        ("", "过分", True),
        ("", "不", True),
        ("书面", "", True),
        ("要", "应当", False),
        ("法院", "人民法院", False),
        ("", "提出的", False),  # a word without weight
        ("以", "为", False),
    ],
)
def test_matters(said, provision, changes):
    assert matters(said, provision) is changes


@pytest.mark.parametrize(
    ("said", "provision", "contradicts"),
    [
        ("连带责任", "补充责任", True),
        ("3", "2", True),
        ("故意", "故意或重大过失", False),
        ("他", "其", False),
    ],
)
def test_renumbers(said, provision, contradicts):
    assert renumbers(said, provision) is contradicts


@pytest.mark.parametrize(
    ("said", "provision", "contradicts"), [("可", "应", True), ("", "未", True), ("先可", "可", False)]
)
def test_reverses(said, provision, contradicts):
    assert reverses(said, provision) is contradicts


def test_measures_have_one_unit():
    assert measures("7天内赔3倍，前2款") == {"7日", "3倍"}
