"""The index as rows: kept, written many at once, dropped, counted, resumed."""

from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import workflow
from articles.law import rechecking
from articles.models import KeywordPosting, SearchDocument, SearchStatistics, SearchTask, SearchTerm
from articles.related import recomputing
from articles.searching import frequencies, index, tasks
from articles.searching.tokens import number
from statutes.models import Statute
from tests.articles.conftest import expire

pytestmark = pytest.mark.django_db


def everything() -> tuple[list, list]:
    return list(SearchDocument.objects.order_by("pk").values()), sorted(
        KeywordPosting.objects.values_list("pk")
    )


def posted(article) -> set[int]:
    return set(KeywordPosting.objects.filter(article=article).values_list("term", flat=True))


def test_a_provision_and_a_tag_are_keywords(publish, civil_code):
    article = publish(tags=["网贷"], body="<p>《民法典》第1034条第二款</p>")
    tag = article.tags.get().pk
    assert {number(f"law:{civil_code.pk}:1034"), number(f"tag:{tag}")} <= posted(article)


def test_many_at_once_are_indexed_as_one_by_one(publish, civil_code):
    articles = [
        publish(f"第{n}篇", tags=["网贷"], body=f"<p>花呗，《民法典》第{n + 111}条</p>") for n in range(3)
    ]
    before = everything()
    index.drop([article.pk for article in articles])
    assert everything() == ([], [])
    assert index.keep_many([article.pk for article in articles] + [99]) == 3
    assert everything() == before
    index.keep_many([article.pk for article in articles])
    assert everything() == before  # safe to repeat


def test_what_was_indexed_before_there_were_pairs_gets_them(publish, civil_code):
    """The migration writes what index.write() would."""
    for n in range(3):
        publish(
            f"第{n}篇借款合同", tags=["网贷", f"标签{n}"], body=f"<p>逾期罚息，《民法典》第{n + 111}条</p>"
        )
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(import_module("articles.migrations.0021_postings_of_pairs").ANEW)
    assert everything() == before


def test_with_more_tags_than_keywords_it_is_the_same_at_publishing_and_later(publish):
    names = [f"标签{n}" for n in range(10)]
    article = publish("一篇", tags=names)
    for name in reversed(names):
        publish(f"{name}篇", tags=[name], body=f"<p>{name}</p>")
    again = publish("又一篇", tags=names[::-1])
    before = everything()
    index.keep_many([article.pk, again.pk])
    assert everything() == before


def test_a_changed_article_leaves_no_posting_behind(publish, republish, reviewer):
    article = publish("一篇", body="<p>花呗，还是花呗</p>")
    assert number("花呗") in posted(article)
    republish(article, body="<p>借呗，还是借呗</p>")
    assert number("花呗") not in posted(article)
    assert number("借呗") in posted(article)
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert everything() == ([], [])


def test_drafts_are_not_indexed(write, publish, rewrite):
    write()
    rewrite(publish("一篇"), title="另一个题目")
    assert list(SearchDocument.objects.values_list("article__title", flat=True)) == ["一篇"]


def test_count(publish):
    for n in range(3):
        publish(f"第{n}篇", body="<p>花呗</p>" if n else "<p>借呗</p>", tags=["网贷"])
    frequencies.count()
    known = frequencies.frequencies(["花呗", "借呗", "彩虹"])
    assert (known.counts, known.unknown) == ({"花呗": 2, "借呗": 1}, 1.0)
    assert known.rarity("彩虹") == known.rarity("借呗") > known.rarity("花呗")
    assert SearchTerm.objects.get(term__startswith="tag:").articles == 3


def test_it_is_counted_where_the_archive_has_grown(publish):
    assert not frequencies.count_if_due()  # nothing is there
    publish("一篇")
    assert frequencies.count_if_due()
    assert SearchStatistics.objects.get().articles == 1
    assert not frequencies.has_grown(1)
    publish("二篇")
    assert frequencies.has_grown(1)
    assert not frequencies.has_grown(100)
    assert not frequencies.has_grown(1_000_000)  # of many, PostgreSQL's estimate


def test_the_command_resumes(publish, monkeypatch):
    articles = [publish(f"第{n}篇") for n in range(3)]
    before = everything()
    index.drop([article.pk for article in articles])
    tasks.ask_all(tasks.Kind.INDEX)
    tasks.work_off(tasks.Kind.INDEX, index.keep_many, at_once=1, most=1)  # killed after the first
    assert SearchTask.objects.filter(kind="index").count() == 2
    out = StringIO()
    call_command("index_articles", "--resume", stdout=out, stderr=StringIO())
    assert (everything()[0][0]["article_id"], out.getvalue()) == (articles[0].pk, "编入索引 2 篇文章。\n")
    call_command("index_articles", stdout=out, stderr=StringIO())
    assert len(everything()[0]) == 3 == len(before[0])
    assert not SearchTask.objects.filter(kind="index").exists()


def test_what_has_expired_leaves_the_index_in_time(publish):
    article = expire(publish("一篇"))
    recomputing.keep_up()
    assert everything() == ([], [])
    assert article.state == "live"


def test_what_fails_stays_to_be_done(publish):
    article = publish()
    tasks.ask([article.pk], tasks.Kind.INDEX)
    tasks.ask([article.pk], tasks.Kind.INDEX)  # once
    with pytest.raises(tasks.Failed, match=rf"编入索引：有 1 篇没有做成（{article.pk}）"):
        tasks.work_off(tasks.Kind.INDEX, lambda ids: 1 / 0, at_once=10)
    assert SearchTask.objects.get(kind="index").article_id == article.pk
    assert tasks.work_off(tasks.Kind.INDEX, lambda ids: 1 / 0, at_once=10) == 0  # not each minute


def test_one_that_fails_does_not_hold_up_those_beside_it(publish):
    articles, done = [publish(f"第{n}篇").pk for n in range(3)], []

    def work(ids):
        done.extend(ids)
        assert articles[1] not in ids

    tasks.ask(articles, tasks.Kind.INDEX)
    with pytest.raises(tasks.Failed) as caught:
        tasks.work_off(tasks.Kind.INDEX, work, at_once=10)
    assert caught.value.ids == [articles[1]]
    assert done == [*articles, *articles]  # together, then each by itself
    assert SearchTask.objects.get(kind="index").article_id == articles[1]


def test_what_fails_does_not_keep_the_rest_waiting(publish, monkeypatch):
    article = publish()
    tasks.ask([article.pk], tasks.Kind.INDEX)
    tasks.ask([article.pk], tasks.Kind.RELATE)
    monkeypatch.setattr(index, "keep_many", lambda ids: 1 / 0)
    assert not recomputing.keep_up()
    assert list(SearchTask.objects.values_list("kind", flat=True)) == ["index"]


def test_a_law_that_becomes_known_changes_the_keywords(publish):
    article = publish(body="<p>《民法典》第1034条</p>")
    code = Statute.objects.create(title="中华人民共和国民法典", slug="民法典", kind="law", issuer="全国人大")
    rechecking.recheck([article.pk], timezone.localdate())
    recomputing.keep_up()
    assert number(f"law:{code.pk}:1034") in posted(article)
