"""Whether the law that an article cites still reads as it did when a lawyer last stood by the article."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils import timezone

from articles.models import StatuteReference
from articles.models.reference import Drift
from statutes.changes import fold_text
from statutes.findings import Verdict
from statutes.models import Provision


def keep_what_was_held(found: Sequence[StatuteReference], held: Iterable[StatuteReference]) -> None:
    """Give the references found now what was stood by when the stored ones were, and say where that no longer holds.

    A reference is known again by its words and by how often they have come before it in the text. One that is new is
    stood by as it is.
    """
    before = dict(zip(_names(held := list(held)), held, strict=True))
    for name, reference in zip(_names(found), found, strict=True):
        old = before.get(name)
        if old is None:
            reference.digest = digest_of(reference.current, reference.key)
        else:
            _compare(old, reference)


def digest_of(provision: Provision | None, key: str) -> str:
    """What is the same for cited words that differ in their format only; empty where there are none."""
    words = fold_text(provision.words_at(key)) if provision else ""
    return _hashed(words) if words else ""


def law_state(references: Iterable[StatuteReference]) -> str:
    """What stands for the law as it is under an article: other for every change that a lawyer ought to see."""
    rows = [(r.text, r.key, str(r.verdict), str(r.drift), digest_of(r.current, r.key)) for r in references]
    return _hashed(repr(rows))


def _hashed(words: str) -> str:
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()


def _names(references: Iterable[StatuteReference]) -> list[tuple[str, str, int]]:
    times, names = Counter(), []
    for reference in references:
        times[reference.text, reference.key] += 1
        names.append((reference.text, reference.key, times[reference.text, reference.key]))
    return names


def _compare(old: StatuteReference, now: StatuteReference) -> None:
    now.drift = _drift(old, now)
    now.digest = old.digest or digest_of(now.current, now.key)
    if not now.drift:
        return  # other 款 of the 条 may read otherwise: what is shown is what applies
    now.drifted_at = old.drifted_at or timezone.now()
    if old.provision is not None:
        now.provision, now.is_held = old.provision, True


def _drift(old: StatuteReference, now: StatuteReference) -> str:
    """What has changed between what was stood by and what applies now; empty for nothing."""
    if now.verdict == Verdict.REPEALED:
        return "" if _was_so(old, now) else Drift.REPEALED
    if now.verdict == Verdict.NO_SUCH_ARTICLE and now.current is None:
        return "" if _was_so(old, now) else Drift.GONE
    if not old.digest:
        return ""  # it could not be read when it was stood by
    if now.current is None:
        return Drift.GONE if old.statute_id != now.statute_id else ""
    return "" if old.digest == digest_of(now.current, now.key) else Drift.REWORDED


def _was_so(old: StatuteReference, now: StatuteReference) -> bool:
    """Whether the verdict was the same when the lawyer stood by it."""
    return old.verdict == now.verdict and not old.drift
