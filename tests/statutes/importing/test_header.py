"""The lines under a title tell the events, the day of effect and the document number, however they are wrapped."""

from datetime import date

import pytest

from statutes.importing.header import Event, doc_number_in, read_header
from statutes.importing.tree import Note, OutlineError


def read(*lines: str):
    return read_header(list(enumerate(lines, 3)))


def test_events_effect_and_subtitle():
    header = read("# 人格权编", "", "2020年5月28日 第十三届全国人大第三次会议通过", "2021年1月1日 施行")
    assert header.subtitle == "人格权编"
    assert header.events == (Event(date(2020, 5, 28), "第十三届全国人大第三次会议通过"),)
    assert header.effective_from == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("lines", "effect"),
    [
        (["2021年1月1日 施行"], date(2021, 1, 1)),
        (["2021年1月1日 实行"], date(2021, 1, 1)),
        (["1982年12月4日 全国人民代表大会公告公布施行"], date(1982, 12, 4)),
        (["1988年4月12日 第七届全国人大主席团公告第八号公布施行"], date(1988, 4, 12)),
        (["2021年4月7日 决定修正，该修正自2021年4月15日施行"], date(2021, 4, 15)),
        (["2020年8月18日 修正", "该修正自2020年8月20日施行"], date(2020, 8, 20)),
        (["1990年1月1日 国家统计局令第1号发布  自发布之日施行"], date(1990, 1, 1)),
        (["1985年9月18日 国务院发布", "发布之日施行"], date(1985, 9, 18)),
        (["２０１３年１月１日 施行"], date(2013, 1, 1)),  # full-width digits
        (["2011年1月8日 修订"], None),
    ],
)
def test_the_day_of_effect(lines, effect):
    assert read(*lines).effective_from == effect


def test_a_wrapped_event_is_joined_and_noted():
    header = read("2004年8月28日 《关于修改", "〈土地管理法〉的决定》第二次修正")
    assert header.events == (Event(date(2004, 8, 28), "《关于修改〈土地管理法〉的决定》第二次修正"),)
    assert header.repairs == (Note(4, "文件头的续行：〈土地管理法〉的决定》第二次修正"),)


def test_a_wrapped_title_above_the_events_is_only_noted():
    header = read("中华人民共和国各级人民代表大会", "常务委员会监督法", "2006年8月27日 通过")
    assert [event.words for event in header.events] == ["通过"]
    assert [note.line for note in header.repairs] == [3, 4]


def test_a_bracketed_history_is_an_event():
    assert read("(2014年11月1日第十二届全国人大常委会第十一次会议通过)").events[0].day == date(2014, 11, 1)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("法释〔2024〕12号", "法释〔2024〕12号"),
        ("（法释[2024] 3号）", "法释〔2024〕3号"),
        ("人薪发［1995］32号", "人薪发〔1995〕32号"),
        ("中华人民共和国国务院令第586号", "国务院令第586号"),
        ("参照法释〔2024〕3号办理", ""),  # it speaks of one
        ("第586号", ""),
    ],
)
def test_a_line_that_is_a_document_number(line, number):
    assert doc_number_in(line) == number


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["2010年12月20日 中华人民共和国国务院令第586号公布"], "国务院令第586号"),
        (["2010年8月20日 国务院令第586号公布"], "国务院令第586号"),  # some months before the file's day
        (["2003年4月27日 国务院令第375号公布"], ""),  # the number of the first version, not of this one
        (["中华人民共和国主席令", "第 六十五 号", "2010年12月20日 通过"], "主席令第六十五号"),
        (["2010年1月1日 国务院、中华人民共和国中央军事委员会令第2号公布"], ""),
        (["2010年12月1日 国务院、中华人民共和国中央军事委员会令第2号公布"], "国务院、中央军事委员会令第2号"),
    ],
)
def test_the_number_of_the_version_of_2010_12_20(lines, number):
    assert read(*lines).doc_number(date(2010, 12, 20)) == number


def test_a_day_that_does_not_exist():
    with pytest.raises(OutlineError, match=r"^第 4 行：没有这一天$"):
        read("", "2021年2月30日 通过")


def test_the_number_under_which_it_was_first_published():
    """The version held is a later one, whose own number the head does not say; texts cite the first."""
    header = read(
        "1999年4月3日 中华人民共和国国务院令第262号发布",
        "2002年3月24日 国务院令第350号公布",
        "2019年3月24日 修订",
    )
    assert (header.first_number, header.doc_number(date(2019, 3, 24))) == ("国务院令第262号", "")
