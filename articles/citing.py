"""The bridge from an article's text to the statutes it cites."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles.html import text_of
from articles.models import StatuteReference
from articles.models.reference import anchor
from statutes.checking import check
from statutes.citations.annotate import Link, annotate
from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.findings import Finding
from statutes.models import Statute
from statutes.quoting import with_quotes

CARD_LENGTH = 300
SENTENCE_REACH = 300  # characters to each side; a text without full stops is one sentence
SENTENCE_ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Cited:
    """A body with its citations linked, and one unsaved reference for each."""

    html: str
    references: tuple[StatuteReference, ...]
    findings: tuple[Finding, ...]


def cite(body: str, on: date) -> Cited:
    """Find, check and link the citations of a sanitised body as of a day."""
    text = text_of(body)
    citations = carry(find(text, Statute.objects.lexicon()))
    # 该法第五条 where no law has been named: nothing can be said of it
    findings = check([c for c in citations if c.law or c.title or c.doc_number], on)
    findings = with_quotes(text, findings, on)
    links = [link for link in map(_link, findings) if link]
    references = [_reference(i, finding, text, on) for i, finding in enumerate(findings)]
    return Cited(annotate(body, links), tuple(references), tuple(findings))


def listed(references: Iterable[StatuteReference]) -> list[StatuteReference]:
    """The references as the list under an article shows them: each provision once, in the text's order.

    A law named without an article is left out where an article of it is listed.
    """
    by_name = {}
    for reference in references:
        by_name.setdefault(
            reference.anchor if reference.statute_id else (reference.title, reference.key), reference
        )
    with_article = {reference.statute_id for reference in by_name.values() if reference.key}
    return [r for r in by_name.values() if r.key or r.statute_id is None or r.statute_id not in with_article]


def _link(finding: Finding) -> Link | None:
    """A link to what can be read: the provision's page, or the statute's where no article is named."""
    provision = finding.provision
    if not _is_held(finding):
        return None
    attributes = [("class", "cite")]
    if provision is None:
        attributes += [("href", finding.statute.get_absolute_url())]
    else:
        attributes += [
            ("href", provision.get_absolute_url()),
            ("data-law", anchor(finding.statute.pk, provision.key, 0)),
            ("data-text", _card(provision)),
        ]
    return Link(finding.citation.span, tuple(attributes))


def _is_held(finding: Finding) -> bool:
    return finding.provision is not None or (finding.has_text and finding.citation.address is None)


def _card(provision) -> str:
    words = f"《{provision.version.statute.short_title}》{provision.address}　{provision.text}"
    return words if len(words) <= CARD_LENGTH else words[:CARD_LENGTH] + "……"


def _reference(position: int, finding: Finding, text: str, on: date) -> StatuteReference:
    citation = finding.citation
    return StatuteReference(
        position=position,
        text=text[slice(*citation.span)],
        title=citation.title or citation.law or "",
        doc_number=citation.doc_number or "",
        statute=finding.statute,
        provision=finding.provision,
        key=citation.address.key if citation.address else "",
        is_held=_is_held(finding),
        sentence=_sentence(text, *citation.span),
        verdict=finding.verdict,
        checked_on=on,
        holds_until=finding.holds_until,
    )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span; a statute's title does not end one."""
    first, last = max(0, start - SENTENCE_REACH), end + SENTENCE_REACH
    begin = max(max(text.rfind(mark, first, start) for mark in SENTENCE_ENDS) + 1, first)
    ends = [place for mark in SENTENCE_ENDS if (place := text.find(mark, end, last)) >= 0]
    return text[begin : min(ends, default=last) + 1].strip()
