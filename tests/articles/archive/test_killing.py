"""kill -9 in the middle of an import, again and again: nothing is there twice, and nothing is missing."""

import os
import random
import signal

import pytest
from django.db import connection, connections

from articles.archive import running, storing
from articles.archive.records import SourceRefused
from articles.models import (
    Article,
    ImportedItem,
    ImportRun,
    OldAddress,
    Revision,
    TaggedArticle,
    WaitingArticle,
)
from tests.articles.archive import files

RECORDS, KILLS = 24, 30


class Killer:
    """Kills this process before its n-th statement, COPYs among them."""

    def __init__(self, left: int):
        self.left = left

    def __call__(self, execute, *arguments):
        self.count()
        return execute(*arguments)

    def count(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_process(work) -> bool:
    """Whether a forked process came to the end of some work; the connection is its own."""
    connections.close_all()
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def bring(path, killer: Killer | None = None) -> None:
    options = running.Options()
    if killer:
        copy = storing.copy_in
        storing.copy_in = lambda rows, **how: (killer.count(), copy(rows, **how))
        with connection.execute_wrapper(killer):
            return bring(path)
    try:
        running.import_articles(path, options, lambda done, share: None, resume=True)
    except SourceRefused:  # nothing to go on with: killed before the run began
        running.import_articles(path, options, lambda done, share: None)


@pytest.mark.usefixtures("committed", "author", "original_notice")
def test_killed_at_thirty_random_moments_an_import_loses_and_doubles_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    path, moments = files.json_lines(tmp_path / "a.jsonl", RECORDS), random.Random(5)  # noqa: S311
    killed = 0
    while killed < KILLS and ImportRun.objects.filter(finished_at=None).exists() | (
        not ImportRun.objects.exists()
    ):
        killed += not in_a_process(lambda: bring(path, Killer(moments.randrange(32))))
        there = Article.objects.count()
        assert (
            there == ImportedItem.objects.count() == sum(ImportRun.objects.values_list("position", flat=True))
        )
    assert killed >= KILLS * 2 // 3
    if ImportRun.objects.filter(finished_at=None).exists():
        bring(path)
    numbers = list(range(100, 100 + RECORDS))
    assert list(Article.objects.order_by("pk").values_list("pk", flat=True)) == numbers
    assert list(Revision.objects.order_by("article").values_list("article", flat=True)) == numbers
    assert list(WaitingArticle.objects.order_by("article").values_list("article", flat=True)) == numbers
    assert list(OldAddress.objects.order_by("article").values_list("article", flat=True)) == numbers
    assert TaggedArticle.objects.count() == 2 * RECORDS
    assert list(ImportedItem.objects.order_by("position").values_list("position", "outcome")) == [
        (position, "imported") for position in range(RECORDS)
    ]
    assert ImportRun.objects.get().counts == {"imported": RECORDS}
