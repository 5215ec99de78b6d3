"""Eight who publish articles of one topic at once: no deadlock, and every list is whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from articles import workflow
from articles.models import KeywordPosting, RelatedArticle, SearchDocument
from articles.related import recomputing
from tests.articles.copies.texts import html, text

MANY = 8


def test_eight_publish_at_once(committed, publish, write, author, reviewer):
    """New ones and changed ones, each in the lists of all others; one is withdrawn meanwhile."""
    there = [publish(f"第{n}篇", tags=["网贷"], body=html(text(n))) for n in range(3)]
    waiting = [write(f"新{n}", tags=["网贷"], body=html(text(50 + n))) for n in range(MANY)]
    for article in waiting:
        workflow.perform("submit", article, by=author)
    start = Barrier(MANY + 1, timeout=30)

    def act(name: str, article) -> str:
        try:
            start.wait()
            return workflow.perform(name, article, by=reviewer, reason="有误").state
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY + 1) as pool:
        moves = [("withdraw", there[0]), *(("publish", article) for article in waiting)]
        results = list(pool.map(lambda move: act(*move), moves))
    assert results == ["withdrawn"] + ["live"] * MANY
    public = {one.pk for one in (*there[1:], *waiting)}
    assert set(SearchDocument.objects.values_list("pk", flat=True)) == public
    assert set(KeywordPosting.objects.values_list("article", flat=True)) == public
    recomputing.keep_up()  # brings together those that did not see each other
    lists = {
        pk: set(RelatedArticle.objects.filter(article=pk).values_list("other", flat=True)) for pk in public
    }
    assert all(len(others) >= 7 and pk not in others for pk, others in lists.items())
