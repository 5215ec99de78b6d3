"""Anybody's own texts, a JSON record each: what the site's pipeline finds in them."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from statutes.checking import check
from statutes.citations.carry import Citation, carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon
from statutes.citations.quotes import Match
from statutes.findings import Finding, Verdict
from statutes.quoting import with_quotes
from statutes.search import search

# What a text is labelled by: the worst of its findings.
WORST_FIRST = (
    "no_such_article",
    "repealed_or_superseded",
    "wrong_doc_number",
    "wrong_article",
    "misquote",
    "unknown",
    "faithful_paraphrase",
    "exact",
)
OF_VERDICT = {
    Verdict.NO_SUCH_ARTICLE: "no_such_article",
    Verdict.REPEALED: "repealed_or_superseded",
    Verdict.AMENDED: "repealed_or_superseded",
    Verdict.DOC_NUMBER_DIFFERS: "wrong_doc_number",
    Verdict.NOT_HELD: "unknown",
    Verdict.NOT_YET: "unknown",
}
OF_MATCH = {
    Match.EXACT: "exact",
    Match.PARAPHRASE: "faithful_paraphrase",
    Match.DIFFERS: "misquote",
    Match.NOTHING: "unknown",
}


class RecordError(ValueError):
    """A line that is no record; the message says which line and why, in Chinese."""


def read(lines: Iterable[str], *required: str) -> Iterator[dict]:
    """The records of JSON lines, blank ones passed over. Raises RecordError with the line's number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise RecordError(f"第 {number} 行不是 JSON：{error}") from error
        if not isinstance(record, dict) or not all(isinstance(record.get(name), str) for name in required):
            raise RecordError(f"第 {number} 行缺少文字字段：{'、'.join(required)}")
        yield record


def citations(record: dict, lexicon: Lexicon) -> dict:
    """{id, text, context_law?} -> {id, citations: [{start, end, law, article, paragraph, item, range_to, doc_number}]}.

    start and end are character offsets; what the text does not name is null.
    """
    found = carry(find(record["text"], lexicon), record.get("context_law") or None)
    return {"id": record.get("id"), "citations": [_fields(citation) for citation in found]}


def checked(record: dict, lexicon: Lexicon, on: date) -> dict:
    """{id, text, context_law?} -> {id, label, article, findings: [{text, label, sentence}]}.

    label is the worst of the findings (WORST_FIRST), "unknown" where there is none; article is the key of the right
    place where the words stand in another provision, else null.
    """
    text = record["text"]
    found = carry(find(text, lexicon), record.get("context_law") or None)
    findings = with_quotes(text, check(found, on), on)
    labelled = sorted(((label(f), f) for f in findings), key=lambda pair: WORST_FIRST.index(pair[0]))
    worst = labelled[0] if labelled else ("unknown", None)
    right = worst[1].quote.right_place if worst[0] == "wrong_article" else None
    said = [
        {"text": text[slice(*f.citation.span)], "label": label(f), "sentence": f.sentence} for f in findings
    ]
    return {
        "id": record.get("id"),
        "label": worst[0],
        "article": right.key if right else None,
        "findings": said,
    }


RESULTS = 100


def results(record: dict) -> dict:
    """{query_id, query} -> {query_id, results: [{law, article}]}, 100 at most, best first.

    law is the official title, article the key of the provision in its newest version; null for a statute as a whole,
    where the query is its name.
    """
    hits = search(record["query"], RESULTS)
    found = [{"law": h.statute.title, "article": h.provision.key if h.provision else None} for h in hits]
    return {"query_id": record.get("query_id"), "results": found}


def label(finding: Finding) -> str:
    """One finding's label."""
    if finding.is_inside:
        return "exact"  # a part of another provision's words, which are judged as a whole
    if finding.is_older_place:
        return "repealed_or_superseded"
    if finding.verdict in OF_VERDICT:
        return OF_VERDICT[finding.verdict]
    if finding.is_number_unknown:
        return "unknown"
    quote = finding.quote
    if quote is None:
        return "exact"  # a law or a document named without an article: it is there, and its number is right
    if quote.is_older_text:
        return "repealed_or_superseded"
    return "wrong_article" if quote.right_place else OF_MATCH[quote.comparison.match]


def _fields(citation: Citation) -> dict:
    start, end = citation.span
    address = citation.address
    return {
        "start": start,
        "end": end,
        "law": citation.law,
        "article": address.article_key if address else None,
        "paragraph": str(address.paragraph) if address and address.paragraph else None,
        "item": str(address.item) if address and address.item else None,
        "range_to": citation.range_to or None,
        "doc_number": citation.doc_number,
    }
