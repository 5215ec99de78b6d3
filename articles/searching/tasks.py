"""What of the index and the related lists is yet to be worked out: kept as rows, so that nothing is lost or done twice."""

from collections.abc import Callable, Iterable
from datetime import datetime
from math import inf

from django.db import connection, transaction
from django.db.models.functions import Now

from articles.models import Article, SearchTask

Progress = Callable[[int, int], None]
Kind = SearchTask.Kind


def ask(ids: Iterable[int], kind: str, due_at: datetime | None = None) -> None:
    """Let something be done to articles by `run_due`, from a moment on; what is asked for already stays as it is."""
    ids = sorted(set(ids))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(ASK, [kind, due_at, ids])


def ask_all(kind: str) -> None:
    """Let something be done to all live articles."""
    with connection.cursor() as cursor:
        cursor.execute(ASK_ALL, [kind, Article.State.LIVE])


def due(kind: str):
    """What is to be done of a kind now."""
    return SearchTask.objects.filter(kind=kind, due_at__lte=Now())


def work_off(
    kind: str,
    work: Callable[[list[int]], object],
    *,
    at_once: int,
    most: float = inf,
    progress: Progress = lambda done, total: None,
) -> int:
    """Do what is due of a kind, so many articles a transaction; returns how many were done.

    Killed, it loses the batch at hand only, and the next call does the rest; two at a time share the work.
    """
    waiting, done = due(kind), 0
    total = waiting.count()
    while done < most:
        with transaction.atomic():
            taken = list(waiting.select_for_update(skip_locked=True).order_by("article")[:at_once])
            if not taken:
                break
            work([task.article_id for task in taken])
            SearchTask.objects.filter(pk__in=[task.pk for task in taken]).delete()
        done += len(taken)
        progress(done, max(total, done))
    return done


ASK = """
INSERT INTO articles_searchtask (kind, due_at, article_id)
SELECT %s, coalesce(%s::timestamptz, now()), article FROM unnest(%s::bigint[]) AS article ON CONFLICT DO NOTHING
"""
ASK_ALL = """
INSERT INTO articles_searchtask (kind, due_at, article_id)
SELECT %s, now(), id FROM articles_article WHERE state = %s ORDER BY id ON CONFLICT DO NOTHING
"""
