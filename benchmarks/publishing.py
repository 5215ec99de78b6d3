"""Publishes articles into an archive and measures it: the whole of it, and what the own and the neighbours' lists take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from articles import revisions, workflow
from articles.models import Article, Column
from articles.related import lists, recomputing
from articles.related.choosing import propose
from articles.related.subjects import stored_subjects
from articles.searching import tasks
from benchmarks.timing import measured
from firm.models import Lawyer, User
from hefei_site.generating.archive import Archive
from hefei_site.generating.people import LICENCE

Run = tuple[float, int]  # milliseconds, statements
SEED = 4  # of new texts: not those of the archive


def go_live(ids: Sequence[int]) -> tuple[list[Run], list[Run]]:
    """Articles go live once more as they are: what storing the lists took for each, in statements, and all of it.

    Nothing of it stays. Their neighbours have lists before: call neighbours() and recompute() first.
    """
    with _watched() as storing:
        whole = [_rolled_back(partial(_go_live, Article.objects.get(pk=pk))) for pk in ids]
    return storing, whole


def publish_new(many: int) -> list[Run]:
    """New articles that await review are published by a reviewer, with all that is checked then; nothing of it stays."""
    return [_rolled_back(*_submitted(text)) for text in Archive(SEED).articles(0, many)]


def neighbours(ids: Sequence[int]) -> list[int]:
    """All into whose lists these may come: in an archive in use they have lists already."""
    found = set(ids)
    for proposal in propose(stored_subjects(ids)):
        found |= {pk for pk, _ in lists._neighbours(proposal)}
    return sorted(found)


def recompute(ids: Iterable[int]) -> None:
    """Work out the lists of these articles."""
    tasks.ask(ids, tasks.Kind.RELATE)
    recomputing.relate_due()


def _go_live(article: Article) -> None:
    workflow.publishing.go_live(article, article.live_revision)


def _submitted(text) -> tuple[Callable, Callable]:
    """What publishes a new text, and what writes and submits it before."""
    writer = Lawyer.objects.get(licence_number=f"{LICENCE}")
    reviewer = User.objects.get(username="generated-administrator")
    column = Column.objects.order_by("-order").first()
    content = {"title": text.title, "body": text.body, "column": column, "author": writer, "ai_use": "none"}
    made: list[Article] = []

    def before() -> None:
        made.append(revisions.start(content, list(text.tag_names), by=writer.user).article)
        workflow.perform("submit", made[0], by=writer.user, reason="测速")

    return lambda: workflow.perform("publish", made[0], by=reviewer), before


@transaction.atomic
def _rolled_back(work: Callable, before: Callable = lambda: None) -> Run:
    """Milliseconds and statements of some work, of which nothing stays."""
    before()
    _, spent, _, statements = measured(work)
    transaction.set_rollback(True)
    return spent, statements


@contextmanager
def _watched() -> Iterator[list[Run]]:
    """What storing lists takes meanwhile."""
    runs, publish = [], lists.publish

    def watched(article, proposal):
        _, _, spent, statements = measured(partial(publish, article, proposal))
        runs.append((spent, statements))

    lists.publish = watched
    try:
        yield runs
    finally:
        lists.publish = publish
