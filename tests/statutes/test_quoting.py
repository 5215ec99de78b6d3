"""The words that a text gives to a provision are found where they really stand."""

from datetime import date

import pytest

from statutes.checking import check
from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion
from statutes.quoting import with_quotes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def findings(text: str):
    return with_quotes(text, check(carry(find(text, Statute.objects.lexicon())), TODAY), TODAY)


def told(text: str) -> list[tuple[str, str]]:
    return [(finding.result, finding.sentence) for finding in findings(text)]


def test_the_seeds_first_reference(civil_code):
    """The words given to 第1034条 are those of 第111条."""
    text = (
        "1. 《中华人民共和国民法典》第1034条\n明确自然人的个人信息受法律保护，"
        "任何组织或者个人不得非法收集、使用、加工、传输他人个人信息。"
    )
    assert told(text) == [
        ("条号不对", "文中的话不在《中华人民共和国民法典》第1034条，而在《中华人民共和国民法典》第111条。")
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("《民法典》第1034条规定：自然人的个人信息受法律保护。", "现行有效"),
        ("处理个人信息要合法、正当、必要，不能过度处理（《民法典》第1035条）。", "现行有效"),  # retold
        ("《民法典》第1035条规定：“处理个人信息的，应当遵循合法、正当原则，不得过度处理。”", "引文有出入"),
        ("《民法典》第1034条另有规定。", "现行有效"),  # nothing is said of it
    ],
)
def test_results(civil_code, text, result):
    assert [result_ for result_, _ in told(text)] == [result]


def test_words_of_an_older_version(civil_code):
    """The article has been rewritten; the text still gives its old words."""
    old = StatuteVersion.objects.create(
        statute=civil_code,
        promulgated_on=date(2000, 1, 1),
        effective_from=date(2000, 1, 1),
        effective_to=date(2021, 1, 1),
    )
    words = "个人信息由其本人自行保管，遗失的责任由本人承担。"
    Provision.objects.create(version=old, number=111, key="111", text=words, shingles=fingerprints(words))
    assert told(f"《民法典》第111条规定：{words}") == [
        ("旧条文", "文中的话是《中华人民共和国民法典》第111条旧版本的条文，现行条文已经不同，请核对。")
    ]


def test_a_law_named_inside_the_words_is_not_judged_by_itself(civil_code):
    version = civil_code.versions.get()
    words = "违反本法第一百一十一条规定的，应当依照造成的损失的二倍向受害人支付赔偿金。"
    Provision.objects.create(
        version=version, number=1200, key="1200", text=words, shingles=fingerprints(words)
    )
    found = findings(f"根据《民法典》第1200条，{words}")
    assert [(f.citation.address.key, f.quote is None, f.is_problem) for f in found] == [
        ("1200", False, False),
        ("111", True, False),
    ]
