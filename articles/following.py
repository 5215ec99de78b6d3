"""Brings an article's citations to where their words stand in the law of today."""

from dataclasses import dataclass

from django.utils import timezone

from articles import citing
from articles.models import Article, StatuteReference
from articles.models.reference import Drift
from statutes.citations.replace import replace
from statutes.corrections import Correction, place_in
from statutes.history import counterpart
from statutes.models import Provision, Statute
from statutes.status import version_on


@dataclass(frozen=True, slots=True)
class Move:
    """That a reference's words now stand in another provision, and the change of the text that follows from it."""

    reference: StatuteReference
    to: Provision
    correction: (
        Correction | None
    )  # None where the text names the article in a way that is not changed by itself


def moves(article: Article) -> list[Move]:
    """The references of a live article whose provision has another number now."""
    held = list(article.references.select_related("provision__version__statute", "statute"))
    if not any(reference.drift for reference in held):
        return []
    cited = citing.recite(article.body, timezone.localdate(), Statute.objects.lexicon(), held)
    found = []
    for reference, finding in zip(cited.references, cited.findings, strict=True):
        to = now_at(reference)
        if to is not None:
            span = finding.citation.span
            found.append(Move(reference, to, place_in(cited.text, span, reference.statute, to)))
    return found


def now_at(reference: StatuteReference) -> Provision | None:
    """The provision in which the words of a reworded or removed one stand today, if it is another."""
    if reference.provision is None or reference.drift not in {Drift.REWORDED, Drift.GONE}:
        return None
    version = version_on(reference.statute.versions.all(), timezone.localdate())
    found = counterpart(reference.provision, version) if version else None
    return found if found and found.key != reference.provision.key else None


def followed(article: Article) -> str | None:
    """The article's body with every such number changed; None where there is none to change."""
    changes = [move.correction for move in moves(article) if move.correction]
    if not changes:
        return None
    return replace(article.body, [(change.span, change.new) for change in changes])
