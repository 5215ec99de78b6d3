"""Whether the law still reads as it did when a lawyer last stood by an article."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.law import rechecking
from articles.models.reference import Drift
from statutes.models import Provision, Statute
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
BODY = "<p>依《民法典》第1034条，个人信息受保护。</p>"
SECOND = "<p>依《民法典》第1034条第二款，电话号码也是个人信息。</p>"
OTHER_FIRST = CIVIL_CODE[1034].replace("受法律保护", "受法律严格保护")


def references(article):
    return list(article.references.select_related("provision", "current"))


@pytest.mark.parametrize(
    ("body", "change", "drift"),
    [
        (BODY, CIVIL_CODE[1034], ""),  # a new version in which this article reads the same
        (BODY, CIVIL_CODE[1034].replace("，", " ，"), ""),  # only the spaces differ
        (BODY, OTHER_FIRST, Drift.REWORDED),
        (SECOND, OTHER_FIRST, ""),  # another 款 was changed
        (SECOND, CIVIL_CODE[1034].replace("电话号码、", ""), Drift.REWORDED),
        (BODY, None, Drift.GONE),
        ("<p>《民法典》很重要。</p>", None, ""),  # the law as a whole still stands
    ],
)
def test_what_a_new_version_does(body, change, drift, publish, civil_code, amend):
    article = publish(body=body)
    amend(civil_code, {"1034": change})
    rechecking.recheck(rechecking.due(TODAY()), TODAY())
    assert [reference.drift for reference in references(article)] == [drift]


def test_what_was_stood_by_stays_beside_what_applies_now(publish, civil_code, amend):
    article = publish(body=BODY)
    amend(civil_code, {"1034": OTHER_FIRST})
    rechecking.recheck(rechecking.due(TODAY()), TODAY())
    (reference,) = references(article)
    assert (reference.provision.text, reference.current.text) == (CIVIL_CODE[1034], OTHER_FIRST)
    rechecking.recheck(rechecking.live(), TODAY())  # once more changes nothing
    (again,) = references(article)
    assert (again.provision, again.current, again.drift) == (
        reference.provision,
        reference.current,
        Drift.REWORDED,
    )


def test_a_change_taken_back_is_none(publish, civil_code, amend):
    article = publish(body=BODY)
    new = amend(civil_code, {"1034": OTHER_FIRST})
    rechecking.recheck(rechecking.due(TODAY()), TODAY())
    new.provisions.filter(key="1034").update(text=CIVIL_CODE[1034])
    rechecking.recheck(rechecking.live(), TODAY())
    assert [reference.drift for reference in references(article)] == [""]


@pytest.mark.parametrize("body", [BODY, "<p>《民法典》很重要。</p>"])
def test_a_repeal(body, publish, civil_code):
    article = publish(body=body)
    Statute.objects.filter(pk=civil_code.pk).update(repealed_on=date(2026, 1, 1))
    rechecking.recheck(rechecking.live(), TODAY())
    assert [(r.drift, r.verdict) for r in references(article)] == [(Drift.REPEALED, "repealed")]
    rechecking.recheck(rechecking.live(), TODAY())
    assert [reference.drift for reference in references(article)] == [Drift.REPEALED]


def test_what_was_repealed_already_when_it_was_published_is_no_change(publish, civil_code):
    Statute.objects.filter(pk=civil_code.pk).update(repealed_on=date(2026, 1, 1))
    article = publish(body=BODY)
    rechecking.recheck(rechecking.live(), TODAY())
    assert [(r.drift, r.verdict) for r in references(article)] == [("", "repealed")]


def test_words_that_are_corrected_in_their_place(publish, civil_code, client):
    """By staff, or by the whole text that takes an excerpt's place: no new version, but other words."""
    article = publish(body=BODY)
    Provision.objects.filter(key="1034").update(text=OTHER_FIRST)
    rechecking.recheck(rechecking.live(), TODAY())
    assert [reference.drift for reference in references(article)] == [Drift.REWORDED]
    assert (
        "本站收录的文字在本文核对之后有更正，现在是："
        in client.get(article.get_absolute_url()).content.decode()
    )


