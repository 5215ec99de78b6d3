"""The words that stayed, went and came between two texts of one 条."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.changes import fold_text
from statutes.difference import Kind, difference


def written(old: str, new: str) -> list[str]:
    """A line each, with [-what went-] and {+what came+}."""
    shapes = {Kind.KEPT: "{}", Kind.OUT: "[-{}-]", Kind.IN: "{{+{}+}}"}
    return ["".join(shapes[run.kind].format(run.text) for run in line) for line in difference(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("", "", []),
        ("甲乙丙。", "甲乙丙。", ["甲乙丙。"]),
        ("甲,乙：(一)丙", "甲，乙:（一）丙", ["甲，乙:（一）丙"]),  # the form is the new one's, and no difference
        ("设立公司必须依法制定公司章程。", "设立公司应当依法制定公司章程。", ["设立公司[-必须-]{+应当+}依法制定公司章程。"]),
        ("", "新的一条。", ["{+新的一条。+}"]),
        ("旧的一条。", "", ["[-旧的一条。-]"]),
        (  # a 款 put in
            "第一款的文字。\n第三款的文字在此。",
            "第一款的文字。\n公司的合法权益受保护。\n第三款的文字在此。",
            ["第一款的文字。", "{+公司的合法权益受保护。+}", "第三款的文字在此。"],
        ),
        (  # a list that stood in one line: the form
            "有下列情形之一的：（一）甲甲甲；（二）乙乙乙。",
            "有下列情形之一的：\n（一）甲甲甲；\n（二）乙乙丙。",
            ["有下列情形之一的：", "（一）甲甲甲；", "（二）乙乙[-乙-]{+丙+}。"],
        ),
        ("甲乙丙丁戊己。", "子丑寅卯辰巳。", ["[-甲乙丙丁戊己。-]", "{+子丑寅卯辰巳。+}"]),  # nothing in common
        (  # two kept characters between changes are read with them
            "罚款一万元以上三万元以下的处罚由主管机关决定。",
            "罚款五万元以上九万元以下的处罚由主管机关决定。",
            ["罚款[-一-]{+五+}万元以上[-三-]{+九+}万元以下的处罚由主管机关决定。"],
        ),
        (
            "没收甲和乙的违法所得由主管机关决定。",
            "没收子和丑的违法所得由主管机关决定。",
            ["没收[-甲和乙-]{+子和丑+}的违法所得由主管机关决定。"],
        ),
    ],
)  # fmt: skip
def test_difference(old, new, lines):
    assert written(old, new) == lines


TEXT = st.text("甲乙丙丁应当可以，。；：（一）（二） \n", max_size=40)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_from_it(old, new):
    """But for the form: width, spaces, and which lines are one."""
    lines = difference(old, new)

    def read(*kinds: Kind) -> str:
        return fold_text("".join(run.text for line in lines for run in line if run.kind in kinds))

    assert read(Kind.KEPT, Kind.OUT) == fold_text(old)
    assert read(Kind.KEPT, Kind.IN) == fold_text(new)


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert {run.kind for line in difference(text, text) for run in line} <= {Kind.KEPT}


def test_a_very_long_line_does_not_take_long():
    """Some annexes are one line of many thousand characters."""
    clauses = [f"第{n}类产品的许可由主管机关决定" for n in range(1500)]
    old = "，".join(clauses)
    new = "，".join([*clauses[:700], "另有规定的除外", *clauses[701:]])
    started = time.perf_counter()
    runs = [run for line in difference(old, new) for run in line]
    assert time.perf_counter() - started < 3
    assert [run.kind for run in runs] == [Kind.KEPT, Kind.OUT, Kind.IN, Kind.KEPT]


def test_a_very_long_list_does_not_take_long():
    old, new = ("\n".join(f"{word}{n}号产品。" for n in range(2000)) for word in ("甲", "乙"))
    started = time.perf_counter()
    assert len(difference(old, new)) == 4000
    assert time.perf_counter() - started < 3
