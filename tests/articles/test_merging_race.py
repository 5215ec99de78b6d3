"""Many merges and publishings at once: no deadlock, no cycle, and each old address leads to a public page."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection

from articles import workflow
from articles.models import Article


def test_two_who_merge_each_into_the_other(committed, publish, administrator):
    """And all round a ring: whoever comes second finds that the target is gone."""
    for _ in range(3):
        ring = [publish(f"第{n}篇") for n in range(6)]
        start = Barrier(len(ring), timeout=20)

        def merge(n, ring=ring, start=start):
            try:
                start.wait()
                workflow.perform("merge", ring[n], by=administrator, reason="相同", into=ring[n - 1])
                return "merged"
            except (ValidationError, workflow.MoveNotAllowed):
                return "refused"
            finally:
                connection.close()

        with ThreadPoolExecutor(len(ring)) as pool:
            results = list(pool.map(merge, range(len(ring))))
        rows = Article.objects.in_bulk([one.pk for one in ring])
        merged = [row for row in rows.values() if row.merged_into_id]
        assert len(merged) == results.count("merged") < len(ring)
        assert all(rows[row.merged_into_id].state == "live" for row in merged)
        assert all((row.state == "withdrawn") == bool(row.merged_into_id) for row in rows.values())


def test_merging_while_others_publish(committed, publish, rewrite, author, reviewer, administrator):
    """Both write related lists; the rows are locked first and the lists last."""
    articles = [publish(f"第{n}篇", tags=["网贷"], body=f"<p>{'网' * (n + 1)}</p>") for n in range(8)]
    for article in articles[4:]:
        rewrite(article, title=article.title + "，改过")
        workflow.perform("submit", article, by=author)
    start = Barrier(7, timeout=20)

    def act(work):
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    works = [lambda one=one: workflow.perform("publish", one, by=reviewer).state for one in articles[4:]] + [
        lambda one=one: (
            workflow.perform("merge", one, by=administrator, reason="相同", into=articles[3]).state
        )
        for one in articles[:3]
    ]
    with ThreadPoolExecutor(7) as pool:
        results = list(pool.map(act, works))
    assert results == ["live"] * 4 + ["withdrawn"] * 3
