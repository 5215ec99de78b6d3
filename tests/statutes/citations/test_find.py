"""Citations are found in a text as people write them, and nothing else is taken for one."""

import pytest

from statutes.citations.address import Address
from statutes.citations.carry import Citation, carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon
from tests.growth import grows_with_length

CIVIL_CODE = "中华人民共和国民法典"
CRIMINAL_LAW = "中华人民共和国刑法"
FAMILY = "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）"
NOTICE = "关于规范整顿“现金贷”业务的通知"
LEXICON = Lexicon.of([(title, title) for title in (CIVIL_CODE, CRIMINAL_LAW, FAMILY, NOTICE)])


def cited(text: str) -> tuple[Citation, ...]:
    return carry(find(text, LEXICON))


@pytest.mark.parametrize(
    ("text", "law", "key"),
    [
        ("《中华人民共和国民法典》第1034条", CIVIL_CODE, "1034"),  # as the spec has it
        ("《民法典》第1034条", CIVIL_CODE, "1034"),  # the short title
        ("《民法典》", CIVIL_CODE, ""),  # no article
        ("《民法典》第一千零三十四条", CIVIL_CODE, "1034"),  # in Chinese
        ("《民法典》第三十四条", CIVIL_CODE, "34"),  # 34 is not the end of 1034
        ("《民法典》第１０３４条", CIVIL_CODE, "1034"),  # full-width digits
        ("《 民法典 》 第 1034　条", CIVIL_CODE, "1034"),  # stray spaces
        ("《民法典》的第1034条", CIVIL_CODE, "1034"),  # 的 between
        ("《民法典》中的第1034条", CIVIL_CODE, "1034"),
        ("《民法典》第1034条第二款", CIVIL_CODE, "1034.p2"),
        ("《民法典》第1034条第2款", CIVIL_CODE, "1034.p2"),
        ("《刑法》第一百二十条之一", CRIMINAL_LAW, "120-1"),
        ("《刑法》第一百二十条之一第二款第（三）项", CRIMINAL_LAW, "120-1.p2.i3"),  # the whole address
        ("《刑法》第一百二十条之一第二款第三项", CRIMINAL_LAW, "120-1.p2.i3"),  # no brackets
        ("《民法典》第1035条第(四)项", CIVIL_CODE, "1035.i4"),  # an item without its paragraph
        ("《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第29条", FAMILY, "29"),
        ("《最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）》第29条", FAMILY, "29"),
        ("《最高人民法院关于适用〈民法典〉婚姻家庭编的解释(一)》第29条", FAMILY, "29"),  # shortened
        ("《浙江省物业管理条例》第三条", "浙江省物业管理条例", "3"),  # unknown, but what else could it be
        (
            "《浙江省物业管理条例（2024年修正）》",
            "浙江省物业管理条例（2024年修正）",
            "",
        ),  # the year in brackets
    ],
)
def test_one_citation(text, law, key):
    (citation,) = cited(f"依照{text}，应当……")
    assert (citation.law, citation.address.key if citation.address else "") == (law, key)
    assert f"依照{text}，应当……"[slice(*citation.span)] == text


@pytest.mark.parametrize(
    "number",
    [
        "（整治办函〔2017〕141号）",  # as it is official
        "(整治办函〔2017〕141号)",  # half-width outer brackets
        "（整治办函[2017]141号）",  # half-width square brackets
        "（整治办函［2017］141号）",
        "（整治办函【2017】141号）",
        "（整治办函（2017）141号）",  # round inside round
        "（整治办函(2017)141号）",
        "（整治办函〔2017〕第141号）",  # 第 before the number
        "（整治办函〔２０１７〕１４１号）",  # full-width digits
        " （ 整治办函 〔2017〕 141 号 ）",  # stray spaces
        "（整治办函〔2017〕第 141 号）",  # stray spaces behind 第
    ],
)
def test_document_numbers(number):
    text = f"《{NOTICE}》{number}第二条"
    (citation,) = cited(text)
    assert (citation.doc_number, citation.address) == ("整治办函〔2017〕141号", Address(2))
    assert text[slice(*citation.span)] == text


@pytest.mark.parametrize(
    "text",
    [
        "《红楼梦》第五回",  # a novel
        "《民法典理解与适用》第三条",  # a book about the law
        "《劳动合同》第三条",  # a contract
        "《公司章程》第十条",  # a charter
        "《起诉状》",  # a form
        "《离婚证》",  # a certificate
        "依照第1034条",  # no law named
        "《民法典",  # never closed
        "《》第一条",  # empty
        "《民\n法典》",  # over two paragraphs
        "",
    ],
)
def test_what_is_no_citation(text):
    assert cited(text) == ()


def test_several_in_order():
    text = "《民法典》第1034条、第1035条和《刑法》第253条之一，不同于《劳动合同》第三条。"
    found = cited(text)
    assert [text[slice(*c.span)] for c in found] == ["《民法典》第1034条", "第1035条", "《刑法》第253条之一"]
    assert [c.title for c in found] == ["民法典", "", "刑法"]


@pytest.mark.parametrize(
    "number",
    [
        "第99999条",  # more than any statute has
        "第九九九九九条",
        "第३条",  # a digit of another script
        "第十百条",  # no numeral at all
        "第1034条第99999款",
        "第零条",
    ],
)
def test_an_impossible_number_is_no_accident(number):
    """A slip of the pen must not stop the article from being saved; the law itself is still cited."""
    assert [citation.law for citation in cited(f"《民法典》{number}")] == [CIVIL_CODE]


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第1034条第1000款",  # three digits are all that a key takes
        "《民法典》第1034条第1000项",
        "《刑法》第120条之一二三",
    ],
)
def test_the_key_of_what_is_found_can_be_read_again(text):
    (citation,) = cited(text)
    assert citation.address is None or Address.parse(citation.address.key) == citation.address


@pytest.mark.parametrize(
    "unit",
    [
        "第",
        "《",
        "一",
        "第一",
        "《》",
        "《《》",
        "《民法典》第",
        "《民法典》（银",
        "《民法典》银办发〔2017",
        "　",
    ],
)
def test_crafted_input_takes_linear_time(unit):
    """200 KB of pieces that begin a citation and never end one."""
    assert grows_with_length(cited, unit, 66_000)
