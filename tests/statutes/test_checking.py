"""Citations are checked against the law library as of a day."""

from datetime import date

import pytest

from statutes.checking import check
from statutes.citations.carry import Citation, carry
from statutes.citations.find import find
from statutes.findings import NEEDS_ATTENTION, Finding, Verdict
from statutes.models import Provision, Statute, StatuteVersion

TODAY = date(2026, 3, 1)


def findings(text: str, on: date = TODAY) -> list[Finding]:
    """The findings on the citations of a text."""
    return check(carry(find(text, Statute.objects.lexicon())), on)


@pytest.fixture
def consumer_law(db):
    """《消费者权益保护法》, of which only the provision 8 is held, in force since 2014-03-15."""
    statute = Statute.objects.create(
        title="中华人民共和国消费者权益保护法", slug="消费者权益保护法", kind="law"
    )
    version = StatuteVersion.objects.create(
        statute=statute,
        promulgated_on=date(2013, 10, 25),
        effective_from=date(2014, 3, 15),
        is_excerpt=True,
    )
    Provision.objects.create(version=version, number=8, key="8", text="消费者享有知悉……的权利。")
    return statute


@pytest.mark.parametrize(
    ("text", "verdict", "sentence"),
    [
        ("《民法典》第1034条", "in_force", ""),
        ("《民法典》", "in_force", ""),  # no article to look for
        (
            "《民法典》第1034条第九款",
            "no_such_article",
            "《中华人民共和国民法典》没有第1034条第九款，请核对条号。",
        ),
        ("《民法典》第1034条第三款", "in_force", ""),
        ("《民法典》第1035条第四项", "in_force", ""),  # of the only list there is
        (
            "《民法典》第1035条第五项",
            "no_such_article",
            "《中华人民共和国民法典》没有第1035条第五项，请核对条号。",
        ),
        ("《民法典》第900条", "no_such_article", "《中华人民共和国民法典》没有第900条，请核对条号。"),
        (
            "《民法典》第111条之一",
            "no_such_article",
            "《中华人民共和国民法典》没有第111条之一，请核对条号。",
        ),
        ("《消费者权益保护法》第8条", "in_force", ""),
        (  # an excerpt cannot tell whether there is such an article
            "《消费者权益保护法》第55条",
            "not_held",
            "本站没有收录《中华人民共和国消费者权益保护法》第55条的原文，无法核对。",
        ),
        (  # not known at all
            "《浙江省物业管理条例》第3条",
            "not_held",
            "本站没有收录《浙江省物业管理条例》的原文，无法核对。",
        ),
        (  # registered without text
            "《关于规范整顿“现金贷”业务的通知》（整治办函〔2017〕141号）",
            "not_held",
            "本站没有收录《关于规范整顿“现金贷”业务的通知》的原文，无法核对。",
        ),
        (
            "《关于规范整顿“现金贷”业务的通知》（银办发[2017]141号）",
            "doc_number_differs",
            "文中的文号是银办发〔2017〕141号，本站登记的《关于规范整顿“现金贷”业务的通知》"
            "文号是整治办函〔2017〕141号（登记的文号待核对）。",
        ),
    ],
)
def test_verdicts(text, verdict, sentence, civil_code, consumer_law, notice_of_2017):
    (finding,) = findings(text)
    assert (finding.verdict, finding.sentence) == (Verdict(verdict), sentence)


@pytest.mark.parametrize(
    ("dates", "on", "verdict", "sentence", "holds_until"),
    [
        ({}, date(2020, 12, 31), "not_yet", "{}尚未生效。", date(2021, 1, 1)),
        ({}, date(2021, 1, 1), "in_force", "", None),
        ({"effective_to": date(2030, 1, 1)}, TODAY, "in_force", "", date(2030, 1, 1)),
        (  # ended without a successor
            {"effective_to": TODAY},
            TODAY,
            "repealed",
            "{}已经废止，请核对是否应改引现行规定。",
            None,
        ),
        ({"effective_from": None}, TODAY, "date_unknown", "", None),
    ],
)
def test_verdicts_change_with_the_dates(dates, on, verdict, sentence, holds_until, civil_code):
    civil_code.versions.update(**dates)
    (finding,) = findings("《民法典》第1034条", on)
    assert (finding.verdict, finding.sentence, finding.holds_until) == (
        Verdict(verdict),
        sentence.format("《中华人民共和国民法典》"),
        holds_until,
    )


