"""A live article brought to where its provisions stand in the law of today."""

import pytest
from django.utils import timezone

from articles import following, rechecking
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db


def recheck():
    rechecking.recheck(rechecking.live(), timezone.localdate())


@pytest.mark.parametrize(
    ("body", "followed"),
    [
        ("<p>见《民法典》第1034条。</p>", "<p>见《民法典》第1036条。</p>"),
        (
            "<p>见<strong>《民法典》</strong>第一千零三十四条。</p>",
            "<p>见<strong>《民法典》</strong>第一千零三十六条。</p>",
        ),
        (
            "<p>《民法典》第1034条、第111条；该法第1034条。</p>",
            "<p>《民法典》第1036条、第111条；该法第1036条。</p>",
        ),
        ("<p>《民法典》第111条。</p>", None),  # stayed where it was
        ("<p>没有引用。</p>", None),
    ],
)
def test_followed(body, followed, publish, civil_code, amend):
    article = publish(body=body)
    amend(civil_code, {"1034": ("1036", None)})
    recheck()
    assert following.followed(article) == followed


def test_what_was_only_reworded_is_not_moved(publish, civil_code, amend):
    article = publish(body="<p>见《民法典》第1034条。</p>")
    amend(civil_code, {"1034": CIVIL_CODE[1034].replace("受法律保护", "受法律严格保护")})
    recheck()
    assert (following.moves(article), following.followed(article)) == ([], None)
