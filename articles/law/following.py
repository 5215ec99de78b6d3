"""Brings an article's citations to where their words stand in the law of today."""

from dataclasses import dataclass

from django.utils import timezone

from articles.law import citing
from articles.models import Article, StatuteReference
from articles.models.reference import Drift
from statutes.changes import fold_text
from statutes.citations.replace import replace
from statutes.corrections import Correction, renumbered
from statutes.findings import Finding
from statutes.history import counterpart
from statutes.models import Provision
from statutes.status import version_on


@dataclass(frozen=True, slots=True)
class Renumbering:
    """That a reference's words now stand in another provision, and the change of the text that follows from it."""

    reference: StatuteReference
    to: Provision
    correction: Correction | None  # None where it is not sure that the law of today is meant


def renumberings(article: Article) -> list[Renumbering]:
    """The references of a live article whose provision has another number now."""
    held = list(article.references.select_related("provision__version__statute", "statute"))
    if not any(reference.drift for reference in held):
        return []
    cited = citing.cite(article.body, timezone.localdate(), held)
    found = []
    for reference, finding in zip(cited.references, cited.findings, strict=False):  # ranges' 条 come behind
        to = now_at(reference)
        if to is not None:
            found.append(Renumbering(reference, to, _correction(cited.text, reference, finding, to)))
    return found


def _correction(text: str, reference: StatuteReference, finding: Finding, to: Provision) -> Correction | None:
    """The new number, where the text surely means the law of today: not in quoted words, not of a 款 that has changed."""
    citation = finding.citation
    if citation.range_to or finding.is_inside or is_in_quotation_marks(text, citation.span[0]):
        return None
    key = reference.key.replace(reference.provision.key, to.key, 1)
    if fold_text(reference.provision.words_at(reference.key)) != fold_text(to.words_at(key)):
        return None
    return renumbered(text, citation.span, to)


def is_in_quotation_marks(text: str, place: int) -> bool:
    """Whether a place stands between “ and ” in its paragraph: 法院认为：“依照……”."""
    before = text[text.rfind("\n", 0, place) + 1 : place]
    return before.count("“") > before.count("”")


def now_at(reference: StatuteReference) -> Provision | None:
    """The provision in which the words of a reworded or removed one stand today, if it is another."""
    if reference.provision is None or reference.drift not in {Drift.REWORDED, Drift.GONE}:
        return None
    version = version_on(reference.statute.versions.all(), timezone.localdate())
    found = counterpart(reference.provision, version) if version else None
    return found if found and found.key != reference.provision.key else None


def followed(article: Article) -> tuple[str, int] | None:
    """The article's body with every such number changed that surely may be, and how many were left as they are; None
    where there is none to change."""
    found = renumberings(article)
    changes = [one.correction for one in found if one.correction]
    if not changes:
        return None
    body = replace(article.body, [(change.span, change.new) for change in changes])
    return body, len(found) - len(changes)
