"""The bridge from an article's text to the statutes it cites."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError

from articles import linking, pictures
from articles.html import text_of
from articles.law.drift import keep_what_was_held
from articles.law.links import link_to
from articles.models import Article, StatuteReference
from statutes.checking import check
from statutes.citations.address import Address
from statutes.citations.annotate import Link, annotate
from statutes.citations.carry import Citation, carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon
from statutes.findings import Finding
from statutes.models import Statute
from statutes.quoting import with_quotes, with_quotes_many

SENTENCE_REACH = 300  # characters to each side; a text without full stops is one sentence
SENTENCE_ENDS = "。！？；\n"
MAX_CITATIONS = 1000  # in one body, and as many within its ranges
MAX_TITLES = 2000  # 《…》 in one body: each is looked up, linked and stored


@dataclass(frozen=True, slots=True)
class Cited:
    """A body with its citations linked, and one unsaved reference for each."""

    html: str
    text: str
    references: tuple[StatuteReference, ...]  # those of the findings, in order, then the other 条 of ranges
    findings: tuple[Finding, ...]
    left_out: int = 0  # citations that were too many to be looked at

    @property
    def wrong(self) -> list[Finding]:
        """The findings that the author has to answer for."""
        return [finding for finding in self.findings if finding.is_wrong]


def refuse_too_many(body: str) -> None:
    """Raise ValidationError, in Chinese, for a body that names more documents than an article can."""
    if body.count("《") > MAX_TITLES:
        raise ValidationError(f"正文里的书名号超过 {MAX_TITLES:,} 处，请拆成几篇。")


def cite(body: str, on: date, held: Iterable[StatuteReference] = ()) -> Cited:
    """Find, check and link the citations of a sanitised body as of a day, the quoted words with them.

    What is held keeps the provision that was stood by.
    """
    text = text_of(body)
    found = _citations(text, Statute.objects.lexicon())
    findings = with_quotes(text, check(found[:MAX_CITATIONS], on), on)
    return _cited(body, text, findings, on, held, left_out=len(found) - len(findings))


def cite_many(bodies: Sequence[str], on: date, held: Sequence[Iterable[StatuteReference]]) -> list[Cited]:
    """The same of many bodies at once, each with what is held of it: the law is asked once for all of them."""
    lexicon, texts = Statute.objects.lexicon(), [text_of(body) for body in bodies]
    found = [_citations(text, lexicon) for text in texts]
    findings = iter(check([citation for some in found for citation in some[:MAX_CITATIONS]], on))
    own = [list(islice(findings, len(some[:MAX_CITATIONS]))) for some in found]
    quoted = with_quotes_many(texts, own, on)
    return [
        _cited(body, text, judged, on, known, left_out=len(some) - len(judged))
        for body, text, some, judged, known in zip(bodies, texts, found, quoted, held, strict=True)
    ]


def recite(body: str, on: date, lexicon: Lexicon, held: Iterable[StatuteReference]) -> Cited:
    """The same of a live article on a later day; quoted words are not compared, for nothing was written since."""
    text = text_of(body)
    found = _citations(text, lexicon)
    findings = check(found[:MAX_CITATIONS], on)
    return _cited(body, text, findings, on, held, left_out=len(found) - len(findings))


def store(article: Article, cited: Cited) -> None:
    """Put the linked body and the references of an article into the database; the caller holds the transaction."""
    article.body_html = linking.with_current_addresses(cited.html, article.body)
    article.references.all().delete()
    for reference in cited.references:
        reference.article = article
    StatuteReference.objects.bulk_create(cited.references)


def _citations(text: str, lexicon: Lexicon) -> list[Citation]:
    """The citations of which something can be said: not 该法第五条 where no law has been named."""
    return [c for c in carry(find(text, lexicon)) if c.law or c.title or c.doc_number]


def _cited(
    body: str, text: str, findings: Sequence[Finding], on: date, held: Iterable, *, left_out: int
) -> Cited:
    references = [_reference(i, finding, text, on) for i, finding in enumerate(findings)]
    ranges = _within_ranges(findings)
    within = check(ranges, on) if ranges else []
    ranged = [
        _reference(i, finding, text, on, is_of_range=True)
        for i, finding in enumerate(within, len(references))
    ]
    keep_what_was_held([*references, *ranged], held)
    spans = [finding.citation.span for finding in findings]
    links = [Link(span, link_to(r)) for span, r in zip(spans, references, strict=True) if r.is_held]
    html = pictures.rendered(annotate(body, links))
    return Cited(html, text, (*references, *ranged), tuple(findings), left_out)


def _within_ranges(findings: Sequence[Finding]) -> list[Citation]:
    """第四条 and what follows of each 第三条至第八条: a change in any of them concerns the article."""
    ranges = [finding.citation for finding in findings if finding.citation.range_to]
    keys = [(citation, key) for citation in ranges for key in citation.keys[1:]]
    return [replace(c, address=Address.parse(key), range_to="") for c, key in keys[:MAX_CITATIONS]]


def listed(references: Iterable[StatuteReference]) -> list[StatuteReference]:
    """The references as the list under an article shows them: each provision once, in the text's order.

    A law named without an article is left out where an article of it is listed. Of several 款 of one 条 it is the
    one that has changed.
    """
    by_name = {}
    for reference in references:
        if reference.is_of_range and not reference.drift:
            continue
        name = reference.anchor if reference.statute_id else (reference.title, reference.key)
        if name not in by_name or (reference.drift and not by_name[name].drift):
            by_name[name] = reference
    with_article = {reference.statute_id for reference in by_name.values() if reference.key}
    return [r for r in by_name.values() if r.key or r.statute_id is None or r.statute_id not in with_article]


def _is_held(finding: Finding) -> bool:
    return finding.provision is not None or (finding.has_text and finding.citation.address is None)


def _reference(
    position: int, finding: Finding, text: str, on: date, *, is_of_range: bool = False
) -> StatuteReference:
    citation = finding.citation
    return StatuteReference(
        position=position,
        text=text[slice(*citation.span)],
        title=citation.title or citation.law or "",
        doc_number=citation.doc_number or "",
        statute=finding.statute,
        provision=finding.provision,
        current=finding.provision,
        key=citation.address.key if citation.address else "",
        is_held=_is_held(finding),
        sentence=_sentence(text, *citation.span),
        verdict=finding.verdict,
        checked_on=on,
        holds_until=finding.holds_until,
        is_of_range=is_of_range,
    )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span; a statute's title does not end one."""
    first, last = max(0, start - SENTENCE_REACH), end + SENTENCE_REACH
    begin = max(max(text.rfind(mark, first, start) for mark in SENTENCE_ENDS) + 1, first)
    ends = [place for mark in SENTENCE_ENDS if (place := text.find(mark, end, last)) >= 0]
    return text[begin : min(ends, default=last) + 1].strip()
