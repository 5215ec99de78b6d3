"""Citations x date -> findings: the one place where the pipeline meets the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from statutes.citations.carry import Citation
from statutes.language.normalise import fold_doc_number
from statutes.models import Provision, Statute, StatuteVersion
from statutes.status import Status, next_change, statute_status, version_on


class Verdict(TextChoices):
    """What is to be said of one citation on one day."""

    IN_FORCE = "in_force", "现行有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"
    NOT_YET = "not_yet", "尚未生效"
    DATE_UNKNOWN = "date_unknown", "生效日期不详"
    NO_SUCH_ARTICLE = "no_such_article", "没有这一条"
    DOC_NUMBER_DIFFERS = "doc_number_differs", "文号不符"
    NOT_HELD = "not_held", "未收录"


OF_STATUS = {
    Status.IN_FORCE: Verdict.IN_FORCE,
    Status.AMENDED: Verdict.AMENDED,
    Status.REPEALED: Verdict.REPEALED,
    Status.NOT_YET: Verdict.NOT_YET,
    Status.UNKNOWN: Verdict.DATE_UNKNOWN,
}
NEEDS_ATTENTION = frozenset(set(Verdict) - {Verdict.IN_FORCE, Verdict.DATE_UNKNOWN})


@dataclass(frozen=True, slots=True)
class Finding:
    """A citation, what the law library knows of it, and until when that is so (None: no date known)."""

    citation: Citation
    verdict: Verdict
    statute: Statute | None = None
    provision: Provision | None = None
    has_text: bool = False
    holds_until: date | None = None

    @property
    def written(self) -> str:
        """The citation in short, as it would be written: 《民法典》第1034条."""
        return f"{self.name}{self.citation.address or ''}"

    @property
    def name(self) -> str:
        """The law as it may be called: as written, or by its title where the text says 该法 or nothing."""
        citation = self.citation
        title = citation.title or (self.statute.short_title if self.statute else citation.law)
        return f"《{title}》" if title else citation.doc_number or ""

    @property
    def sentence(self) -> str:
        """One plain Chinese sentence for the lawyer; empty where nothing is wrong."""
        return _sentence(self)


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
    wanted = {versions[c.law].pk for c in citations if c.address and versions.get(c.law)}
    keys = {c.address.article_key for c in citations if c.address}
    found = Provision.objects.filter(version__in=wanted, key__in=keys).select_related("version__statute")
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
    if _differs(citation.doc_number, statute.doc_number):
        return Verdict.DOC_NUMBER_DIFFERS
    status = statute_status(statute, statute.versions.all(), on)
    if status == Status.REPEALED:
        return Verdict.REPEALED
    if version is None:
        return Verdict.NOT_HELD
    if citation.address and provision is None:
        return Verdict.NOT_HELD if version.is_excerpt else Verdict.NO_SUCH_ARTICLE
    return OF_STATUS[status]


def _differs(cited: str | None, known: str) -> bool:
    return bool(cited and known) and fold_doc_number(known) != cited


def _sentence(finding: Finding) -> str:
    citation, statute = finding.citation, finding.statute
    match finding.verdict:
        case Verdict.IN_FORCE | Verdict.DATE_UNKNOWN:
            return ""
        case Verdict.DOC_NUMBER_DIFFERS:
            doubt = "（登记的文号待核对）" if statute.is_unverified else ""
            return (
                f"文中的文号是{citation.doc_number}，本站登记的{statute}文号是{statute.doc_number}{doubt}。"
            )
        case Verdict.NO_SUCH_ARTICLE:
            return f"{statute}没有{citation.address}，请核对条号。"
        case Verdict.REPEALED:
            return f"{statute}已经废止，请核对是否应改引现行规定。"
        case Verdict.NOT_YET:
            return f"{statute}尚未生效。"
        case Verdict.AMENDED:
            return f"{statute}已经修改，请核对引用的条文。"
    what = (
        f"{statute}{citation.address}" if statute and citation.address and finding.has_text else finding.name
    )
    return f"本站没有收录{what}的原文，无法核对。"
