"""Citations x date -> findings: where the pipeline meets the database."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from statutes.citations.carry import Citation
from statutes.findings import Finding, Verdict
from statutes.language.normalise import fold_doc_number
from statutes.models import Provision, Statute, StatuteVersion
from statutes.status import Status, next_change, statute_status, version_on

OF_STATUS = {
    Status.IN_FORCE: Verdict.IN_FORCE,
    Status.AMENDED: Verdict.AMENDED,
    Status.REPEALED: Verdict.REPEALED,
    Status.NOT_YET: Verdict.NOT_YET,
    Status.UNKNOWN: Verdict.DATE_UNKNOWN,
}


def check(citations: Sequence[Citation], on: date) -> list[Finding]:
    """A finding for each citation as of a day, in three queries however many there are."""
    statutes = _statutes({citation.law for citation in citations if citation.law})
    versions = {title: version_on(statute.versions.all(), on) for title, statute in statutes.items()}
    provisions = _provisions(citations, versions)
    return [_finding(citation, statutes, versions, provisions, on) for citation in citations]


def _statutes(titles: set[str]) -> dict[str, Statute]:
    found = Statute.objects.filter(title__in=titles).prefetch_related("versions")
    return {statute.title: statute for statute in found}


def _provisions(citations: Sequence[Citation], versions: dict) -> dict[tuple[int, str], Provision]:
    wanted = defaultdict(set)
    held = {version.pk: version for version in versions.values() if version}
    for citation in citations:
        if citation.address and versions.get(citation.law):
            wanted[versions[citation.law].pk].add(citation.address.article_key)
    if not wanted:
        return {}
    each = (Q(version=version, key__in=keys) for version, keys in wanted.items())
    found = Provision.objects.filter(Q(*each, _connector=Q.OR)).defer("shingles")
    for provision in found:
        provision.version = held[provision.version_id]
    return {(provision.version_id, provision.key): provision for provision in found}


def _finding(citation: Citation, statutes: dict, versions: dict, provisions: dict, on: date) -> Finding:
    statute = statutes.get(citation.law)
    if statute is None:
        return Finding(citation, Verdict.NOT_HELD)
    version = versions[citation.law]
    provision = (
        provisions.get((version.pk, citation.address.article_key)) if version and citation.address else None
    )
    return Finding(
        citation,
        _verdict(citation, statute, version, provision, on),
        statute,
        provision,
        has_text=version is not None,
        holds_until=next_change(statute, statute.versions.all(), on),
    )


def _verdict(
    citation: Citation,
    statute: Statute,
    version: StatuteVersion | None,
    provision: Provision | None,
    on: date,
) -> Verdict:
    status = statute_status(statute, statute.versions.all(), on)
    if status == Status.REPEALED:
        return Verdict.REPEALED
    is_there = not citation.address or _is_there(citation, provision)
    is_whole = version is not None and not (version.is_excerpt and provision is None)
    if not is_there and is_whole:
        return Verdict.NO_SUCH_ARTICLE
    if citation.doc_number and _differs(citation.doc_number, statute.doc_numbers):
        return Verdict.DOC_NUMBER_DIFFERS
    return OF_STATUS[status] if is_there and version else Verdict.NOT_HELD


def _is_there(citation: Citation, provision: Provision | None) -> bool:
    """Whether the 条 is held and has the 款 and 项 that are cited."""
    address = citation.address
    return provision is not None and (
        not (address.paragraph or address.item) or bool(provision.lines_at(address.key))
    )


def _differs(cited: str, known: list[str]) -> bool:
    """Whether none of a statute's numbers is the cited one; where none is known there is nothing to say."""
    return bool(known) and cited not in map(fold_doc_number, known)
