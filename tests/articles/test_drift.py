"""Whether the law still reads as it did when a lawyer last stood by an article."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import rechecking
from articles.models.reference import Drift
from statutes.models import Statute
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


def test_the_same_words_twice_are_told_apart_by_their_order(publish, civil_code, amend):
    article = publish(body=BODY + BODY)
    amend(civil_code, {"1034": OTHER_FIRST}, since=TODAY() - timedelta(days=2))
    rechecking.recheck(rechecking.live(), TODAY())
    assert [(r.position, r.drift, r.provision.text) for r in references(article)] == [
        (0, Drift.REWORDED, CIVIL_CODE[1034]),
        (1, Drift.REWORDED, CIVIL_CODE[1034]),
    ]
