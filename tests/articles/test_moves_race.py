"""Fifty people who move articles at once: each move has one winner, nothing locks up, and the record is one chain."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from articles import revisions, workflow
from articles.models import Article, RelatedArticle
from firm import audit, chain
from firm.models import AuditRecord

PEOPLE = 50
ARTICLES = 5
ROUND = ("submit", "publish")


def test_fifty_who_move_articles_at_once(committed, write, author, reviewer):
    """Every one tries every step on every article, one after the other, and then all of it in one transaction."""
    articles = [
        write(title=f"网贷逾期的第 {n} 个问题", tags=["网贷", "逾期"]) for n in range(ARTICLES)
    ]  # alike, so that publishing one touches the others' lists
    start = Barrier(PEOPLE, timeout=60)

    def move(name: str, article: Article) -> bool:
        try:
            workflow.perform(name, article, by=author if name == "submit" else reviewer)
        except workflow.MoveNotAllowed:
            return False
        return True

    def work(person: int) -> list[str]:
        try:
            start.wait()
            ahead = articles[person % ARTICLES :] + articles[: person % ARTICLES]
            return [f"{name} {a.pk}" for name in ROUND for a in ahead if move(name, a)]
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        won = [step for steps in pool.map(work, range(PEOPLE)) for step in steps]
    assert sorted(won) == sorted(f"{name} {a.pk}" for name in ROUND for a in articles)
    assert set(Article.objects.values_list("state", flat=True)) == {"live"}
    assert AuditRecord.objects.count() == 3 * ARTICLES  # saved, submitted, published
    assert (chain.verify().is_whole, chain.verify().count) == (True, 3 * ARTICLES)


def test_many_moves_in_one_transaction(committed, write, author):
    """As a bulk action might: records are written while locks on more articles are still to be taken."""
    articles = [write(title=f"第 {n} 篇") for n in range(4)]
    start = Barrier(12, timeout=60)

    def work(person: int) -> None:
        try:
            start.wait()
            with transaction.atomic():
                for (
                    article
                ) in articles:  # all in the same order: what is shown is the chain, not their own conflict
                    name = workflow_step(article)
                    workflow.perform(name, article, by=author)
        finally:
            connection.close()

    def workflow_step(article: Article) -> str:
        locked = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        return "recall" if locked.revisions.first().state == "in_review" else "submit"

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(12)))
    assert (chain.verify().is_whole, chain.verify().count) == (True, 4 + 12 * 4)


@pytest.mark.parametrize(
    "work",
    [
        lambda article, user: workflow.perform("submit", article, by=user),
        lambda article, user: revisions.lock_for_writing(article, revisions.newest(article).pk),
    ],
    ids=["a move", "saving"],
)
def test_who_works_on_an_article_holds_up_nobody_who_refers_to_it(work, committed, write, author):
    """Else two who publish articles that list each other would wait for each other at the end."""
    article, other = write("被引用的文章"), write("引用它的文章")

    def refer():
        try:
            with transaction.atomic():
                audit.record(
                    "提及", by=None, target=other
                )  # the chain is held while the reference is checked
                RelatedArticle.objects.create(article=other, other=article, reason="同标签")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        work(article, author)
        pool.submit(refer).result(timeout=10)
        audit.record("保存", by=author, target=article)
    assert chain.verify().is_whole
