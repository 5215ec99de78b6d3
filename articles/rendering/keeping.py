"""Renders pages and keeps them; every page that no longer holds is found and rendered anew."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from articles import failing, page
from articles.models import Article, PageChange, StoredPage
from articles.rendering.cutting import cut
from articles.rendering.lifetime import coming_for, holds_until
from articles.rendering.release import rendering
from firm.models import SiteVersion

TEMPLATE = "articles/article_detail.html"
BATCH = 50
LOCKS = 1 << 60  # what is added to an article's number for the advisory lock of its page
LOCK = "SELECT id FROM (SELECT %s + id AS lock, id FROM unnest(%s::bigint[]) AS id OFFSET 0) page WHERE pg_try_advisory_xact_lock(lock)"
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Left:
    """The articles whose page could not be rendered, and those whose page somebody else was rendering."""

    failed: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)

    @property
    def all(self) -> set[int]:
        """Those that were not rendered here."""
        return self.failed | self.busy

    def add(self, other: "Left") -> None:
        """Take in what another part left."""
        self.failed |= other.failed
        self.busy |= other.busy


@dataclass(frozen=True, slots=True)
class Rendered:
    """How many pages were rendered, and the ids of the articles whose page could not be."""

    pages: int
    failed: list[int]


@transaction.atomic
def keep_together(ids: Sequence[int]) -> list[int]:
    """Render some articles' pages and keep them, in as many queries as for one; the ids of those that somebody else is
    rendering, who are left to them. Of an article that is not public no page is kept.

    First each page is locked, then what had changed is read: nobody writes a page over one that was rendered later, and
    a change that is committed while it is rendered stays on the list, so that it is not shown until it is rendered anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [LOCKS, list(ids)])
        held = [pk for (pk,) in cursor.fetchall()]
    changes = dict(PageChange.objects.filter(article__in=held).values_list("pk", "article"))
    version = SiteVersion.objects.filter(pk=SiteVersion.THE_ONE).values_list("content", flat=True).first()
    articles = list(Article.objects.published().for_page().filter(pk__in=held).order_by("pk"))
    if missing := set(held) - {article.pk for article in articles}:
        StoredPage.objects.filter(pk__in=missing).delete()
        # The changes of those that come out later stay until then.
        missing = set(Article.objects.coming().filter(pk__in=missing).values_list("pk", flat=True))
    StoredPage.objects.bulk_create(
        _rendered(articles, version or 0),
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["column", "head", "main", "digest", "rendering", "content", "made_at", "holds_until"],
    )
    done = [pk for pk, article in changes.items() if article not in missing]
    PageChange.objects.filter(pk__in=done).delete()
    return sorted(set(ids) - set(held))


def due(most: int) -> list[int]:
    """The ids of articles whose page is to be rendered: something changed, its time has passed, or the release is another."""
    now = timezone.now()
    changed = PageChange.objects.exclude(article__in=Article.objects.coming().values("pk"))
    found = list(dict.fromkeys(changed.order_by("pk").values_list("article", flat=True)[: most * 4]))
    if len(found) < most:
        past = StoredPage.objects.filter(holds_until__lte=now).order_by("holds_until")
        found += past.values_list("pk", flat=True)[:most]
    if len(found) < most:
        found += StoredPage.objects.filter(_of_another_release()).values_list("pk", flat=True)[:most]
    return list(dict.fromkeys(found))[:most]


def keep_due(seconds: float, progress: Progress = lambda done, total: None) -> Rendered:
    """Render what is due for about so many seconds. Killed and run again, it does the rest."""
    done, end, left, total = 0, time.monotonic() + seconds, Left(), _waiting()
    while time.monotonic() < end:
        ids = [pk for pk in due(BATCH + len(left.all)) if pk not in left.all]
        if not ids:
            break
        some = keep_all(ids)
        left.add(some)
        done += len(ids) - len(some.all)
        progress(done, max(done, total))
    return Rendered(done, sorted(left.failed))


def keep_all(ids: Sequence[int]) -> Left:
    """Render these pages, BATCH of them in a transaction, and by themselves those of a batch that fails."""
    left = Left()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        found = _kept(some)
        if found.failed and len(some) > 1:
            found = Left()
            for pk in some:
                found.add(_kept([pk]))
        left.add(found)
    return left


def _waiting() -> int:
    """About how many pages have changed, counted no further than a hundred thousand changes."""
    return len(set(PageChange.objects.values_list("article", flat=True)[:100_000]))


def _kept(ids: Sequence[int]) -> Left:
    """Pages that fail are noted and read the long way, and others do not wait."""
    try:
        left = Left(busy=set(keep_together(ids)))
    except Exception:
        if len(ids) == 1:
            failing.note(failing.Step.RENDER, ids[0])
        return Left(failed=set(ids))
    failing.went_well(failing.Step.RENDER, set(ids) - left.busy)
    return left


def _of_another_release() -> Q:
    """An OR of ranges, each of which the index finds."""
    content = SiteVersion.objects.filter(pk=SiteVersion.THE_ONE).values("content")
    ours = rendering()
    return (
        Q(rendering__lt=ours)
        | Q(rendering__gt=ours)
        | Q(rendering=ours, content__lt=content)
        | Q(rendering=ours, content__gt=content)
    )


def _rendered(articles: Sequence[Article], version: int) -> Iterator[StoredPage]:
    coming = coming_for(articles)
    for context in page.of_many(articles):
        pieces = cut(render_to_string(TEMPLATE, context | {"is_alone": True}, HttpRequest()))
        yield StoredPage(
            article=context["article"],
            column=context["article"].column_id,
            head=pieces.head,
            main=pieces.main,
            digest=sha256(pieces.head + pieces.main).hexdigest()[:32],
            rendering=rendering(),
            content=version,
            made_at=timezone.now(),
            holds_until=holds_until(context, coming),
        )
