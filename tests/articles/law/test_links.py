"""The card by a citation."""

import pytest
from django.utils import timezone

from articles.law import rechecking
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
BODY = "<p>《民法典》第1035条</p>"


def card(article) -> str:
    article.refresh_from_db()
    return article.body_html.split('data-text="')[1].split('"')[0]


NEW = CIVIL_CODE[1035].replace("合法、", "")


def test_a_card_has_the_words(publish, civil_code):
    assert card(publish(body=BODY)) == f"《民法典》第1035条　{CIVIL_CODE[1035]}"


@pytest.mark.parametrize(("change", "since"), [(NEW, f"现行条文　{NEW}"), (None, "（现行文本没有这一条）")])
def test_a_card_tells_what_was_and_what_is(change, since, publish, civil_code, amend):
    article = publish(body=BODY)
    amend(civil_code, {"1035": change})
    rechecking.recheck(rechecking.live(), timezone.localdate())
    then, now = card(article).split("……\n") if change is None else card(article).rsplit("\n现行条文", 1)
    assert then.startswith("《民法典》第1035条（本文核对时）　处理个人信息的，应当遵循合法、正当、必要原则")
    assert (now if change is None else "现行条文" + now)[:140] == since[:140]


def test_the_link_of_words_that_no_longer_apply_leads_to_their_version(publish, civil_code, amend):
    article = publish(body=BODY)
    amend(civil_code, {"1035": NEW})
    rechecking.recheck(rechecking.live(), timezone.localdate())
    article.refresh_from_db()
    assert 'href="/laws/%E6%B0%91%E6%B3%95%E5%85%B8/1035/?version=2020-05-28"' in article.body_html
