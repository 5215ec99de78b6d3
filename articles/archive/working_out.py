"""The slow part of an import: what publishing works out for one article, for many at once, and on from where it was killed."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from articles import linking
from articles.archive.copy_in import copy_in
from articles.archive.running import Progress
from articles.copies import keeping, stars
from articles.law import citing
from articles.linting.lint import lint
from articles.models import (
    Article,
    ArticleSketch,
    ImportedItem,
    LintRule,
    Revision,
    StatuteReference,
    WaitingArticle,
)
from articles.reviewing.answering import firm_publishes, manuscript_of
from articles.searching import index, tasks
from articles.searching.gathering import SEARCH, gathering
from firm.processes import together

log = logging.getLogger(__name__)
BATCH = 50
MANY = 1000  # articles that wait, from which on the archive's stock sentences are counted first
WAIT_FOR_ALL = """
INSERT INTO articles_waitingarticle (article_id)
SELECT id FROM articles_article WHERE published_at IS NOT NULL ORDER BY id ON CONFLICT DO NOTHING
"""
HTML = """
UPDATE articles_article SET body_html = made.html FROM unnest(%s::bigint[], %s::text[]) AS made(id, html)
WHERE articles_article.id = made.id AND body_html <> made.html
"""
FOUND = """
UPDATE articles_importeditem SET lint = found.lint, wrong = found.wrong
FROM unnest(%s::bigint[], %s::jsonb[], %s::integer[]) AS found(article, lint, wrong)
WHERE article_id = found.article AND outcome IN ('imported', 'changed')
"""


@dataclass(slots=True)
class Batch:
    """Some articles whose rows are locked, with the revisions that count: the live one, and the open one."""

    articles: list[Article]
    revisions: list[Revision]
    on: date
    cited: dict[int, citing.Cited] = field(default_factory=dict)


def wait_for_all() -> int:
    """Let all articles that are or were public wait to be worked out anew; how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_ALL)
    return WaitingArticle.objects.count()


def work_out_all(progress: Progress, processes: int = 1) -> int:
    """Work out all articles that wait, in so many processes; how many that were. Safe to kill, and to call twice at once."""
    waiting = WaitingArticle.objects.count()
    if waiting >= MANY:
        stars.learn_stock()
    gathered = SEARCH if waiting >= MANY else ()

    def tell(done: int) -> None:
        progress(min(done * processes, waiting), min(1.0, done * processes / (waiting or 1)))

    together(lambda number: _work_out_rest(gathered, (lambda done: None) if number else tell), processes)
    return waiting - WaitingArticle.objects.count()


def _work_out_rest(gathered: tuple[str, ...], tell: Callable[[int], None]) -> None:
    """Batch after batch until nobody waits but those that failed here, while these indexes gather."""
    done, failed = 0, set()
    with gathering(*gathered):
        while looked_at := _work_out_some(failed):
            done += looked_at
            tell(done)


@transaction.atomic
def _work_out_some(failed: set[int]) -> int:
    """One batch; an article that fails is logged, and does not keep the others waiting. How many were looked at."""
    rows = WaitingArticle.objects.select_for_update(skip_locked=True).exclude(article__in=failed)
    ids = list(rows.order_by("article").values_list("article", flat=True)[:BATCH])
    done = ids if _succeeds(ids) else [pk for pk in ids if _succeeds([pk])]
    failed.update(set(ids) - set(done))
    WaitingArticle.objects.filter(article__in=done).delete()
    return len(ids)


def _succeeds(ids: list[int]) -> bool:
    try:
        with transaction.atomic():
            work_out(ids)
    except Exception:
        log.exception("articles %s could not be worked out", ids)
        return False
    return True


def work_out(ids: Sequence[int]) -> None:
    """Work out these articles; the caller holds the transaction.

    This is where an import meets what publishing does for one article (publishing.go_live): each step takes the
    whole batch. A step of publishing that is not among STEPS is missing from imported articles.
    """
    articles = list(Article.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    counting = Q(pk__in=[article.live_revision_id for article in articles]) | Q(
        article__in=ids, state__in=Revision.OPEN
    )
    batch = Batch(articles, list(Revision.objects.filter(counting).order_by("pk")), timezone.localdate())
    for step in STEPS:
        step(batch)


def store_references(batch: Batch) -> None:
    """Citations found, checked and linked, of what is or was public."""
    public = [article for article in batch.articles if article.published_at]
    made = citing.cite_many([article.body for article in public], batch.on, _held(public))
    for article, cited in zip(public, made, strict=True):
        batch.cited[article.pk] = cited
        article.body_html = linking.with_current_addresses(cited.html, article.body)
        for reference in cited.references:
            reference.article_id = article.pk
    StatuteReference.objects.filter(article__in=public).delete()
    copy_in([reference for cited in made for reference in cited.references], with_ids=False)
    with connection.cursor() as cursor:
        cursor.execute(HTML, [[a.pk for a in public], [a.body_html for a in public]])


def _held(articles: list[Article]) -> list[list[StatuteReference]]:
    """The references that each has already, as when all is worked out anew: what a lawyer stood by stays."""
    known: dict[int, list[StatuteReference]] = {article.pk: [] for article in articles}
    rows = StatuteReference.objects.filter(article__in=known).select_related("provision__version__statute")
    for reference in rows.order_by("position"):
        known[reference.article_id].append(reference)
    return list(known.values())


def store_links(batch: Batch) -> None:
    """Which of them link to other articles."""
    for article in batch.articles:
        if article.published_at and "<a " in article.body:
            linking.store(article)


def store_sketches(batch: Batch) -> None:
    """By what near-copies are found, of the live text and of the open one."""
    live, sentences = {article.live_revision_id for article in batch.articles}, keeping.stock()
    ArticleSketch.objects.filter(article__in=batch.articles).delete()
    copy_in(
        [keeping.sketched(one, is_live=one.pk in live, sentences=sentences) for one in batch.revisions],
        with_ids=False,
    )


def store_report(batch: Batch) -> None:
    """What the import's report tells of each: rules of the text check, and references with something wrong."""
    imported = set(ImportedItem.objects.filter(article__in=batch.articles).values_list("article", flat=True))
    rules = (
        [rule.as_rule() for rule in LintRule.objects.filter(is_on=True) if rule.is_known] if imported else []
    )
    own = firm_publishes()
    found = [_found(article, batch, rules, own) for article in batch.articles if article.pk in imported]
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [list(column) for column in zip(*found, strict=True)] or [[], [], []])


def _found(article: Article, batch: Batch, rules: Iterable, own: frozenset[str]) -> tuple[int, str, int]:
    cited = batch.cited.get(article.pk)
    manuscript = manuscript_of(article.title, article.body, article.summary, article.keywords, own)
    hits = lint(manuscript, rules)
    codes = ",".join(f'"{code}"' for code in sorted({hit.rule for hit in hits}))
    return article.pk, f"[{codes}]", len(cited.wrong) if cited else 0


def store_in_search(batch: Batch) -> None:
    """By what they are found; their related articles are worked out when all are there (`relate_articles`, run_due)."""
    live = [article.pk for article in batch.articles if article.state == Article.State.LIVE]
    index.keep_many(live)
    tasks.ask(live, tasks.Kind.RELATE)


STEPS = (store_references, store_links, store_sketches, store_in_search, store_report)
