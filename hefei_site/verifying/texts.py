"""That what the public reads is what was published: each live article's title and text are those of its live revision."""

from collections.abc import Callable, Iterator

from django.db import connection

from articles.models import Article
from firm.verifying.facts import Finding

AT_ONCE = 10_000  # numbers of articles that one query looks at
MOST_NAMED = 20

ALTERED = """
SELECT article.id FROM articles_article article LEFT JOIN articles_revision revision ON revision.id = live_revision_id
WHERE article.id >= %s AND article.id < %s AND article.state = 'live' AND (
    revision.article_id, revision.state, revision.title, revision.body
) IS DISTINCT FROM (article.id, 'live'::varchar, article.title, article.body)
ORDER BY article.id
"""
ABOVE = "SELECT min(id) FROM articles_article WHERE id >= %s"
Progress = Callable[[int, int], None]


def texts(progress: Progress = lambda done, total: None) -> Iterator[Finding]:
    """A finding for each live article that shows something else than its revision says."""
    last, many = Article.objects.order_by("pk").values_list("pk", flat=True).last() or 0, 0
    with connection.cursor() as cursor:
        start = _next(cursor, 0)
        while start is not None:
            cursor.execute(ALTERED, [start, start + AT_ONCE])
            for (pk,) in cursor.fetchall():
                many += 1
                if many <= MOST_NAMED:
                    yield Finding(f"文章 {pk} 的标题或正文与它的线上版本不同：不经发布被改动过。")
            start = _next(cursor, start + AT_ONCE)
            progress(min(start or last, last), last)
    if many > MOST_NAMED:
        yield Finding(f"另有 {many - MOST_NAMED:,} 篇文章与线上版本不同，没有一一列出。")


def _next(cursor, start: int) -> int | None:
    cursor.execute(ABOVE, [start])
    return cursor.fetchone()[0]
