"""A .docx of the national database is read like the Markdown form, and one that is not sound is refused."""

from datetime import date

import pytest

from statutes.importing import word
from statutes.importing.tree import OutlineError
from statutes.importing.word import paragraphs, read_docx
from tests.statutes.importing.texts import docx

LAW = (
    "中华人民共和国小法",
    "（1993年12月29日第八届全国人民代表大会常务委员会第五次会议通过　根据1999年12月25日第九届全国人民代表大会"
    "常务委员会第十三次会议《关于修改〈中华人民共和国小法〉的决定》第一次修正　2023年12月29日第十四届全国人民代表"
    "大会常务委员会第七次会议第二次修订）",
    "",
    "目　　录",
    "第一编　总　则",
    "第一章　一般规定",
    "第二章　附　则",
    "第一编　总　则",
    "第一章　一般规定",
    "　　第一条　为了……，制定本法。",
    "　　本法第二条　另有规定的除外。",
    "　　第二条　下列：",
    "　　（一）甲；",
    "　　（二）乙。",
    "第二章　附　则",
    "　　第三条　本法自2024年7月1日起施行。",
)


@pytest.fixture
def read(tmp_path):
    def _read(*lines: str, name: str = "小法.docx", **more):
        path = tmp_path / name
        path.write_bytes(docx(*lines, **more))
        return read_docx(path)

    return _read


def test_a_whole_law(read):
    outline = read(*LAW)
    assert (outline.title, outline.promulgated_on) == ("中华人民共和国小法", date(2023, 12, 29))
    assert outline.effective_from == date(2024, 7, 1)
    assert outline.issuer == "全国人民代表大会常务委员会"
    assert outline.preamble == ""
    assert [(p.key, p.path, p.text) for p in outline.provisions] == [
        ("1", "第一编 总 则 第一章 一般规定", "为了……，制定本法。\n本法第二条 另有规定的除外。"),
        ("2", "第一编 总 则 第一章 一般规定", "下列：\n（一）甲；\n（二）乙。"),
        ("3", "第一编 总 则 第二章 附 则", "本法自2024年7月1日起施行。"),
    ]


def test_a_date_in_the_name_wins(read):
    assert read(*LAW, name="小法_20240102.docx").promulgated_on == date(2024, 1, 2)


def test_a_regulation_with_its_order(read):
    outline = read(
        "工伤条例",
        "（2003年4月27日中华人民共和国国务院令第375号公布　根据2010年12月20日《国务院关于修改〈工伤条例〉的决定》修订）",
        "第一条　甲。",
    )
    assert (outline.promulgated_on, outline.issuer) == (date(2010, 12, 20), "国务院")
    assert [p.text for p in outline.provisions] == ["甲。"]


def test_an_interpretation_in_three_lines_of_title(read):
    outline = read(
        "最高人民法院关于审理某种案件",
        "适用法律若干问题的解释",
        "（2021年6月8日最高人民法院审判委员会第1841次会议通过，自2021年8月1日起施行）",
        "法释〔2021〕15号",
        "为正确审理案件，制定本解释。",
        "第一条　甲。",
    )
    assert outline.title == "最高人民法院关于审理某种案件适用法律若干问题的解释"
    assert (outline.promulgated_on, outline.effective_from) == (date(2021, 6, 8), date(2021, 8, 1))
    assert (outline.doc_number, outline.preamble) == ("法释〔2021〕15号", "为正确审理案件，制定本解释。")


def test_runs_tabs_and_breaks_join_a_paragraph():
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
        "<w:r><w:t>第一</w:t></w:r><w:r><w:t>条</w:t><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p></w:document>"
    )
    assert paragraphs(docx(xml=xml)) == ["第一条 甲\n乙"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "不是完好的 .docx 文件"),
        (b"PK\x03\x04 cut off", "不是完好的 .docx 文件"),
        (docx("甲")[:200], "不是完好的 .docx 文件"),
        (docx(xml="<w:document>"), "不是完好的 .docx 文件"),
        (docx(xml='<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'), "文件含有 DTD"),
        (docx(xml="<d>" + "a" * 1_000_000 + "</d>"), "压缩比异常"),
        (docx("甲", **{f"m{n}": b"" for n in range(word.MAX_MEMBERS)}), "文件过大：2001 个成员"),
        (docx("甲", big=b"\0" * (word.MAX_BYTES + 1)), "文件过大"),
    ],
    ids=["empty", "cut", "half", "xml", "dtd", "bomb", "members", "big"],
)
def test_what_is_refused(data, message):
    with pytest.raises(OutlineError, match=message):
        paragraphs(data)


def test_without_text_or_date(read):
    with pytest.raises(OutlineError, match="文件里没有文字"):
        read()
    with pytest.raises(OutlineError, match="没有公布日期"):
        read("标题", "第一条　甲。")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp037"])
def test_another_encoding_is_no_way_around(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'
    with pytest.raises(OutlineError):
        paragraphs(docx(xml=xml.encode(encoding)))
