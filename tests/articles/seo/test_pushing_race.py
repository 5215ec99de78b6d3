"""A run that sends and moves that are made meanwhile: nothing is told twice, nobody waits."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from articles.models import Push
from articles.seo import engines, ledger, pushing
from articles.seo.engines import Answer, Service
from articles.seo.pushing import Pushed, push_due


def elsewhere(work, *arguments):
    """The result of some work on a connection of its own."""

    def alone():
        try:
            return work(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result(timeout=30)


def test_runs_and_moves_at_once(committed, publish, indexnow, monkeypatch):
    told, meanwhile = [], []

    def send(paths):
        told.extend(paths)
        if len(told) == 1:
            meanwhile.append(elsewhere(push_due))
        return Answer()

    monkeypatch.setattr(engines, "enabled", lambda: [Service("indexnow", send, at_once=10, daily=100)])
    article = publish()
    path = article.get_absolute_url()
    # A second run, while the first is waiting for the engine.
    assert (push_due(), meanwhile, told) == (Pushed(1, 0), [Pushed(0, 0)], [path])

    # A move that is not over yet has written the row anew: a run takes neither, and waits for nobody.
    ledger.note(article, ("live", None))
    (row,) = Push.objects.filter(sent_at=None)
    with transaction.atomic():
        ledger.note(article, ("live", None))
        assert elsewhere(push_due) == Pushed(0, 0)
        assert elsewhere(pushing.try_again, Push.objects.filter(pk=row.pk)) == 0
    assert (push_due(), told) == (Pushed(1, 0), [path, path])
