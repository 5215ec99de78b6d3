"""Lists of published articles, page by page: each page says where it begins, so the last costs what the first does."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.http import Http404, QueryDict

from articles.models.article import Article, ArticleQuerySet

PER_PAGE = 20
KEY = re.compile(r"([0-9]{1,17})-([0-9]{1,18})", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OLDEST = "1"
MOST = 1000  # of which no more is counted


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, newest first. newer and older are the addresses' queries of the pages beside it, or empty."""

    rows: list[Article]
    newer: str
    older: str
    query: str  # of this page, empty for the first

    @property
    def is_first(self) -> bool:
        return not self.query

    @property
    def has_others(self) -> bool:
        return bool(self.newer or self.older)


def listing_of(articles: ArticleQuerySet, asked: QueryDict) -> Listing:
    """The page that ?older=, ?newer= or ?oldest= asks for; without them the first. Raises Http404 for a key that is none.

    A key is the publishing time in microseconds since 1970 and the id of the article at the edge of the page before:
    one index holds both, and what is published meanwhile moves no page.
    """
    rows = articles.published().for_list()
    if "older" in asked:
        at, pk = _edge(asked["older"])
        return _downwards(rows.filter(_below(at, pk)), f"older={asked['older']}", has_newer=True)
    if "newer" in asked:
        at, pk = _edge(asked["newer"])
        return _upwards(rows.filter(_above(at, pk)), f"newer={asked['newer']}", has_older=True)
    if "oldest" in asked:
        return _upwards(rows, f"oldest={OLDEST}", has_older=False)
    return _downwards(rows, "", has_newer=False)


def _downwards(rows: ArticleQuerySet, query: str, *, has_newer: bool) -> Listing:
    found = list(rows.newest_first()[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    newer = f"newer={_key(shown[0])}" if has_newer and shown else ""
    return Listing(shown, newer, f"older={_key(shown[-1])}" if len(found) > PER_PAGE else "", query)


def _upwards(rows: ArticleQuerySet, query: str, *, has_older: bool) -> Listing:
    found = list(rows.order_by("published_at", "pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE][::-1]
    older = f"older={_key(shown[-1])}" if has_older and shown else ""
    return Listing(shown, f"newer={_key(shown[0])}" if len(found) > PER_PAGE else "", older, query)


def counted(articles: ArticleQuerySet) -> tuple[ArticleQuerySet, str]:
    """The same articles, and how many of them are published, in words, counted no further than MOST.

    Up to MOST come back by their numbers, so that the database reads these alone: it would look for what few are, such as
    those with a rare tag, through the newest of all.
    """
    numbers = list(articles.published().order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        return articles, f"{MOST} 篇以上"
    return Article.objects.filter(pk__in=numbers), f"{len(numbers)} 篇"


def _below(at: datetime, pk: int) -> Q:
    return Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=pk))  # an AND first, for the index


def _above(at: datetime, pk: int) -> Q:
    return Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(pk__gt=pk))


def _key(article: Article) -> str:
    return f"{(article.published_at - EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def _edge(key: str) -> tuple[datetime, int]:
    found = KEY.fullmatch(key)
    if not found:
        raise Http404("没有这一页")
    return EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
