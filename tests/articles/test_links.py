"""The card by a citation."""

import pytest
from django.utils import timezone

from articles import rechecking
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
BODY = "<p>《民法典》第1035条</p>"


def card(article) -> str:
    article.refresh_from_db()
    return article.body_html.split('data-text="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            CIVIL_CODE[1035].replace("合法、", ""),
            "《民法典》第1035条（本文核对时）　"
            + CIVIL_CODE[1035][:134]
            + "……\n现行条文　"
            + CIVIL_CODE[1035].replace("合法、", "")[:145],
        ),
        (None, "（条文已删除）"),
    ],
)
def test_a_card_tells_what_was_and_what_is(change, words, publish, civil_code, amend):
    article = publish(body=BODY)
    assert card(article) == f"《民法典》第1035条　{CIVIL_CODE[1035]}"
    amend(civil_code, {"1035": change})
    rechecking.recheck(rechecking.live(), timezone.localdate())
    assert card(article).endswith(words[-8:])
    assert "（本文核对时）　处理个人信息的，应当遵循合法、正当、必要原则" in card(article)
