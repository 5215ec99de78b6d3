"""Whether what was rendered from many rows still holds: one query tells of every change that has been committed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from firm.asking import one_row
from firm.models import ListChange

STATE = """
SELECT shell, content, changed.many, changed.total, changed.last
FROM firm_siteversion, (SELECT count(*) AS many, sum(id) AS total, max(id) AS last FROM firm_listchange) changed
"""
KEPT = timedelta(minutes=10)
# For pages that are the same for everybody: browsers ask each time, nginx (deploy/) keeps them for a second, and for ten
# minutes more while the site does not answer (RFC 5861).
SHARED = "public, max-age=0, s-maxage=1, stale-if-error=600"

State = tuple[int | None, ...]


def state() -> State:
    """What changes with each change of the firm's row, the menu, the law, or anything that lists show."""
    return one_row(STATE) or ()


@transaction.atomic
def forget() -> None:
    """Drop old changes, so that counting them stays cheap; what was rendered is rendered once more.

    The state never becomes one that it was before: for those that go a new one is added, and the last one stays.
    """
    old = ListChange.objects.filter(at__lt=timezone.now() - KEPT)
    if ListChange.objects.count() > 1 and old.delete()[0]:
        ListChange.objects.create(at=timezone.now())
