"""How much there is and how much waits to be done, counted from the tables; each count uses an index or ends at MANY."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Now

from articles.desk.schedule import GRACE
from articles.models import Article, Push, Revision, SearchTask
from articles.rendering.release import rendering
from articles.seo import pushing
from firm import mailing
from firm.models import Mail

MANY = 100_000
LATE, VERY_LATE = timedelta(days=1), timedelta(days=3)
# Live pages that are shown as they were rendered: what articles_stored_page (articles/0022) asks of one page.
HOLDING = """
SELECT count(*) FROM articles_storedpage page
JOIN firm_siteversion version ON version.id = 1 AND version.content = page.content
WHERE page.rendering = %s AND page.holds_until > now()
    AND NOT EXISTS (SELECT FROM articles_pagechange change WHERE change.article = page.article_id)
"""


def live() -> int:
    """Live articles; those that come out later are among them."""
    return Article.objects.filter(state=Article.State.LIVE).count()


def holding() -> int:
    """Articles whose rendered page holds."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDING, [rendering()])
        return cursor.fetchone()[0]


def reviews() -> dict[str, int]:
    """Revisions that wait for a reviewer, by how long they have waited."""
    late, very_late = Q(submitted_at__lt=Now() - LATE), Q(submitted_at__lt=Now() - VERY_LATE)
    counted = Revision.objects.filter(state=Revision.State.IN_REVIEW).aggregate(
        all=Count("pk"), late=Count("pk", late), very_late=Count("pk", very_late)
    )
    return {
        "under_1_day": counted["all"] - counted["late"],
        "1_to_3_days": counted["late"] - counted["very_late"],
        "over_3_days": counted["very_late"],
    }


def overdue() -> int:
    """Approved revisions that should have come out by now."""
    return Revision.objects.filter(state=Revision.State.APPROVED, publish_at__lte=Now() - GRACE).count()


def mails() -> dict[str, int]:
    """Mails that wait, and those that are not tried any more."""
    unsent = Mail.objects.filter(sent_at=None)
    failed = mailing.stuck().count()
    return {"waiting": unsent.count() - failed, "failed": failed}


def pushes() -> dict[str, int]:
    """Pushes to search engines that are due, and those that are not tried any more."""
    due = Push.objects.filter(sent_at=None, tries__lt=pushing.MOST_TRIES, next_try_at__lte=Now())
    return {"waiting": due[:MANY].count(), "failed": pushing.stuck()[:MANY].count()}


def index_tasks() -> dict[str, int]:
    """What the index of articles is yet to take in, by kind."""
    due = SearchTask.objects.filter(due_at__lte=Now()).order_by()
    counted = dict(due.values_list("kind").annotate(Count("pk")))
    return {kind: counted.get(kind, 0) for kind in SearchTask.Kind.values}
