"""Sends mail: queued with the act that it tells of, sent by run_due, tried again for a day.

A mail is a row, written in the transaction of that act: both stand or fall together, and no act waits for a mail
server or fails with it.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core import mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from firm.models import Mail, Told, User

log = logging.getLogger(__name__)
MOST_TRIES = 10  # after 2, 4, 8, … minutes: 17 hours
PER_RUN = 100  # run_due comes each minute
KEPT = timedelta(days=90)
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # a header is one line


@dataclass(slots=True)
class Sent:
    """How many mails a run has sent, and how many failed."""

    sent: int = 0
    failed: int = 0


def queue(to: Iterable[User], subject: str, text: str) -> None:
    """Write one mail for each who has an address and wants mails, in the caller's transaction."""
    now, line = timezone.now(), UNFIT.sub(" ", subject).strip()[:250]
    Mail.objects.bulk_create(
        Mail(to=user, subject=line, text=text, next_try_at=now) for user in to if wants_mail(user)
    )


def wants_mail(user: User) -> bool:
    """Whether mails go to this account: open, with an address, and not switched off."""
    return user.is_active and bool(user.email) and user.mail_notices


def once(key: str) -> bool:
    """Whether this is told for the first time; from now on it has been, if the caller's transaction holds."""
    _, is_first = Told.objects.get_or_create(key=key)
    return is_first


def send_due() -> Sent:
    """Send what waits, at most PER_RUN: killed and run again, or run twice at once, it sends nothing twice.

    A try is counted before it is made, so that a mail that kills the sender is not tried for ever.
    """
    result = Sent()
    connection = mail.get_connection()
    for _ in range(PER_RUN):
        waiting = _take()
        if waiting is None:
            break
        if _send(waiting, connection):
            result.sent += 1
        else:
            result.failed += 1
    return result


def stuck() -> QuerySet[Mail]:
    """The mails that are not tried any more."""
    return Mail.objects.filter(sent_at=None, tries__gte=MOST_TRIES)


def try_again(mails: QuerySet[Mail]) -> int:
    """Let mails that were not sent be tried from the start; returns how many."""
    return mails.filter(sent_at=None).update(tries=0, next_try_at=timezone.now())


def forget_old() -> None:
    """Drop what was sent, and told, long ago."""
    long_ago = timezone.now() - KEPT
    Mail.objects.filter(sent_at__lt=long_ago).delete()
    Told.objects.filter(at__lt=long_ago).delete()


@transaction.atomic
def _take() -> Mail | None:
    """The next mail, its try counted and the one after that put off."""
    now = timezone.now()
    due = Mail.objects.filter(sent_at=None, tries__lt=MOST_TRIES, next_try_at__lte=now).order_by(
        "next_try_at", "pk"
    )
    found = due.select_related("to").select_for_update(skip_locked=True, of=("self",)).first()
    if found is not None:
        found.tries += 1
        found.next_try_at = now + timedelta(minutes=2**found.tries)
        found.save(update_fields=["tries", "next_try_at"])
    return found


def _send(waiting: Mail, connection) -> bool:
    try:
        mail.EmailMessage(waiting.subject, waiting.text, to=[waiting.to.email], connection=connection).send()
    except Exception as error:
        log.exception("mail %s could not be sent", waiting.pk)
        Mail.objects.filter(pk=waiting.pk).update(trouble=f"{type(error).__name__}: {error}"[:300])
        return False
    Mail.objects.filter(pk=waiting.pk).update(sent_at=timezone.now(), trouble="")
    return True
