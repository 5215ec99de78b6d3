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
