"""A text is divided into its 条, and what breaks the form is mended and noted, or doubted."""

import pytest

from statutes.citations.address import Address
from statutes.importing.body import read_body
from statutes.importing.tree import Note, OutlineError, Part
from statutes.language.numerals import to_chinese


def read(*lines: str, root: str = ""):
    return read_body(list(enumerate(lines, 10)), root)


def texts(body) -> list[tuple[str, str, str]]:
    return [(p.key, p.path, p.text) for p in body.provisions]


def test_the_text_before_the_first_article():
    body = read("为了……，制定本规定。", "## 第一章 总则", "第一条 甲。")
    assert body.preamble == ["为了……，制定本规定。"]
    assert texts(body) == [("1", "第一章 总则", "甲。")]


def test_the_words_under_a_heading_before_any_article_are_preamble():
    body = read("## 序言", "中国是世界上历史最悠久的国家之一。", "## 第一章 总纲", "第一条 甲。")
    assert body.preamble == ["中国是世界上历史最悠久的国家之一。"]
    assert texts(body) == [("1", "第一章 总纲", "甲。")]


@pytest.mark.parametrize(
    "line", ["第二 条侦查人员……", "笫二条 侦查人员……", "第二条侦查人员……", "第 二 条 侦查人员……"]
)
def test_a_malformed_number_that_fills_a_gap(line):
    body = read("第一条 甲。", line, "第三条 丙。")
    assert [p.text for p in body.provisions] == ["甲。", "侦查人员……", "丙。"]
    assert body.repairs == [Note(11, f"条号写法不规范，已识别为第二条：{line}")]


@pytest.mark.parametrize("line", ["第二条规定的情形，从其规定。", "第五条规定的情形，从其规定。"])
def test_a_line_that_only_speaks_of_an_article(line):
    """There is a 第二条 elsewhere, and 第五条 is not the next."""
    body = read("第一条 甲。", line, "第二条 乙。")
    assert texts(body)[0] == ("1", "", f"甲。\n{line}")
    assert body.repairs == []


def test_articles_glued_into_one_line():
    body = read("第一条 甲。 第二条 乙： （一）子； （二）丑。 第三条 丙。 又款。", "第四条 丁。")
    assert [(p.key, p.text) for p in body.provisions] == [
        ("1", "甲。"),
        ("2", "乙：\n（一）子；\n（二）丑。"),
        ("3", "丙。\n又款。"),
        ("4", "丁。"),
    ]
    assert [note.line for note in body.repairs] == [10, 10]


def test_a_thousand_articles_in_one_line():
    line = " ".join(f"第{to_chinese(n)}条 甲。" for n in range(1, 2001))
    assert [p.address.article for p in read(line).provisions] == list(range(1, 2001))


def test_a_citation_in_a_line_is_not_glued():
    body = read("第一条 依照本法 第二条 处理。 第五条 也一样。", "第二条 乙。")
    assert [p.key for p in body.provisions] == ["1", "2"]


def test_a_jump_is_doubted_and_a_suffix_is_not():
    body = read("第三条 甲。", "第三条之一 乙。", "第三条之二 丙。", "第四条 丁。", "第九条 戊。")
    assert body.doubts == [Note(14, "条号从第4条跳到第9条")]


def test_a_heading_over_two_lines():
    body = read("第一条 甲。", "## 第二章 审查和批准决算，听取和审议", "计划的执行情况报告", "第二条 乙。")
    assert texts(body)[1] == ("2", "第二章 审查和批准决算，听取和审议计划的执行情况报告", "乙。")
    assert body.repairs == [Note(12, "标题折行，已接上：计划的执行情况报告")]


def test_a_subheading_without_a_mark():
    body = read("第一条 甲。", "## 三、关于担保物权", "（一）一般规定", "第二条 乙。")
    assert texts(body)[1][1] == "三、关于担保物权 （一）一般规定"


def test_what_stands_behind_the_last_article():
    body = read("第一条 甲。", "## 附件一", "废止的条例：", "1．甲条例", "## 附件二", "保留的条例。")
    assert texts(body) == [
        ("1", "", "甲。"),
        ("a1", "附件一", "废止的条例：\n1．甲条例"),
        ("a2", "附件二", "保留的条例。"),
    ]
    assert [p.part for p in body.provisions] == [Part.ARTICLE, Part.ANNEX, Part.ANNEX]


def test_an_annex_in_several_chapters_is_one():
    body = read("第一条 甲。", "## 一、目录", "子。", "## 二、说明", "丑。")
    assert texts(body)[1:] == [("a1", "一、目录", "子。\n二、说明\n丑。")]


def test_what_nobody_sees_is_gone_and_ideographic_spaces_are_plain():
    body = read("## 第一章\u3000总\u3000则", "\u200b", "第一条 甲\u200b乙\u3000丙。")
    assert texts(body) == [("1", "第一章 总 则", "甲乙 丙。")]


def test_the_book_is_the_root_of_the_path():
    body = read("## 第一章\u2002\u2002一般规定", "第九百八十九条 甲。", root="人格权编")
    assert texts(body) == [("989", "人格权编 第一章 一般规定", "甲。")]


@pytest.mark.parametrize(
    ("lines", "preamble", "sections"),
    [
        (
            [
                "作如下修改：",
                "一、甲：",
                "“引文。”",
                "（一）子。",
                "二、乙。",
                "六、不是下一节。",
                "三、丙。",
            ],
            ["作如下修改："],
            [("s1", "甲：\n“引文。”\n（一）子。"), ("s2", "乙。\n六、不是下一节。"), ("s3", "丙。")],
        ),
        (["## 一、标题", "内容。", "## 二、标题"], [], [("s1", "标题\n内容。"), ("s2", "标题")]),
        (["上海市高级人民法院：", "批复如下。"], [], [("s0", "上海市高级人民法院：\n批复如下。")]),
        (["二、从二开始。"], [], [("s0", "二、从二开始。")]),
        ([], [], []),
    ],
)
def test_a_text_without_articles(lines, preamble, sections):
    body = read(*lines)
    assert body.preamble == preamble
    assert [(p.key, p.text) for p in body.provisions] == sections
    assert all(p.part == Part.SECTION for p in body.provisions)


def test_no_word_of_a_text_is_lost():
    lines = ["前言。", "## 第一章 总则", "第一条 甲。", "款。", "（一）项；", "## 附件", "表。"]
    body = read(*lines)
    kept = "".join([*body.preamble, *(p.path + p.text for p in body.provisions)])
    assert all(line.lstrip("# ").removeprefix("第一条 ") in kept for line in lines)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["第一条 甲。", "第一条 乙。"], "第 11 行：第1条出现了两次"),
        (["第十百条 甲。"], "第 10 行：看不懂条号“十百”"),
    ],
)
def test_what_is_refused(lines, message):
    with pytest.raises(OutlineError) as refusal:
        read(*lines)
    assert str(refusal.value) == message


def test_addresses():
    assert [p.address for p in read("第一百二十条之一 甲。").provisions] == [Address(120, 1)]
