"""Spellings that mean the same meet in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.language.normalise import clean_line, fold_doc_number, fold_title


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  网贷 逾期  ", "网贷 逾期"),  # spaces around
        (
            "网贷\u3000\u3000逾期\n怎么办",
            "网贷 逾期 怎么办",
        ),  # full-width spaces and a line break fold to one
        ("网\0贷", "网贷"),  # PostgreSQL does not take NUL
        ("网\u200b贷\ufeff", "网贷"),  # zero-width space, byte-order mark
        ("\u202e办么怎", "办么怎"),  # turns the reading direction
        ("网\ud800贷", "网贷"),  # half a surrogate pair cannot be stored
        ("\u200b \u200b", ""),  # nothing visible
    ],
)
def test_clean_line(text, cleaned):
    assert clean_line(text) == cleaned


@given(st.text())
def test_clean_line_leaves_a_clean_line_alone(text):
    assert clean_line(clean_line(text)) == clean_line(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中华人民共和国民法典", "民法典"),  # the state's name left out
        ("《民法典》", "民法典"),  # brackets of the title
        (" 民 法 典 ", "民法典"),  # spaces
        ("关于〈民法典〉的解释", "关于《民法典》的解释"),  # inner brackets, single or double
        ("关于适用《中华人民共和国民法典》的解释", "关于适用〈民法典〉的解释"),  # the state's name inside
        ("解释（一）", "解释(一)"),  # full and half width
        ("“现金贷”业务的通知", '"现金贷"业务的通知'),  # quotation marks
        ("变更、追加当事人的规定", "变更，追加当事人的规定"),  # 顿号
        ("规定（２）", "规定(2)"),  # full-width digits
    ],
)
def test_titles_that_are_one(one, other):
    assert fold_title(one) == fold_title(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("劳动法", "劳动合同法"),
        ("民法典婚姻家庭编的解释（一）", "民法典婚姻家庭编的解释（二）"),  # differ by the number alone
        ("民事诉讼法", "民事诉讼法的解释"),
    ],
)
def test_titles_that_are_two(one, other):
    assert fold_title(one) != fold_title(other)


@pytest.mark.parametrize(
    "written",
    [
        "银办发〔2017〕141号",  # as it is official
        "银办发[2017]141号",
        "银办发【2017】141号",
        "银办发（2017）141号",
        "银办发(2017)141号",
        "银办发［2017］141号",  # full-width square brackets
        "银办发﹝2017﹞141号",  # small forms that input methods offer
        "银办发〔2017〕第141号",  # 第 does not belong there
        " 银办发 〔2017〕\u3000141 号 ",  # stray spaces
        "银办发〔２０１７〕１４１号",  # full-width digits
    ],
)
def test_doc_numbers_have_one_form(written):
    assert fold_doc_number(written) == "银办发〔2017〕141号"
