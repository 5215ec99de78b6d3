"""What a wrong citation could be changed into."""

from datetime import date

import pytest

from statutes.checking import check
from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.corrections import corrections
from statutes.models import Provision, Statute, StatuteAlias, StatuteVersion
from statutes.quoting import with_quotes

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
OF_111 = (
    "任何组织或者个人不得非法收集、使用、加工、传输他人个人信息，不得非法买卖、提供或者公开他人个人信息。"
)


def offered(text):
    """(words in the text, new words, what the button says) of every correction."""
    findings = with_quotes(text, check(carry(find(text, Statute.objects.lexicon())), DAY), DAY)
    found = [correction for finding in findings for correction in corrections(text, finding)]
    return [(text[slice(*c.span)], c.new, c.label) for c in found]


@pytest.mark.parametrize(
    ("citation", "old", "new"),
    [
        ("《中华人民共和国民法典》第1034条", "第1034条", "第111条"),
        ("《民法典》第一千零三十四条", "第一千零三十四条", "第一百一十一条"),  # in the author's numerals
        ("民法典第1034条第二款", "第1034条第二款", "第111条"),  # the 款 was of the other article
        ("《民法典》人格权编第1034条", "第1034条", "第111条"),
    ],
)
def test_the_right_article_of_the_same_law(citation, old, new, civil_code):
    assert offered(f"{citation}规定：“{OF_111}”") == [(old, new, f"改为{new}")]


def test_the_right_article_of_another_law(civil_code):
    statute = Statute.objects.create(title="中华人民共和国测试法", slug="测试法", kind="law")
    version = StatuteVersion.objects.create(
        statute=statute, promulgated_on=date(2020, 1, 1), effective_from=date(2020, 1, 1)
    )
    Provision.objects.create(
        version=version, number=3, key="3", text="行人应当走人行道，没有人行道的靠路边行走。"
    )
    assert offered(f"《中华人民共和国测试法》第3条规定：“{OF_111}”") == [
        ("《中华人民共和国测试法》第3条", "《民法典》第111条", "改为《民法典》第111条")
    ]


def test_the_right_number(notice_of_2017):
    text = "见《关于规范整顿“现金贷”业务的通知》（银办发〔2017〕141号）。"
    assert offered(text) == [("银办发〔2017〕141号", "整治办函〔2017〕141号", "改为整治办函〔2017〕141号")]


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("《民典》", "《中华人民共和国民法典》"),
        ("《民法典》", None),  # the usual short form is right as it is
        ("《中华人民共和国民法典》", None),
    ],
)
def test_the_official_title(written, new, civil_code):
    StatuteAlias.objects.create(statute=civil_code, name="民典")
    assert offered(f"{written}第111条") == ([(written, new, "改用全称")] if new else [])


def test_what_is_right_needs_none(civil_code):
    assert offered(f"《民法典》第111条规定：“{OF_111}”") == []


def test_a_list_is_left_to_the_author(civil_code):
    """…第1034、1035条: its numbers cannot be changed one by one."""
    assert offered(f"《民法典》第1034、1035条规定：“{OF_111}”") == []
