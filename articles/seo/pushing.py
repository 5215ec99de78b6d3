"""Tells search engines what the ledger holds, when it is due; called by run_due, tried again with growing waits.

A try and its share of the day's quota are counted before it is made: what is killed at its work is not tried for ever, and
no engine is told of more than it takes.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Least, Now
from django.utils import timezone

from articles.models import Push, PushQuota
from articles.seo import engines
from articles.seo.engines import Answer, Service
from articles.seo.posting import PushFailed

log = logging.getLogger(__name__)
MOST_TRIES = 8  # after 2, 4, 8, … minutes: more than eight hours
BATCHES = 3  # an engine and run; run_due comes each minute
KEPT = timedelta(days=90)


@dataclass(slots=True)
class Pushed:
    """How many rows a run has sent, and how many it could not."""

    sent: int = 0
    failed: int = 0


def push_due() -> Pushed:
    """Tell each engine what is due, in a few batches; run twice at once, it tells nothing twice."""
    result = Pushed()
    for service in engines.enabled():
        for _ in range(BATCHES):
            rows = _take(service)
            if not rows or not _send(service, rows, result):
                break
    return result


def stuck() -> QuerySet[Push]:
    """What is not tried any more."""
    return Push.objects.filter(sent_at=None, tries__gte=MOST_TRIES)


def try_again(pushes: QuerySet[Push]) -> int:
    """Let what failed be tried from the start; returns how many. What waits for its hour goes on waiting."""
    return _free(pushes.filter(tries__gt=0), tries=0, next_try_at=Now())


def forget_old() -> None:
    """Drop what was sent long ago."""
    Push.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def _take(service: Service) -> list[Push]:
    """The next rows for an engine, their tries and their share of the quota counted."""
    quota = _quota(service)
    if quota is None:
        return []
    is_asking = service.tells_quota and not quota.is_told
    most = 1 if is_asking and quota.left else min(service.at_once, quota.left)
    due = Push.objects.filter(
        engine=service.name, sent_at=None, tries__lt=MOST_TRIES, next_try_at__lte=Now()
    ).order_by("next_try_at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:most])
    now = timezone.now()
    for row in rows:
        row.tries += 1
        row.next_try_at = now + timedelta(minutes=2**row.tries)
    Push.objects.bulk_update(rows, ["tries", "next_try_at"])
    PushQuota.objects.filter(pk=quota.pk).update(left=F("left") - len(rows))
    return rows


def _quota(service: Service) -> PushQuota | None:
    """The engine's row for today, locked; None while another run has it. Days are those of Beijing, as Baidu counts."""
    today = timezone.localdate()
    fresh = {"day": today, "left": service.daily, "is_told": False}
    PushQuota.objects.get_or_create(engine=service.name, defaults=fresh)
    quota = PushQuota.objects.select_for_update(skip_locked=True).filter(engine=service.name).first()
    if quota is not None and quota.day != today:
        for name, value in fresh.items():
            setattr(quota, name, value)
        quota.save()
    return quota


def _send(service: Service, rows: list[Push], result: Pushed) -> bool:
    """Whether the engine took the batch; what became of each row is written down."""
    try:
        answer = service.send(list(dict.fromkeys(row.path for row in rows)))
    except PushFailed as failure:
        log.warning("push to %s failed: %s", service.name, failure)
        result.failed += _give_back(service, rows, failure)
        return False
    except Exception as error:
        log.exception("push to %s failed", service.name)
        result.failed += _give_back(service, rows, PushFailed(f"出错：{type(error).__name__}"))
        return False
    _settle(service, rows, answer, result)
    return True


def _settle(service: Service, rows: list[Push], answer: Answer, result: Pushed) -> None:
    taken = [row for row in rows if row.path not in answer.refused]
    result.sent += _write(taken, sent_at=timezone.now(), trouble="")
    for row in rows:
        if why := answer.refused.get(row.path):
            result.failed += _write([row], tries=MOST_TRIES, trouble=f"{why}，不再尝试。")
    if answer.left is not None:
        left = Least(F("left"), Value(max(answer.left, 0)))
        PushQuota.objects.filter(engine=service.name).update(left=left, is_told=True)


def _give_back(service: Service, rows: list[Push], failure: PushFailed) -> int:
    """Rows that were not taken wait for their next try; where the day's quota is used up, for tomorrow, untried.

    What an engine takes yet is asked anew, by one address, after any failure.
    """
    quota, trouble = PushQuota.objects.filter(engine=service.name), str(failure)[:300]
    if failure.is_quota:
        quota.update(left=0, is_told=True)
        _write(rows, tries=F("tries") - 1, next_try_at=Now(), trouble=trouble)
        return 0
    quota.update(left=F("left") + len(rows), is_told=False)
    return _write(rows, trouble=trouble)


def _write(rows: list[Push], **values) -> int:
    return _free(Push.objects.filter(pk__in=[row.pk for row in rows]), **values)


@transaction.atomic
def _free(pushes: QuerySet[Push], **values) -> int:
    """Give unsent rows these values, but for those that a move is about to write anew: what it writes is another row, which
    goes on waiting. A run waits for no move, and holds no lock while it waits for an engine."""
    rows = pushes.filter(sent_at=None).select_for_update(skip_locked=True)
    return Push.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**values)
