"""Anybody's own texts, a JSON record each: what the site's pipeline finds in them."""

import json
from collections.abc import Iterable, Iterator

from statutes.citations.carry import Citation, carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon


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
