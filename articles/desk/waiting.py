"""The open revisions that wait for somebody: to be reviewed by them, or to be written on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Approval, Article, Revision
from articles.rights import own_part, reviewed_columns
from firm.access import may_approve_own
from firm.models import User

SHOWN = 20
LATE = 3  # days after which what waits is marked


@dataclass(frozen=True, slots=True)
class Work:
    """The open revisions of one user, by what is to be done with them; each list holds SHOWN and one more at most."""

    returned: list[Revision]
    drafts: list[Revision]
    submitted: list[Revision]


def to_review(user: User) -> list[Revision]:
    """What this user may approve now, the oldest first: of their columns, not their own, not approved by them already.

    Each has .is_second: somebody has approved it, and its column asks for two.
    """
    if not user.has_perm("articles.review_article"):
        return []
    columns = reviewed_columns(user)
    given = Approval.objects.filter(revision=OuterRef("pk"), submitted_at=OuterRef("submitted_at"))
    waiting = (
        _open()
        .filter(state=Revision.State.IN_REVIEW, column__in=columns)
        .filter(~Q(article__state=Article.State.LIVE) | Q(article__column__in=columns))
        .exclude(Exists(given.filter(by=user)))
        .annotate(is_second=Exists(given))
    )
    if not may_approve_own():
        mine = Revision.objects.filter(own_part(user), article=OuterRef("article"))
        waiting = waiting.exclude(Exists(mine)).exclude(article__author__user=user)
    return list(waiting.order_by("submitted_at", "pk")[: SHOWN + 1])


def work_of(user: User) -> Work:
    """What this user wrote or signs and has not been finished, the last saved first."""
    mine = _open().filter(own_part(user)).order_by("-written_at", "-pk")
    state = Revision.State
    return Work(
        *(list(mine.filter(state=s)[: SHOWN + 1]) for s in (state.RETURNED, state.DRAFT, state.IN_REVIEW))
    )


def age(since: datetime, done: str) -> str:
    """When that was done, in the words of a working day: 今天 09:30 提交, 昨天 17:05 提交, 3 天前提交."""
    then = timezone.localtime(since)
    days = (timezone.localdate() - then.date()).days
    return f"{('今天', '昨天')[days]} {then:%H:%M} {done}" if days in {0, 1} else f"{days} 天前{done}"


def is_late(since: datetime) -> bool:
    """Whether it has waited for longer than it should."""
    return (timezone.localdate() - timezone.localdate(since)).days >= LATE


def _open() -> QuerySet[Revision]:
    return Revision.objects.select_related("article", "column", "author", "written_by").defer(
        "body", "article__body", "article__body_html"
    )
