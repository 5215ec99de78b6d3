"""Whether the law that an article cites still reads as it did when a lawyer last stood by the article."""

from collections import Counter
from collections.abc import Iterable, Sequence

from articles.models import StatuteReference
from articles.models.reference import Drift
from statutes.changes import fold_text
from statutes.findings import Verdict


def keep_what_was_held(found: Sequence[StatuteReference], held: Iterable[StatuteReference]) -> None:
    """Give the references found now the provisions of those that were stored, and say where these no longer hold.

    A reference is known again by its words and by how often they have come before it in the text.
    """
    before = dict(zip(_names(held := list(held)), held, strict=True))
    for name, reference in zip(_names(found), found, strict=True):
        old = before.get(name)
        if old is not None and old.statute_id is not None and old.statute_id == reference.statute_id:
            reference.drift = _drift(old, reference)
            if old.provision is not None:
                reference.provision, reference.is_held = old.provision, True


def _names(references: Iterable[StatuteReference]) -> list[tuple[str, str, int]]:
    times, names = Counter(), []
    for reference in references:
        times[reference.text, reference.key] += 1
        names.append((reference.text, reference.key, times[reference.text, reference.key]))
    return names


def _drift(old: StatuteReference, now: StatuteReference) -> str:
    """What has changed between the provision that was stood by and the one that applies now; empty for nothing."""
    if now.verdict == Verdict.REPEALED:
        known = (
            old.verdict == Verdict.REPEALED and old.drift != Drift.REPEALED
        )  # it was already when confirmed
        return "" if known else Drift.REPEALED
    if old.provision is None:
        return ""
    if now.current is None:
        return Drift.GONE if now.verdict == Verdict.NO_SUCH_ARTICLE else ""
    same = fold_text(old.provision.words_at(now.key)) == fold_text(now.current.words_at(now.key))
    return "" if same else Drift.REWORDED
