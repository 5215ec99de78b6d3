"""Working copies: keeping what is typed, finding it again, and clearing it away once it is saved."""

import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from django.db import transaction

from articles.drafting.typed import Inputs
from articles.models import Article, EditingPresence, Revision, WorkingCopy
from articles.models.working_copy import KEY
from firm.models import User

log = logging.getLogger(__name__)
OFFERED = 5  # unsaved texts of one article that are offered at once, the newest first
CLOSED_FOR = timedelta(days=1)  # how late a request may come and still find that its text was saved
OLD = timedelta(days=30)  # from then on what some revision says anyway is dropped
KEPT_FOR = timedelta(days=365)  # unsaved words, counted from when they were typed


class Outcome(StrEnum):
    """What became of a text that a window sent."""

    SAVED = "saved"
    STALE = "stale"  # a later text of the same window is here already
    ELSEWHERE = "elsewhere"  # another window has taken this copy over: take a key of your own
    CLOSED = "closed"  # it has been saved or thrown away meanwhile: take a key of your own


@dataclass(frozen=True, slots=True)
class Sign:
    """Where a text comes from: the window, its count of changes, and the count that it found when it opened."""

    key: str
    tab: str
    serial: int
    seen: int = 0


def new_key() -> str:
    """A name for the text of one window, that no other has."""
    return uuid4().hex


def is_key(text: str) -> bool:
    """Whether a text can be such a name."""
    return re.fullmatch(KEY, text) is not None


@transaction.atomic
def keep(
    user: User, sign: Sign, inputs: Inputs, *, article: Article | None, base: int | None
) -> tuple[Outcome, WorkingCopy]:
    """Keep a text as the user's working copy under the sign's key, unless what is there is newer.

    base is the id of the revision from which it was written. Within one window the higher serial is the newer
    text, in whatever order requests arrive; another window may only go on from the very text that it was shown.
    """
    if article is not None:
        # First the article, as who saves does: the other way round each could wait for the other.
        Article.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=article.pk)
    copy, _ = WorkingCopy.objects.select_for_update(of=("self",)).get_or_create(
        user=user, key=sign.key, defaults={"article": article}
    )
    outcome = _judge(copy, sign, article)
    if outcome is Outcome.SAVED:
        copy.data, copy.tab, copy.serial, copy.is_kept = inputs, sign.tab, sign.serial, False
        copy.base = Revision.objects.filter(article=article, pk=base).first() if article and base else None
        copy.save()
    return outcome, copy


def _judge(copy: WorkingCopy, sign: Sign, article: Article | None) -> Outcome:
    if copy.closed:
        return Outcome.CLOSED
    if copy.article_id != (article and article.pk):
        return Outcome.ELSEWHERE
    if copy.tab == sign.tab and copy.tab:
        return Outcome.SAVED if sign.serial > copy.serial else Outcome.STALE
    if copy.serial == sign.seen:
        return Outcome.SAVED
    return Outcome.ELSEWHERE


@transaction.atomic
def keep_posted(
    user: User, sign: Sign, inputs: Inputs, *, article: Article | None, base: int | None
) -> WorkingCopy:
    """Keep what a form was sent with, before anything is done with it: in its window's copy, else in one of its own.

    The copy is the window's where the window wrote it last, or found it as it is.
    """
    last = WorkingCopy.objects.filter(user=user, key=sign.key).first()
    if last is not None and (last.serial == sign.seen or (sign.tab and last.tab == sign.tab)):
        sign = replace(sign, serial=last.serial + 1, seen=last.serial)
    outcome, copy = keep(user, sign, inputs, article=article, base=base)
    if outcome is not Outcome.SAVED:
        _, copy = keep(user, Sign(new_key(), sign.tab, 1), inputs, article=article, base=base)
    return copy


def close(user: User, keys: list[str], article: Article | None) -> None:
    """The texts under these keys are saved, or thrown away; the caller holds the transaction."""
    for key in keys:
        WorkingCopy.objects.update_or_create(
            user=user, key=key, defaults={"closed": True, "data": {}, "article": article, "base": None}
        )


def claim(user: User, key: str) -> Article | None:
    """The article as which a new text has been saved already, None if it has not.

    Whoever asks for the same key waits until the caller's transaction is done.
    """
    if not is_key(key):
        return None
    copy, _ = WorkingCopy.objects.select_for_update(of=("self",)).get_or_create(user=user, key=key)
    return copy.article if copy.closed else None


def of(user: User, article: Article | None) -> list[WorkingCopy]:
    """What the user has typed into this article, or into new ones, and not saved; the newest first."""
    found = WorkingCopy.objects.filter(user=user, article=article, closed=False)
    return list(found.select_related("base__written_by")[:OFFERED])


def clear_away(now: datetime, is_in_a_revision) -> int:
    """Drop what nobody needs any more; returns how many rows. To be run by the clock, safe to repeat.

    Unsaved words stay for a year. is_in_a_revision(copy) tells whether its article says the same.
    """
    gone, _ = WorkingCopy.objects.filter(closed=True, saved_at__lt=now - CLOSED_FOR).delete()
    late, _ = WorkingCopy.objects.filter(closed=False, saved_at__lt=now - KEPT_FOR).delete()
    left, _ = EditingPresence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return gone + late + left + _clear_saved(now, is_in_a_revision)


def _clear_saved(now: datetime, is_in_a_revision) -> int:
    old = WorkingCopy.objects.filter(closed=False, is_kept=False, saved_at__lt=now - OLD)
    found = {
        copy.pk: _is_saved(copy, is_in_a_revision) for copy in old.select_related("article", "user")[:100]
    }
    dropped, _ = WorkingCopy.objects.filter(
        pk__in=[pk for pk, is_saved in found.items() if is_saved]
    ).delete()
    WorkingCopy.objects.filter(pk__in=found).update(is_kept=True)
    return dropped


def _is_saved(copy: WorkingCopy, is_in_a_revision) -> bool:
    """Whether its words stand in a revision; words that cannot be compared are kept."""
    try:
        return is_in_a_revision(copy)
    except Exception:
        log.exception("working copy %s could not be compared with its article", copy.pk)
        return False
