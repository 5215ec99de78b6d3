"""What of the index and the related lists is yet to be worked out: kept as rows, so that nothing is lost or done twice."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from math import inf

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from articles import failing
from articles.models import Article, SearchTask

AGAIN = timedelta(hours=1)  # after which what failed is tried again
Progress = Callable[[int, int], None]
Work = Callable[[Sequence[int]], object]
Kind = SearchTask.Kind


class Failed(Exception):
    """Some articles could not be done; all others were. The message says which in Chinese, .ids are theirs."""

    def __init__(self, kind: str, ids: list[int]):
        numbers = "、".join(map(str, ids[:10]))
        super().__init__(
            f"{Kind(kind).label}：有 {len(ids)} 篇没有做成（{numbers}），原因见日志，一小时后再试。"
        )
        self.ids = ids


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
    work: Work,
    *,
    at_once: int,
    most: float = inf,
    progress: Progress = lambda done, total: None,
) -> int:
    """Do what is due of a kind, so many articles a transaction; returns how many were done.

    Killed, it loses the batch at hand only, and the next call does the rest; two at a time share the work. Where a batch
    fails, each of its articles is done by itself; those that fail wait AGAIN, and at the end raises Failed.
    """
    waiting, done, failed = due(kind), 0, []
    total = waiting.count()
    while done < most:
        taken: list[SearchTask] = []
        try:
            _batch(waiting, work, taken, at_once)
        except Exception:
            if not taken:
                raise
            failed += [task.article_id for task in taken if not _done_alone(task, work)]
        if not taken:
            break
        done += len(taken)
        progress(done, max(total, done))
    if failed:
        raise Failed(kind, failed)
    return done


@transaction.atomic
def _batch(waiting: QuerySet, work: Work, taken: list[SearchTask], at_once: int) -> None:
    """Do a batch; taken tells what it was, also where it fails."""
    taken += waiting.select_for_update(skip_locked=True).order_by("article")[:at_once]
    if taken:
        work([task.article_id for task in taken])
        SearchTask.objects.filter(pk__in=[task.pk for task in taken]).delete()
        failing.went_well(taken[0].kind, [task.article_id for task in taken])


def _done_alone(task: SearchTask, work: Work) -> bool:
    """Whether a task of a batch that failed goes well by itself, or is no longer there to be done."""
    try:
        _batch(SearchTask.objects.filter(pk=task.pk), work, [], 1)
    except Exception:
        failing.note(task.kind, task.article_id)
        SearchTask.objects.filter(pk=task.pk).update(due_at=Now() + AGAIN)
        return False
    return True


ASK = """
INSERT INTO articles_searchtask (kind, due_at, article_id)
SELECT %s, coalesce(%s::timestamptz, now()), article FROM unnest(%s::bigint[]) AS article ON CONFLICT DO NOTHING
"""
ASK_ALL = """
INSERT INTO articles_searchtask (kind, due_at, article_id)
SELECT %s, now(), id FROM articles_article WHERE state = %s ORDER BY id ON CONFLICT DO NOTHING
"""
