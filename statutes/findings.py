"""What is found of a citation, and how it is said."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from statutes.citations.carry import Citation
from statutes.citations.quotes import Comparison, Match
from statutes.models import Provision, Statute


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


NEEDS_ATTENTION = frozenset(set(Verdict) - {Verdict.IN_FORCE, Verdict.DATE_UNKNOWN})


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim about a provision: how it stands to the text, and where else its words stand."""

    comparison: Comparison
    right_place: Provision | None = None
    is_older_text: bool = False

    @property
    def is_problem(self) -> bool:
        return bool(self.right_place or self.is_older_text or self.comparison.match is Match.DIFFERS)

    @property
    def label(self) -> str:
        if self.is_older_text:
            return "旧条文"
        return "条号不对" if self.right_place else "引文有出入"


@dataclass(frozen=True, slots=True)
class Finding:
    """A citation, what the law library knows of it, and until when that is so (None: no date known)."""

    citation: Citation
    verdict: Verdict
    statute: Statute | None = None
    provision: Provision | None = None
    has_text: bool = False
    holds_until: date | None = None
    quote: Quote | None = None  # set by statutes.quoting where the provision is held
    is_inside: bool = False  # the citation stands in words that are given to another provision, and is theirs

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
    def is_older_place(self) -> bool:
        """Whether the 款 or 项 is not there today and the words are those of an older version, which had it."""
        return self.verdict is Verdict.NO_SUCH_ARTICLE and bool(self.quote and self.quote.is_older_text)

    @property
    def is_number_unknown(self) -> bool:
        """Whether the text gives a document number of which the library cannot say whether it is right."""
        known = self.statute.doc_numbers if self.statute else ()
        return bool(self.citation.doc_number) and not known

    @property
    def is_problem(self) -> bool:
        """Whether somebody should look before this is published."""
        if self.is_inside:
            return False
        return self.verdict in NEEDS_ATTENTION or bool(self.quote and self.quote.is_problem)

    @property
    def is_wrong(self) -> bool:
        """Whether something speaks against it; what the library does not hold is unknown, not wrong."""
        return self.is_problem and self.verdict is not Verdict.NOT_HELD

    @property
    def result(self) -> str:
        """The finding in a word or two."""
        if self.verdict not in NEEDS_ATTENTION and self.quote and self.quote.is_problem:
            return self.quote.label
        return self.verdict.label

    @property
    def sentence(self) -> str:
        """One plain Chinese sentence for the lawyer; empty where nothing is wrong."""
        return "" if self.is_inside else _sentence(self)


def _sentence(finding: Finding) -> str:
    citation, statute = finding.citation, finding.statute
    match finding.verdict:
        case Verdict.IN_FORCE | Verdict.DATE_UNKNOWN:
            return _quote_sentence(finding)
        case Verdict.DOC_NUMBER_DIFFERS:
            doubt = "（登记的文号待核对）" if statute.is_unverified else ""
            return f"文中的文号是{citation.doc_number}，本站登记的{statute}文号是{statute.doc_numbers[0]}{doubt}。"
        case Verdict.NO_SUCH_ARTICLE if finding.is_older_place:
            return _quote_sentence(finding)
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


def _quote_sentence(finding: Finding) -> str:
    """Of the words that the text gives to a provision that is in force."""
    quote, cited = finding.quote, f"{finding.statute}{finding.citation.address}"
    if quote is None or not quote.is_problem:
        return ""
    if quote.is_older_text:
        return f"文中的话是{cited}旧版本的条文，现行条文已经不同，请核对。"
    if quote.right_place:
        return f"文中的话不在{cited}，而在{quote.right_place}。"
    shown = [_difference(d.said, d.provision) for d in quote.comparison.differences[:SHOWN_DIFFERENCES]]
    return f"文中的话与{cited}的原文有出入：{'；'.join(shown) or '请逐字核对'}。"


def _difference(said: str, provision: str) -> str:
    said, provision = said.replace("|", "，"), provision.replace("|", "，")
    if not said:
        return f"原文还有“{provision}”"
    return f"文中“{said}”，原文{f'“{provision}”' if provision else '没有'}"


SHOWN_DIFFERENCES = 3
