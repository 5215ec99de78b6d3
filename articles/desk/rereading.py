"""Which live articles are to be read again, and since when: each column has a period of its own."""

import calendar
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article, Column
from articles.rights import reviewed_columns
from firm.models import User

SHOWN = 10
PER_PAGE = 50
Scope = tuple[Column, QuerySet[Article]]  # a column with its due articles that concern somebody


@dataclass(frozen=True, slots=True)
class Due:
    """An article that is to be read again, and for how many days it should have been."""

    article: Article
    days: int


@dataclass(frozen=True, slots=True)
class Page:
    """One column's due articles, the longest overdue first, and the key of what follows, empty at the end."""

    column: Column | None
    columns: list[Column]  # those in which something is due
    rows: list[Due]
    next_key: str


def longest(user: User) -> list[Due]:
    """The SHOWN that are longest overdue of those that concern a user.

    That is all for administrators, for reviewers what stands in their columns, for lawyers what they sign.
    """
    return _longest(_scopes(user))


def longest_signed(user: User) -> list[Due]:
    """The SHOWN that are longest overdue of those that this lawyer signs."""
    signed = _signed(user)
    return _longest([(column, _due(column).filter(signed)) for column in _periodic()] if signed else [])


def page(user: User, column: str = "", after: str = "") -> Page:
    """One page of a column, named by its id: the first in which something is due if none is, or not such a one."""
    scopes = {found: rows for found, rows in _scopes(user) if rows.exists()}
    chosen = next((c for c in scopes if str(c.pk) == column), next(iter(scopes), None))
    if chosen is None:
        return Page(None, [], [], "")
    rows = list(_after(scopes[chosen], after).select_related("author")[: PER_PAGE + 1])
    shown, cutoff = rows[:PER_PAGE], _cutoff(chosen)
    due = [Due(article, (cutoff - article.reread_at).days) for article in shown]
    key = f"{shown[-1].reread_at.isoformat()}_{shown[-1].pk}" if len(rows) > PER_PAGE else ""
    return Page(chosen, list(scopes), due, key)


def _longest(scopes: list[Scope]) -> list[Due]:
    """One query for all columns, whose number is not the number of queries; then one for the articles."""
    cutoffs = {column.pk: _cutoff(column) for column, _ in scopes}
    parts = [rows.values_list("pk", "column", "reread_at")[:SHOWN] for _, rows in scopes]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    overdue = sorted(((cutoffs[column] - at, pk) for pk, column, at in found), reverse=True)[:SHOWN]
    articles = Article.objects.for_list().in_bulk([pk for _, pk in overdue])
    return [Due(articles[pk], late.days) for late, pk in overdue]


def _scopes(user: User) -> list[Scope]:
    columns = _periodic()
    if user.has_perm("articles.edit_every_article"):
        return [(column, _due(column)) for column in columns]
    reviewed = set(reviewed_columns(user)) if user.has_perm("articles.review_article") else set()
    signed = _signed(user)
    scopes = []
    for column in columns:
        if column.pk in reviewed:
            scopes.append((column, _due(column)))
        elif signed:
            scopes.append((column, _due(column).filter(signed)))
    return scopes


def _periodic() -> list[Column]:
    return list(Column.objects.filter(reread_months__isnull=False))


def _signed(user: User) -> Q | None:
    """What a lawyer signs, also beside others; a list of ids, for both sides of the OR have an index."""
    lawyer = getattr(user, "lawyer", None)
    if lawyer is None:
        return None
    together = Article.coauthors.through.objects.filter(lawyer=lawyer)
    return Q(author=lawyer) | Q(pk__in=list(together.values_list("article", flat=True)))


def _due(column: Column) -> QuerySet[Article]:
    found = Article.objects.published().filter(column=column, reread_at__lte=_cutoff(column))
    return found.defer("body", "body_html").order_by("reread_at", "pk")


def _cutoff(column: Column) -> datetime:
    """What was read before this moment is due: so many months ago, or the last day of a shorter month."""
    now = timezone.localtime()
    year, month = divmod(now.year * 12 + now.month - 1 - column.reread_months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))


def _after(rows: QuerySet[Article], key: str) -> QuerySet[Article]:
    """What follows a key, the reread_at and id of the last row shown; all of it where the key is none."""
    at, _, pk = key.rpartition("_")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return rows
    if moment is None or timezone.is_naive(moment) or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return rows
    return rows.filter(Q(reread_at__gt=moment) | Q(reread_at=moment, pk__gt=int(pk)), reread_at__gte=moment)
