"""What the clock could not do for an article: noted so that staff see it, forgotten when it went well.

Whoever goes through articles catches what one of them raises, notes it here and goes on with the others.
"""

import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from articles.models import Failure

log = logging.getLogger(__name__)
Step = Failure.Step
SHOWN = 20
LATELY = timedelta(days=7)


def note(step: str, pk: int) -> None:
    """Log the error that is being handled, and note that it happened; without a database it stands in the log alone."""
    log.exception("%s of article %s failed", Step(step).name.lower(), pk)
    with suppress(IntegrityError, DatabaseError), transaction.atomic():  # the article may be gone
        Failure.objects.update_or_create(article_id=pk, step=step)


def ids(step: str) -> set[int]:
    """The articles for which it failed the last time."""
    return set(Failure.objects.filter(step=step).values_list("article", flat=True))


def went_well(step: str, pks: Collection[int]) -> None:
    """It went well for these articles."""
    Failure.objects.filter(step=step, article__in=pks).delete()


def done_anew(pk: int) -> None:
    """All is worked out for the article from the start: what failed before is no matter any more."""
    Failure.objects.filter(article=pk).delete()


def standing() -> QuerySet[Failure]:
    """What failed of late and has not gone well since, the oldest first; SHOWN at most."""
    return Failure.objects.select_related("article").filter(at__gte=Now() - LATELY)[:SHOWN]
