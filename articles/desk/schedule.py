"""What goes live and what ends in a week or a month, by the firm's clock."""

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import Article, Revision

SHOWN = 300  # of each kind, in one week or month
PAST = 100  # of what has been published already, the newest
GRACE = timedelta(minutes=5)  # run_due comes each minute
YEARS = range(2000, 2101)
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the clock does to an article's page, or would do if it were approved."""

    at: datetime
    kind: str  # in Chinese
    article: int
    title: str
    author: str
    mark: str = ""  # for the eye: up, down, waits


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what happens on it, in the order of its hours."""

    date: date
    entries: tuple[Entry, ...]
    is_of_month: bool = True

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday to Sunday, with days of its neighbours at the edges."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    is_cut: bool  # whether more happens than is listed

    @property
    def is_empty(self) -> bool:
        return not any(day.entries and day.is_of_month for days in self.weeks for day in days)

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)


class NoSuchMonth(Exception):
    """What was asked for is not a month; the message says so in Chinese."""


def week(seen: Q) -> list[Day]:
    """The seven days from today, of the articles that meet the condition; days on which nothing happens are left out."""
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in range(7)]
    entries, _ = _entries(days, seen)
    return [Day(day, tuple(entries[day])) for day in days if entries[day]]


def month(asked: str, seen: Q) -> Month:
    """The month asked for as 2026-12, this one if nothing is asked. Raises NoSuchMonth."""
    first = _first(asked)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    entries, is_cut = _entries([day for days in weeks for day in days], seen)
    made = tuple(
        tuple(Day(day, tuple(entries[day]), day.month == first.month) for day in days) for days in weeks
    )
    return Month(first, made, is_cut)


def overdue() -> list[Revision]:
    """The approved revisions whose hour has passed without their going live: run_due does not run as it should."""
    late = Revision.objects.filter(state=Revision.State.APPROVED, publish_at__lte=Now() - GRACE)
    return list(late.defer("body").order_by("publish_at")[:10])


def _first(asked: str) -> date:
    if not asked:
        return timezone.localdate().replace(day=1)
    found = MONTH.fullmatch(asked)
    if not found or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
        raise NoSuchMonth(f"没有“{asked[:20]}”这个月份；请写成 2026-12 的样子。")
    return date(int(found[1]), int(found[2]), 1)


def _entries(days: list[date], seen: Q) -> tuple[dict[date, list[Entry]], bool]:
    """What happens on these days, which follow each other, by day; and whether some of it was left out."""
    span = _midnight(days[0]), _midnight(days[-1] + timedelta(days=1))
    kinds = [_upcoming(span, seen), _timed(span, seen), _ending(span, seen)]
    past = _published(span, seen)
    by_day = defaultdict(list)
    listed = [entry for kind in (past[:PAST], *kinds) for entry in kind[:SHOWN]]
    for entry in sorted(listed, key=lambda entry: (entry.at, entry.article)):
        by_day[timezone.localdate(entry.at)].append(entry)
    return by_day, len(past) > PAST or any(len(kind) > SHOWN for kind in kinds)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _published(span: tuple[datetime, datetime], seen: Q) -> list[Entry]:
    rows = _live(seen).filter(published_at__gte=span[0], published_at__lt=min(span[1], timezone.now()))
    return _listed(rows.order_by("-published_at", "-pk")[: PAST + 1], "published_at", "已发布", "up")


def _upcoming(span: tuple[datetime, datetime], seen: Q) -> list[Entry]:
    rows = _live(seen).filter(published_at__gte=max(span[0], timezone.now()), published_at__lt=span[1])
    return _listed(rows.order_by("published_at", "pk")[: SHOWN + 1], "published_at", "发布", "up")


def _timed(span: tuple[datetime, datetime], seen: Q) -> list[Entry]:
    """Approved revisions of articles that readers know, and what would go live on that day if it were approved."""
    waits = [Revision.State.APPROVED, Revision.State.IN_REVIEW]
    rows = Revision.objects.filter(state__in=waits, publish_at__gte=span[0], publish_at__lt=span[1])
    if seen:
        rows = rows.filter(Exists(Article.objects.filter(seen, pk=OuterRef("article"))))
    names = rows.order_by("publish_at", "pk").values_list(
        "publish_at", "state", "article", "title", "author__name"
    )
    return [
        Entry(at, "修改发布", pk, title, author, "up")
        if state == Revision.State.APPROVED
        else Entry(at, "定于此时，还在审核", pk, title, author, "waits")
        for at, state, pk, title, author in names[: SHOWN + 1]
    ]


def _ending(span: tuple[datetime, datetime], seen: Q) -> list[Entry]:
    rows = _live(seen).filter(expires_at__gte=span[0], expires_at__lt=span[1])
    return _listed(rows.order_by("expires_at", "pk")[: SHOWN + 1], "expires_at", "下架", "down")


def _listed(rows: QuerySet[Article], at: str, kind: str, mark: str) -> list[Entry]:
    names = rows.values_list(at, "pk", "title", "author__name")
    return [Entry(moment, kind, pk, title, author, mark) for moment, pk, title, author in names]


def _live(seen: Q) -> QuerySet[Article]:
    return Article.objects.filter(seen, state=Article.State.LIVE)
