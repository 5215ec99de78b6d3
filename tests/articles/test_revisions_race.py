"""Many who save the same article at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from articles import revisions, workflow

WRITERS = 20


def test_of_twenty_who_save_at_once_one_wins(committed, write, author, column):
    article = write()
    base = revisions.newest(article).pk
    start = Barrier(WRITERS, timeout=20)

    def save(n):
        content = {"title": f"第{n}人", "body": f"<p>{n}</p>", "column": column, "author": author.lawyer}
        try:
            start.wait()
            return revisions.record(article, content, [], by=author, base=base)
        except revisions.EditedMeanwhile as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        results = list(pool.map(save, range(WRITERS)))
    [winner] = [found for found in results if isinstance(found, revisions.Revision)]
    losers = [found.newest for found in results if isinstance(found, revisions.EditedMeanwhile)]
    assert losers == [winner] * (WRITERS - 1)  # and each is told who won
    assert list(article.revisions.values_list("number", "title")) == [
        (2, winner.title),
        (1, "网贷逾期怎么办"),
    ]


def test_of_two_who_publish_at_once_one_wins(committed, write, author, reviewer, administrator):
    article = write()
    workflow.perform("submit", article, by=author)
    start = Barrier(2, timeout=20)

    def publish(user):
        try:
            start.wait()
            return workflow.perform("publish", article, by=user).state
        except workflow.MoveNotAllowed:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, [reviewer, administrator])) == ["live", "refused"]
    assert list(article.revisions.values_list("state", flat=True)) == ["live"]
