"""The lines of a provision are counted as 款 and 项."""

import pytest

from statutes.language.units import Line, lines


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("只有一款。", ["9.p1"]),
        ("第一款。\n第二款。", ["9.p1", "9.p2"]),
        ("有下列情形的：\n（一）甲；\n（二）乙。", ["9.p1", "9.p1.i1", "9.p1.i2"]),
        ("下列：\n(一)甲；\n(二)乙。", ["9.p1", "9.p1.i1", "9.p1.i2"]),  # half-width brackets
        ("下列：\n（一）甲。\n前款规定……", ["9.p1", "9.p1.i1", "9.p2"]),  # a 款 behind the items
        ("一：\n（一）甲。\n二：\n（一）乙。", ["9.p1", "9.p1.i1", "9.p2", "9.p2.i1"]),  # items start again
        ("（一）甲。\n（二）乙。", ["9.p1", "9.p1.i1"]),  # nothing before the first line: it is the first 款
        ("第一款。\n（见附表）第二款。", ["9.p1", "9.p2"]),  # a bracket that is no number
        ("第一款。\n\n  \n第二款。\n", ["9.p1", "9.p2"]),  # blank lines do not count
        ("", []),
    ],
)
def test_keys(text, keys):
    assert [line.key for line in lines(text, "9")] == keys


def test_a_line_keeps_its_words_and_says_whether_it_is_an_item():
    assert lines(" 下列：\n　（一）甲；", "120-1") == [
        Line("120-1.p1", "下列：", is_item=False),
        Line("120-1.p1.i1", "（一）甲；", is_item=True),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("下列：（一）甲；（二）乙。", ["下列：", "（一）甲；", "（二）乙。"]),
        ("下列:(一)甲;(二)乙。", ["下列:", "(一)甲;", "(二)乙。"]),  # half-width
        ("下列： （一）甲，（二）乙，（三）丙。", ["下列：", "（一）甲，", "（二）乙，", "（三）丙。"]),
        ("下列：（一）甲。", ["下列：（一）甲。"]),  # one alone is no list
        ("依照本条（一）、（二）办理。", ["依照本条（一）、（二）办理。"]),  # nothing introduces them
        (
            "下列：（一）甲；（三）丙；（二）乙。",
            ["下列：", "（一）甲；（三）丙；", "（二）乙。"],
        ),  # in their order
    ],
)
def test_items_in_one_line(text, parts):
    assert [line.text for line in lines(text, "9")] == parts


def test_the_keys_of_items_in_one_line():
    found = lines("首款。\n下列：（一）甲；（二）乙。\n末款。", "9")
    assert [line.key for line in found] == ["9.p1", "9.p2", "9.p2.i1", "9.p2.i2", "9.p3"]
