"""My desk: what waits for somebody in the newsroom, by what they may do there."""

from dataclasses import dataclass

from articles import failing
from articles.desk import answers, rereading, schedule, understaffed, waiting
from articles.law import impact
from articles.models import Failure, PreviewAnswer, Revision
from articles.rights import visible_among_few
from articles.seo import pushing
from firm import mailing
from firm.models import User

MANY = 1000  # of which no more is counted


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the admin's first page shows of the articles. Each list is bounded, and so is each count."""

    to_review: list[Revision]
    work: waiting.Work
    answers: list[PreviewAnswer]  # to the user's invitations
    week: list[schedule.Day]
    to_reread: list[rereading.Due]
    affected: int  # live articles under which the law has changed, MANY if more
    overdue: list[Revision]  # approved, their hour gone by: for who looks after the site
    stuck_mails: int
    understaffed: list[understaffed.Understaffed]
    stuck_pushes: int  # MANY if more
    failures: list[Failure]  # of what the clock does, for who looks after the site


def of(user: User) -> Desk | None:
    """The desk of a user; None for who has nothing to do with articles."""
    if not user.has_perm("articles.view_article"):
        return None
    looks_after = user.has_perm("articles.review_article")
    return Desk(
        to_review=waiting.to_review(user),
        work=waiting.work_of(user),
        answers=answers.to_invitations_of(user),
        week=schedule.week(visible_among_few(user)),
        to_reread=rereading.longest(user),
        affected=impact.affected(user).order_by()[:MANY].count(),
        overdue=schedule.overdue() if looks_after else [],
        stuck_mails=mailing.stuck().count() if user.has_perm("firm.view_mail") else 0,
        understaffed=understaffed.columns(user),
        stuck_pushes=pushing.stuck().order_by()[:MANY].count() if user.has_perm("articles.view_push") else 0,
        failures=list(failing.standing()) if looks_after else [],
    )
