"""What was approved for a later hour goes live when that hour has come, by the database's clock."""

from dataclasses import dataclass, field

from django.db.models.functions import Now

from articles import failing, revisions, workflow
from articles.models import Article, Revision


@dataclass(slots=True)
class Released:
    """The ids of the articles whose approved revision went live, of those sent back to their author, and of those with
    which it failed."""

    articles: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def due() -> list[int]:
    """The ids of the articles with an approved revision whose hour has come, the longest overdue first."""
    waiting = Revision.objects.filter(state=Revision.State.APPROVED, publish_at__lte=Now())
    return list(waiting.order_by("publish_at").values_list("article", flat=True))


def release_due() -> Released:
    """Publish what is due, each in its own transaction: killed and run again, it does the rest."""
    result = Released()
    for pk in due():
        try:
            article = workflow.perform("release", Article(pk=pk), by=None)
        except workflow.MoveNotAllowed:
            continue  # taken back, or released by another run, meanwhile
        except Exception:
            failing.note(failing.Step.RELEASE, pk)
            result.failed.append(pk)
        else:
            failing.went_well(failing.Step.RELEASE, [pk])
            is_live = revisions.newest(article).state == Revision.State.LIVE
            (result.articles if is_live else result.returned).append(pk)
    return result
