"""What a wrong citation could be changed into: the right article, the right number, the official title."""

import re
import unicodedata
from dataclasses import dataclass

from statutes.citations.grammar import ARTICLE, DOC, PLACE, RANGE
from statutes.findings import Finding, Verdict
from statutes.language.normalise import fold_title
from statutes.language.numerals import to_chinese
from statutes.models import Provision, Statute

ARTICLE_NUMBER = re.compile(ARTICLE)
VERSION_MARK = re.compile(r"[（(]|年")  # （2018年修正）第十条 is that of 2018
RANGED = re.compile(rf"{RANGE.pattern}|[、，]?\s*\d")


@dataclass(frozen=True, slots=True)
class Correction:
    """New words for a span of a text, and what a button that makes the change says."""

    span: tuple[int, int]
    new: str
    label: str


def corrections(text: str, finding: Finding) -> list[Correction]:
    """The corrections of one finding in the text in which it was found, the likeliest first; none for a range."""
    found = []
    if finding.quote and finding.quote.right_place and not finding.citation.range_to:
        found.append(place_in(text, finding.citation.span, finding.statute, finding.quote.right_place))
    if finding.verdict is Verdict.DOC_NUMBER_DIFFERS:
        found.append(_number(text, finding))
    found.append(_title(text, finding))
    return [correction for correction in found if correction is not None]


def place_in(text: str, span: tuple[int, int], statute: Statute, right: Provision) -> Correction | None:
    """A citation of a statute made to name another provision: its 条 alone where the statute stays the same.

    None where the citation has no 第X条 of its own (…第3、5条), or the right place is no 条.
    """
    cited = text[slice(*span)]
    place = PLACE.search(cited, cited.rfind("》") + 1)
    if place is None or right.is_section:
        return None
    new, (start, end) = _written_like(place["article"], right), place.span()
    if right.version.statute_id != statute.pk:
        new, start = f"《{right.version.statute.short_title}》{new}", 0
    return Correction((span[0] + start, span[0] + end), new, f"改为{new}")


def renumbered(text: str, span: tuple[int, int], right: Provision) -> Correction | None:
    """A citation with another number for its 条, its 款 and 项 as they are.

    None where that would not be sure to be what the author means: a list or a range, a year or a version in it.
    """
    cited = text[slice(*span)]
    behind = cited.rfind("》") + 1
    places = list(ARTICLE_NUMBER.finditer(cited, behind))
    if (
        len(places) != 1
        or right.is_section
        or VERSION_MARK.search(cited[behind:])
        or RANGED.match(text, span[1])
    ):
        return None
    (place,) = places
    new = _written_like(place["article"], right)
    return Correction((span[0] + place.start(), span[0] + place.end()), new, f"改为{new}")


def _written_like(number: str, right: Provision) -> str:
    """The article's address in the numerals that the author uses."""
    if unicodedata.normalize("NFKC", number).isdecimal():
        return str(right.address)
    suffix = f"之{to_chinese(right.suffix)}" if right.suffix else ""
    return f"第{to_chinese(right.number)}条{suffix}"


def _number(text: str, finding: Finding) -> Correction | None:
    start, end = finding.citation.span
    written = DOC.search(text, start, end)
    if written is None:
        return None
    right = finding.statute.doc_numbers[0]
    return Correction(written.span(), right, f"改为{right}")


def _title(text: str, finding: Finding) -> Correction | None:
    """The official title in place of another name; the usual short form without 中华人民共和国 is right as it is."""
    title, statute = finding.citation.title, finding.statute
    if not title or statute is None or fold_title(title) == fold_title(statute.title):
        return None
    written = f"《{title}》"
    start = text.find(written, *finding.citation.span)
    if start < 0 or fold_title(title) == fold_title(statute.short_title):
        return None
    return Correction((start, start + len(written)), f"《{statute.title}》", "改用全称")
