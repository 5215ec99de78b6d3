"""Publishing by a process that is killed with -9 at a random moment: what stands then, and whether the repeat finishes it."""

import os
import random
import signal
import time
from collections import Counter
from statistics import median

from django.db import connection, connections

from articles import revisions, workflow
from articles.models import (
    Article,
    ArticleSketch,
    KeywordPosting,
    PageChange,
    Push,
    SearchDocument,
    StatuteReference,
    StoredPage,
    TaggedArticle,
)
from articles.rendering import keeping
from drills.faults.inside import writing
from firm.models import AuditRecord

PUBLISHED = "审核通过并发布"


def main(kills: str) -> dict:
    """Publish three articles undisturbed, then so many with a kill each."""
    whole, seconds = _undisturbed()
    rng, told, wrong, pks = random.Random(5), Counter(), [], []  # noqa: S311
    for number in range(int(kills)):
        article = writing.submitted()
        pks.append(article.pk)
        killed = _killed_while_publishing(article, rng.uniform(0, seconds))
        state = _state(article)
        is_live = state["state"] == "live"
        told[
            "killed before it was committed"
            if not is_live
            else "killed after"
            if killed
            else "ended by itself"
        ] += 1
        wrong += [
            f"{number} after the kill: {what}" for what in _differs(state, whole if is_live else NOTHING)
        ]
        if not is_live:
            workflow.perform("publish", article, by=writing.reviewer())
        else:
            wrong += [] if _refused(article) else [f"{number}: published twice"]
        keeping.keep_due(20)
        wrong += [f"{number} after the repeat: {what}" for what in _differs(_state(article), whole)]
    return {"told": dict(told), "wrong": wrong, "pks": pks, "seconds": seconds}


NOTHING = {"state": "never_live", "newest": "in_review", "references": 0, "documents": 0, "postings": False, "tags": 0, "sketches": 0,
           "records": 0, "page": True, "pushes": 0}  # fmt: skip


def _undisturbed() -> tuple[dict, float]:
    """What a published article has, and the seconds that publishing takes."""
    times, states = [], []
    for _ in range(3):
        article = writing.submitted()
        connections.close_all()
        began = time.monotonic()
        child = os.fork()
        if not child:
            _publish(article)
        os.waitpid(child, 0)
        times.append(time.monotonic() - began)
        states.append(_state(article))
    if states[0] != states[1] or states[1] != states[2] or states[0]["state"] != "live":
        raise AssertionError(f"three articles published undisturbed differ: {states}")
    return states[0], median(times)


def _killed_while_publishing(article: Article, after: float) -> bool:
    """Whether the process was killed before it came to its end."""
    connections.close_all()  # none is carried into the other process
    child = os.fork()
    if not child:
        _publish(article)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _publish(article: Article) -> None:
    status = 1
    try:
        workflow.perform("publish", article, by=writing.reviewer())
        status = 0
    finally:
        os._exit(status)


def _refused(article: Article) -> bool:
    try:
        workflow.perform("publish", article, by=writing.reviewer())
    except workflow.MoveNotAllowed:
        return True
    return False


def _state(article: Article) -> dict:
    """What there is of an article in all places that publishing writes to."""
    _settle()
    row = Article.objects.get(pk=article.pk)
    is_kept = StoredPage.objects.filter(article=row).exists()
    has_to_be_rendered = PageChange.objects.filter(article=row.pk).exists()
    return {
        "state": row.state,
        "newest": revisions.newest(row).state,
        "references": StatuteReference.objects.filter(article=row).count(),
        "documents": SearchDocument.objects.filter(article=row).count(),
        "postings": KeywordPosting.objects.filter(article=row.pk).exists(),
        "tags": TaggedArticle.objects.filter(content_object=row).count(),
        "sketches": ArticleSketch.objects.filter(article=row, is_live=True).count(),
        "records": AuditRecord.objects.filter(action=PUBLISHED, target_id=row.pk).count(),
        # kept, or on the list of those to be rendered; of a draft there is none
        "page": (is_kept or has_to_be_rendered) if row.state == "live" else not is_kept,
        "pushes": Push.objects.filter(path=row.get_absolute_url()).count(),
    }


def _settle() -> None:
    """The server of a killed process may still be at its last statement."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usename = current_user AND state <> 'idle'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def _differs(state: dict, wanted: dict) -> list[str]:
    return [f"{name} {state[name]} for {wanted[name]}" for name in wanted if state[name] != wanted[name]]
