"""A live article brought to where its provisions stand in the law of today."""

import pytest
from django.utils import timezone

from articles.law import following, rechecking
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
SECOND = CIVIL_CODE[1034].replace("电话号码、", "")


def recheck():
    rechecking.recheck(rechecking.live(), timezone.localdate())


@pytest.mark.parametrize(
    ("body", "followed", "left"),
    [
        ("<p>见《民法典》第1034条。</p>", "<p>见《民法典》第1036条。</p>", 0),
        (
            "<p>见<strong>《民法典》</strong>第一千零三十四条。</p>",
            "<p>见<strong>《民法典》</strong>第一千零三十六条。</p>",
            0,
        ),
        (
            "<p>《民法典》第1034条、第111条；该法第1034条。</p>",
            "<p>《民法典》第1036条、第111条；该法第1036条。</p>",
            0,
        ),
        ("<p>《民法典》第1034条第三款。</p>", "<p>《民法典》第1036条第三款。</p>", 0),  # its 款 stay
        # what is not sure to mean the law of today is left to the author
        (
            "<p>《民法典》第1034条；法院认为：“依照《民法典》第1034条判决”。</p>",
            "<p>《民法典》第1036条；法院认为：“依照《民法典》第1034条判决”。</p>",
            1,
        ),
        (
            "<p>《民法典》（2020年）第1034条。《民法典》第1034条。</p>",
            "<p>《民法典》（2020年）第1034条。《民法典》第1036条。</p>",
            1,
        ),
        (
            "<p>《民法典》第1034条至第1035条。《民法典》第1034条。</p>",
            "<p>《民法典》第1034条至第1035条。《民法典》第1036条。</p>",
            1,
        ),
    ],
)
def test_followed(body, followed, left, publish, civil_code, amend):
    article = publish(body=body)
    amend(civil_code, {"1034": ("1036", None)})
    recheck()
    assert following.followed(article) == (followed, left)


@pytest.mark.parametrize(
    ("body", "change"),
    [
        ("<p>《民法典》第111条。</p>", ("1036", None)),  # stayed where it was
        ("<p>没有引用。</p>", ("1036", None)),
        ("<p>《民法典》第1034条第二款。</p>", ("1036", SECOND)),  # moved, and its 款 reads otherwise
        (
            "<p>《民法典》第1034条。</p>",
            CIVIL_CODE[1034].replace("受法律保护", "受法律严格保护"),
        ),  # not moved
    ],
)
def test_nothing_to_follow(body, change, publish, civil_code, amend):
    article = publish(body=body)
    amend(civil_code, {"1034": change})
    recheck()
    assert following.followed(article) is None
