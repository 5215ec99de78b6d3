"""Which articles' pages of an archive are kept rendered: all up to 100,000, else a sample spread over it, or RENDERED=n."""

import os
from random import Random

from django.utils import timezone

from articles.models import Article, PageChange, StoredPage
from articles.rendering import keeping
from articles.rendering.release import rendering
from benchmarks import database
from benchmarks.filled import FIRST
from benchmarks.processes import in_two
from benchmarks.timing import timed
from firm.models import SiteVersion
from hefei_site.generating import rows

ALL_UP_TO, OF_MORE = 100_000, 20_000
AT_ONCE = 50_000  # ids of a query


def render(size: int) -> list[int]:
    """Render what is not kept yet, in two processes; the made-up articles that have a page now, at random.

    Begins with the same ones however many are rendered: what is asked for is among them.
    """
    sample = list(Article.objects.published().filter(pk__lt=FIRST).values_list("pk", flat=True))
    wanted = _chosen(size)
    missing = sorted({*sample, *wanted} - _kept())
    if missing:
        with database.filling():
            timed(f"{len(missing):,} pages rendered", len(missing), lambda: _render(missing))
        rows.vacuum()
    there = _kept()
    return [pk for pk in wanted if pk in there]


def _chosen(size: int) -> list[int]:
    """The numbers of published articles, at random."""
    many = int(os.environ.get("RENDERED") or (size if size <= ALL_UP_TO else OF_MORE))
    drawn = list(range(FIRST, FIRST + size))
    Random(1).shuffle(drawn)  # noqa: S311
    drawn = drawn[: max(many, 1)]
    public = set()
    for start in range(0, len(drawn), AT_ONCE):
        some = Article.objects.published().filter(pk__in=drawn[start : start + AT_ONCE])
        public.update(some.values_list("pk", flat=True))
    return [pk for pk in drawn if pk in public]


def _kept() -> set[int]:
    """The articles whose kept page would be shown now."""
    content = SiteVersion.objects.get(pk=SiteVersion.THE_ONE).content
    held = StoredPage.objects.filter(rendering=rendering(), content=content, holds_until__gt=timezone.now())
    changed = set(PageChange.objects.values_list("article", flat=True))
    return set(held.values_list("pk", flat=True)) - changed


def _render(ids: list[int]) -> None:
    failed = [pk for part in in_two(keeping.keep_all, [ids[0::2], ids[1::2]]) for pk in part.failed]
    if failed:
        raise RuntimeError(f"{len(failed)} pages could not be rendered, {failed[:5]} …")
