"""What of the index and the related lists is due: after an import, at an article's hour, when it has expired."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from math import inf

from django.db import transaction
from django.db.models.functions import Now

from articles.models import Article
from articles.related import lists
from articles.searching import frequencies, index, tasks
from articles.searching.gathering import SEARCH, gathering, settle
from articles.searching.tasks import Kind, Progress
from firm.processes import together

log = logging.getLogger(__name__)
INDEXED_AT_ONCE, RELATED_AT_ONCE = 250, 100
A_MINUTE = 2_000  # lists, so that a run has an end


def index_due(progress: Progress = lambda done, total: None, most: float = inf) -> int:
    """Index the articles that wait for it; returns how many. Safe to kill and to repeat."""
    return tasks.work_off(Kind.INDEX, index.keep_many, at_once=INDEXED_AT_ONCE, most=most, progress=progress)


def relate_due(progress: Progress = lambda done, total: None, most: float = inf) -> int:
    """Work out the lists that wait for it; returns how many. Safe to kill and to repeat."""
    return tasks.work_off(Kind.RELATE, lists.recompute, at_once=RELATED_AT_ONCE, most=most, progress=progress)


def in_processes(kind: Kind, many: int, progress: Progress) -> int:
    """Index, or work out the lists of, all that wait for it, in so many processes; returns how many. Safe to kill and to
    repeat."""
    work, gathered = {Kind.INDEX: (index_due, SEARCH), Kind.RELATE: (relate_due, ())}[kind]
    waiting = tasks.due(kind).count()

    def part(number: int) -> None:
        with gathering(*gathered):
            work(_silent if number else lambda done, total: progress(min(done * many, waiting), waiting))

    together(part, many)
    return waiting - tasks.due(kind).count()


def _silent(done: int, total: int) -> None:
    pass


@transaction.atomic
def afresh(ids: Sequence[int]) -> None:
    """Count the terms, then index these articles and work out their lists: for a few that came all at once."""
    frequencies.count()
    index.keep_many(ids)
    lists.recompute(ids)


def keep_up() -> bool:
    """What `run_due` does each minute; whether all of it went well. What fails is logged, and tried again."""
    steps = (
        settle,
        _drop_expired,
        partial(index_due, most=A_MINUTE),
        frequencies.count_if_due,
        partial(tasks.work_off, Kind.ENTER, _come_out, at_once=1, most=A_MINUTE),
        partial(relate_due, most=A_MINUTE),
    )
    went_well = [_tried(step) for step in steps]  # each, whatever became of those before it
    return all(went_well)


def _tried(step: Callable[[], object]) -> bool:
    try:
        step()
    except Exception:
        log.exception("the index of articles or the related lists could not be kept up")
        return False
    return True


def _come_out(ids: Sequence[int]) -> None:
    for article in Article.objects.published().filter(pk__in=ids):
        lists.come_out(article)


def _drop_expired() -> None:
    """What has expired leaves the index and the lists, each in a transaction: readers had it no longer anyway."""
    expired = Article.objects.filter(
        state=Article.State.LIVE, expires_at__lte=Now(), search_document__isnull=False
    )
    for pk in list(expired.values_list("pk", flat=True)):
        with transaction.atomic():
            article = expired.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
            if article:
                lists.withdraw(article)
