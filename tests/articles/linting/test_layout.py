"""Doubled titles, repeated sentences, keywords, marks of other editors."""

import pytest

from articles.linting.layout import PAGES
from articles.linting.lint import lint
from articles.linting.passage import Manuscript
from articles.linting.values import Rule

SENTENCE = "网贷逾期以后千万不要以贷养贷，先停下来算账。"


def found(detector: str, body: str = "正文。", title: str = "标题", exceptions=()) -> list[str]:
    rule = Rule("x", detector, exceptions=tuple(exceptions))
    return [finding.words for finding in lint(Manuscript(title, body), [rule])]


@pytest.mark.parametrize(
    ("title", "is_doubled"),
    [
        ("网贷逾期会怎样？网贷逾期会怎样处理", True),
        ("网贷逾期群发短信给通讯录违法吗?网贷逾期群发短信给通讯录是否违法", True),
        ("网贷逾期给通讯录发短信违法吗?网贷逾期发通讯录是否违法?", True),
        ("网贷逾期被爆通讯录,该如何投诉?网贷逾期被爆通讯录,投诉指南", True),
        ("网贷逾期短信会发给通讯录好友吗?网贷逾期是否会爆通讯录?", False),  # two questions
        ("网贷逾期把通讯录权限关闭可以吗?", False),
        ("劳动合同到期不续签，公司要不要赔偿？", False),
        ("借条和欠条，有什么区别", False),
        ("被催收骚扰了怎么办？三步留证、投诉、起诉", False),
        ("离婚协议：离婚协议书怎么写", False),  # short: a topic and what is said of it
    ],
)
def test_doubled_titles(title, is_doubled):
    assert bool(found("doubled_title", title=title)) == is_doubled


@pytest.mark.parametrize(
    ("title", "body", "times"),
    [
        ("网贷逾期怎么办才好", "网贷逾期怎么办才好？\n先算账。", 1),  # opens the body once more
        (
            "网贷逾期把通讯录权限关闭可以吗?",
            "先说结论。" + "网贷逾期把通讯录权限关闭可以吗，要看情况。" * 4,
            1,
        ),
        (
            "网贷逾期把通讯录权限关闭可以吗?",
            "先说结论。" + "网贷逾期把通讯录权限关闭可以吗，要看情况。" * 3,
            0,
        ),
        ("劳动合同", "劳动合同要写明工资。" * 9, 0),  # a word of the trade
        ("中华人民共和国个人所得税法", "见《中华人民共和国个人所得税法》。" * 9, 0),  # the title of a law
        ("网贷逾期怎么办才好", "网贷逾期怎么办才好，先算账再谈。", 0),
        ("网贷逾期怎么办才好", "", 0),
    ],
)
def test_titles_in_the_body(title, body, times):
    assert len(found("title_in_body", body, title)) == times


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("关键词提示:网贷逾期,逾期处理。", ["关键词提示:网贷逾期,逾期处理。"]),
        ("完。\n【关键词】：网贷，催收", ["【关键词】：网贷，催收"]),
        ("相关搜索：网贷逾期怎么办", ["相关搜索：网贷逾期怎么办"]),
        ("标签: 网贷法律", ["标签: 网贷法律"]),
        ("合同的关键词是“不可撤销”。", []),
        ("关键词不是法律概念。", []),
        ("搜索关键词时要小心广告：它们不一定可信。", []),
        ("给证据贴上标签：例如“聊天记录一”。", []),
    ],
)
def test_lines_of_keywords(body, lines):
    assert found("keyword_lines", body) == lines


@pytest.mark.parametrize(
    ("body", "times"),
    [
        (SENTENCE + "一。" + SENTENCE + "二。" + SENTENCE, 1),
        (f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}", 1),
        (SENTENCE + SENTENCE, 0),
        ("请先看合同。" * 5, 0),  # short
        ("“" + SENTENCE + "”\n一。", 0),
        (("他说：\n“" + SENTENCE + "”\n") * 3, 0),  # quoted
        (SENTENCE + "。" * PAGES + SENTENCE + "。" * PAGES + SENTENCE, 0),  # pages apart
    ],
)
def test_repeated_sentences(body, times):
    assert len(found("repeated_sentences", body)) == times


def test_what_the_law_itself_repeats_is_left_alone():
    formula = "情节严重的，由有关部门责令其立即停止相关业务活动。"
    assert found("repeated_sentences", formula * 3) == [formula]
    assert found("repeated_sentences", formula * 3, exceptions=["情节严重的，"]) == []


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ("这是**重点**。", ["**重点**"]),
        ("### 一、先算账", ["### 一、先算账"]),
        ("见[裁判文书网](https://wenshu.court.gov.cn)。", ["[裁判文书网](https://wenshu.court.gov.cn)"]),
        ("| 项目 | 金额 |\n|---|---|", ["|---|"]),
        ("第一行<br>第二行&nbsp;", ["<br>"]),
        ("138****5678", []),
        ("3*4*5的仓库", []),
        ("#网贷#这个话题", []),
        ("民法典 > 合同编", []),
        ("[1] 参见判决书", []),
    ],
)
def test_marks_of_other_editors(body, marks):
    assert found("markdown", body) == marks