def test_the_version_in_force_is_the_one_that_is_searched(civil_code):
    """A revision that takes an article out makes its citations wrong from that day on."""
    civil_code.versions.update(effective_to=date(2026, 7, 1))
    new = StatuteVersion.objects.create(
        statute=civil_code, promulgated_on=date(2026, 2, 1), effective_from=date(2026, 7, 1)
    )
    kept = Provision.objects.create(version=new, number=111, key="111", text="改过的条文。")
    text = "《民法典》第111条，《民法典》第1034条"
    before, after = findings(text, date(2026, 6, 30)), findings(text, date(2026, 7, 1))
    assert [f.verdict for f in before] == [Verdict.IN_FORCE, Verdict.IN_FORCE]
    assert {f.holds_until for f in before} == {date(2026, 7, 1)}
    assert [f.verdict for f in after] == [Verdict.IN_FORCE, Verdict.NO_SUCH_ARTICLE]
    assert after[0].provision == kept


@pytest.mark.parametrize(
    ("repealed_on", "verdict"),
    [
        (TODAY, "repealed"),  # known to be gone, text or no text
        (date(2027, 1, 1), "not_held"),  # going, but not yet gone: there is nothing to check against
    ],
)
def test_a_document_without_text_that_is_repealed(repealed_on, verdict, notice_of_2017):
    Statute.objects.update(repealed_on=repealed_on)
    (finding,) = findings("《关于规范整顿“现金贷”业务的通知》")
    assert (finding.verdict, finding.has_text) == (Verdict(verdict), False)


def test_a_repealed_law_is_repealed_whether_or_not_the_article_is_held(consumer_law):
    Statute.objects.update(repealed_on=date(2025, 1, 1))
    held, missing = findings("《消费者权益保护法》第8条，《消费者权益保护法》第55条")
    assert (held.verdict, missing.verdict) == (Verdict.REPEALED, Verdict.REPEALED)


def test_a_finding_carries_what_a_page_needs(civil_code, consumer_law):
    named, whole, excerpt = findings("《民法典》第1034条第二款；《民法典》；《消费者权益保护法》第55条")
    assert (named.statute, named.provision.key, named.has_text) == (civil_code, "1034", True)
    assert named.written == "《民法典》第1034条第二款"
    assert (whole.statute, whole.provision, whole.written) == (civil_code, None, "《民法典》")
    assert (excerpt.statute, excerpt.provision, excerpt.has_text) == (consumer_law, None, True)


@pytest.mark.parametrize("count", [1, 20])
def test_three_queries_however_many_citations(count, civil_code, consumer_law, django_assert_num_queries):
    text = "；".join(f"《民法典》第{n}条、《消法》第{n}条、《消费者权益保护法》" for n in range(1, count + 1))
    citations = carry(find(text, Statute.objects.lexicon()))
    with django_assert_num_queries(3):
        found = check(citations, TODAY)
        _ = [(f.sentence, f.written, f.provision and f.provision.get_absolute_url()) for f in found]


def test_no_citations_no_findings(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert check((), TODAY) == []


def test_what_needs_a_lawyers_attention():
    assert set(Verdict) - NEEDS_ATTENTION == {Verdict.IN_FORCE, Verdict.DATE_UNKNOWN}


def test_the_sentence_of_an_amended_law():
    citation = Citation("公司法", "中华人民共和国公司法", None, None, (0, 5))
    finding = Finding(citation, Verdict.AMENDED, Statute(title="中华人民共和国公司法"))
    assert finding.sentence == "《中华人民共和国公司法》已经修改，请核对引用的条文。"
