"""Which articles are near: who has more in common is found among many that have one thing in common."""

import pytest

from articles.related import candidates
from articles.related.candidates import near
from articles.related.subjects import stored_subjects
from tests.articles.conftest import expire

pytestmark = pytest.mark.django_db


def found(article) -> list[int]:
    [subject] = stored_subjects([article.pk])
    return [one.article for one in near([subject])[article.pk]]


def test_who_shares_two_tags_is_reached_past_many_who_share_one(publish, monkeypatch):
    """Those with one tag alone have it the heavier, and hide the other where few postings of a term are read."""
    monkeypatch.setattr(candidates, "OF_A_TERM", 1)
    both = publish("两样都有", tags=["网贷", "保险"], body="<p>借款合同、房屋租赁、股权转让、工伤认定</p>")
    for n in range(4):
        publish(f"网贷之{n}", tags=["网贷"], body=f"<p>{'一二三四'[n]}</p>")
        publish(f"保险之{n}", tags=["保险"], body=f"<p>{'五六七八'[n]}</p>")
    article = publish("主题", tags=["网贷", "保险"], body="<p>九</p>")
    reached = {}
    for postings in (0, 2):  # its own is among them
        monkeypatch.setattr(candidates, "OF_A_PAIR", postings)
        reached[postings] = both.pk in found(article)
    assert reached == {0: False, 2: True}


def test_those_asked_for_together_are_found_as_one_by_one(publish):
    articles = [publish(f"第{n}篇", tags=["网贷", f"标签{n % 2}"]) for n in range(4)]
    subjects = stored_subjects([one.pk for one in articles])
    together = near(subjects)
    assert {pk: [one.article for one in some] for pk, some in together.items()} == {
        one.pk: found(one) for one in articles
    }
    assert near([]) == {}


def test_what_the_public_may_not_read_is_not_near(publish):
    there, gone = publish("还在", tags=["网贷"]), publish("过期", tags=["网贷"])
    article = publish("主题", tags=["网贷"])
    expire(gone)
    assert found(article) == [there.pk]
