"""What waits for somebody in the newsroom."""

from dataclasses import dataclass

from django.db.models import Q

from articles import impact
from articles.models import Revision
from firm.models import User

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """The revisions that wait for this user, by what is to be done with them."""

    to_review: list[Revision]
    returned: list[Revision]
    drafts: list[Revision]
    submitted: list[Revision]
    affected: int  # live articles under which the law has changed


def of(user: User) -> Desk:
    """The desk of a user: what to review if they may, and their own work by state."""
    open_ones = Revision.objects.select_related("article", "column", "author", "written_by").defer("body")
    mine = open_ones.filter(Q(written_by=user) | Q(author__user=user)).order_by("-written_at")
    waiting = open_ones.filter(state=Revision.State.IN_REVIEW).order_by("submitted_at")
    return Desk(
        to_review=list(waiting[:SHOWN]) if user.has_perm("articles.review_article") else [],
        returned=list(mine.filter(state=Revision.State.RETURNED)[:SHOWN]),
        drafts=list(mine.filter(state=Revision.State.DRAFT)[:SHOWN]),
        submitted=list(mine.filter(state=Revision.State.IN_REVIEW)[:SHOWN]),
        affected=impact.affected(user).count() if user.has_perm("articles.view_article") else 0,
    )
