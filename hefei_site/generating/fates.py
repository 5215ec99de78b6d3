"""What has become of each made-up article, by its number: most are read by the public, the others bear a marker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from articles.models import Article, Revision

MARKER = "未公开标记"  # in title and text of all that the public may not read; no public page may show it
State, Work = Article.State, Revision.State
YEARS = timedelta(days=3650)
FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Fate:
    """An article's state and dates, its hidden kind where the public may not read it, and its open second revision."""

    state: str
    published_at: datetime | None
    expires_at: datetime | None = None
    hidden: str = ""
    first: str = Work.LIVE  # the state of its first revision
    second: str = ""  # and of the second; empty where there is none
    is_reprint: bool = False
    has_coauthor: bool = False


def fate(number: int, many: int, until: datetime) -> Fate:
    """Of the article with this number, from 1: published over the ten years before a day, in the order of the numbers."""
    at = until - YEARS * ((many - number + 1) / many)
    if number % 500 == 11:
        return Fate(
            State.NEVER_LIVE,
            None,
            hidden="草稿",
            first=Work.IN_REVIEW if number % 2000 == 511 else Work.DRAFT,
        )
    if number % 1000 == 17:
        return Fate(State.LIVE, until + FAR, hidden="排期")
    if number % 1000 == 19:
        return Fate(State.LIVE, at, until - timedelta(hours=1), hidden="过期")
    second = next((work for work, each, rest in SECOND if number % each == rest), "")
    if number % 100 == 1:
        return Fate(State.WITHDRAWN, at, hidden="撤下", second=second)
    expires_at = until + timedelta(days=30, hours=number % 700) if number % 500 == 3 else None
    return Fate(
        State.LIVE,
        at,
        expires_at,
        second=second,
        is_reprint=number % 200 == 13,
        has_coauthor=number % 50 == 21,
    )


SECOND = (  # state, one in so many, the remainder
    (Work.DRAFT, 500, 2),
    (Work.IN_REVIEW, 2000, 4),
    (Work.RETURNED, 2000, 5),
    (Work.APPROVED, 2000, 6),
)
