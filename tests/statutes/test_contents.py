"""A table of contents, and the text under its headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.contents import Heading, contents, headings_of
from statutes.models import Provision


@pytest.mark.parametrize(
    ("path", "headings"),
    [
        ("", []),
        ("第一章 总则", ["第一章 总则"]),
        (
            "总则 第二章 自然人 第二节 监 护",
            ["总则", "第二章 自然人", "第二节 监 护"],
        ),  # spaces inside a heading
        ("第一编 总则 第一章 刑法的任务", ["第一编 总则", "第一章 刑法的任务"]),
        ("合同编 第二分编 典型合同 第十三章 保证合同", ["合同编", "第二分编 典型合同", "第十三章 保证合同"]),
        ("三、关于担保物权 （一）担保合同的效力", ["三、关于担保物权", "（一）担保合同的效力"]),
        ("第二章 违反第三章规定的责任", ["第二章 违反第三章规定的责任"]),  # not behind a space
    ],
)
def test_the_headings_of_a_path(path, headings):
    assert headings_of(path) == headings


@given(st.text("第一二章节编 （）总则", max_size=40))
def test_the_headings_are_the_path(path):
    assert " ".join(headings_of(path)) == path


def provisions(*rows: tuple[str, str]) -> list[Provision]:
    return [
        Provision(key=key, number=int(key.strip("sa").split("-")[0]), path=path, is_section=key[0] in "sa")
        for key, path in rows
    ]


def tree(headings: list[Heading]) -> list:
    return [(h.title, h.anchor, h.level, h.reach, tree(h.below)) for h in headings]


def test_a_tree_of_headings():
    found = contents(
        provisions(
            ("1", "甲编 第一章 子"), ("2", "甲编 第一章 子"), ("3", "甲编 第二章 丑 第一节 寅"),
            ("4", "乙编 第一章 子"), ("120-1", "乙编 第一章 子"),
        )
    )  # fmt: skip
    assert tree(found.headings) == [
        (
            "甲编", "h1-1", 2, "第1—3条", [
                ("第一章 子", "h2-1", 3, "第1—2条", []),
                ("第二章 丑", "h2-3", 3, "第3条", [("第一节 寅", "h3-3", 4, "第3条", [])]),
            ],
        ),
        ("乙编", "h1-4", 2, "第4—120条", [("第一章 子", "h2-4", 3, "第4—120条", [])]),
    ]  # fmt: skip
    shape = [([h.title for h in s.headings], s.level, [p.key for p in s.provisions]) for s in found.stretches]
    assert shape == [
        (["甲编", "第一章 子"], 4, ["1", "2"]),
        (["第二章 丑", "第一节 寅"], 5, ["3"]),
        (["乙编", "第一章 子"], 4, ["4", "120-1"]),
    ]
    assert (found.count, found.is_folded) == (6, False)


def test_a_text_without_headings():
    found = contents(provisions(("1", ""), ("2", "")))
    assert (found.headings, len(found.stretches), found.stretches[0].level) == ([], 1, 2)
    assert contents([]).stretches == []


def test_an_annex_is_listed_by_its_name_and_has_no_heading_above_it():
    found = contents(provisions(("1", "第一章 甲"), ("a1", "附件一"), ("a2", "附件二")))
    assert tree(found.headings) == [
        ("第一章 甲", "h1-1", 2, "第1条", []),
        ("附件一", "a1", 2, "", []),
        ("附件二", "a2", 2, "", []),
    ]
    assert [(len(s.headings), s.level) for s in found.stretches] == [(1, 3), (0, 2), (0, 2)]


def test_many_headings_are_folded():
    found = contents(provisions(*((str(n), f"第{'一' * n}章 甲") for n in range(1, 31))))
    assert (found.count, found.is_folded) == (30, True)


PATHS = st.lists(
    st.sampled_from(["", "甲编", "甲编 第一章 子", "甲编 第二章 丑", "乙编 第一章 子"]), max_size=12
)


@given(PATHS)
def test_every_provision_stands_once_in_its_order_and_no_anchor_twice(paths):
    rows = provisions(*((str(n), path) for n, path in enumerate(paths, 1)))
    found = contents(rows)
    assert [row for stretch in found.stretches for row in stretch.provisions] == rows
    anchors = [heading.anchor for stretch in found.stretches for heading in stretch.headings]
    assert (len(set(anchors)), len(anchors)) == (found.count, found.count)
    assert all(stretch.provisions for stretch in found.stretches)