def test_a_provision_that_the_library_no_longer_has(publish, civil_code):
    article = publish(body=BODY)
    Provision.objects.filter(key="1034").delete()
    rechecking.recheck(rechecking.live(), TODAY())
    assert [reference.drift for reference in references(article)] == [Drift.GONE]


def test_a_change_inside_a_range(publish, civil_code, amend, client):
    article = publish(body="<p>《民法典》第1033条至第1035条</p>")
    before = client.get(article.get_absolute_url()).content.decode()
    assert "必要原则" not in before  # the list has what the text names
    amend(civil_code, {"1035": CIVIL_CODE[1035].replace("合法、", "")})
    rechecking.recheck(rechecking.due(TODAY()), TODAY())
    assert [(r.key, r.drift) for r in references(article)] == [
        ("1033", ""),
        ("1034", ""),
        ("1035", Drift.REWORDED),
    ]
    assert "必要原则" in client.get(article.get_absolute_url()).content.decode()


def test_an_unknown_law_that_turns_out_to_be_repealed(publish, civil_code):
    article = publish(body="<p>《老办法》第五条</p>")
    Statute.objects.create(title="老办法", slug="老办法", kind="rule", repealed_on=date(2020, 1, 1))
    rechecking.recheck(rechecking.live(), TODAY())
    assert [(r.drift, r.standing) for r in references(article)] == [(Drift.REPEALED, "repealed")]


def test_a_wrong_number_does_not_hide_a_repeal(publish, notice_of_2017):
    article = publish(body=f"<p>《{notice_of_2017.title}》（银办发〔2017〕141号）</p>")
    Statute.objects.update(repealed_on=date(2026, 1, 1))
    rechecking.recheck(rechecking.live(), TODAY())
    assert [r.drift for r in references(article)] == [Drift.REPEALED]


@pytest.mark.parametrize(
    ("body", "change", "drift"),
    [
        ("<p>《民法典》第1035条第三项</p>", "合法、", ""),  # 第三项 of the only list
        ("<p>《民法典》第1035条第三项</p>", "目的、", Drift.REWORDED),
        ("<p>《民法典》第1035条第一款第三项</p>", "目的、", Drift.REWORDED),
    ],
)
def test_an_item(body, change, drift, publish, civil_code, amend):
    article = publish(body=body)
    amend(civil_code, {"1035": CIVIL_CODE[1035].replace(change, "")})
    rechecking.recheck(rechecking.live(), TODAY())
    assert [reference.drift for reference in references(article)] == [drift]


def test_publishing_something_else_does_not_hide_a_change(
    publish, rewrite, author, reviewer, civil_code, amend
):
    """A slip is mended and submitted; then the law changes; then the reviewer publishes."""
    article = publish(body=BODY)
    rewrite(article, title="改了一个错字")
    workflow.perform("submit", article, by=author)
    amend(civil_code, {"1034": OTHER_FIRST})
    rechecking.recheck(rechecking.due(TODAY()), TODAY())
    before = article.law_confirmed_on
    article = workflow.perform("publish", article, by=reviewer)
    assert article.title == "改了一个错字"
    assert [reference.drift for reference in references(article)] == [Drift.REWORDED]
    assert article.law_confirmed_on == before


def test_a_lawyer_who_submits_after_the_change_has_seen_it(publish, republish, civil_code, amend):
    article = publish(body=BODY)
    amend(civil_code, {"1034": OTHER_FIRST})
    rechecking.recheck(rechecking.due(TODAY()), TODAY())
    republish(article, title="按新法改过")
    assert [reference.drift for reference in references(article)] == [""]


def test_the_same_words_twice_are_told_apart_by_their_order(publish, civil_code, amend):
    article = publish(body=BODY + BODY)
    amend(civil_code, {"1034": OTHER_FIRST}, since=TODAY() - timedelta(days=2))
    rechecking.recheck(rechecking.live(), TODAY())
    assert [(r.position, r.drift, r.provision.text) for r in references(article)] == [
        (0, Drift.REWORDED, CIVIL_CODE[1034]),
        (1, Drift.REWORDED, CIVIL_CODE[1034]),
    ]
