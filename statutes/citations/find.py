"""Text -> the citations in it, each with its span."""

import re
from dataclasses import dataclass

from statutes.citations.address import Address
from statutes.citations.grammar import CITATION, LAW_LIKE
from statutes.citations.lexicon import Lexicon
from statutes.language.normalise import fold_doc_number
from statutes.language.numerals import to_int


@dataclass(frozen=True, slots=True)
class Citation:
    """A law named in a text, and where. Says nothing about whether it exists."""

    title: str  # as written, without the outer 《》
    law: str | None  # the official title, None where the lexicon does not know it
    address: Address | None
    doc_number: str | None  # with 〔〕 and no spaces
    span: tuple[int, int]


def find(text: str, lexicon: Lexicon) -> tuple[Citation, ...]:
    """The citations of a text in order; spans are character offsets and never overlap."""
    found = (_citation(match, lexicon) for match in CITATION.finditer(text))
    return tuple(citation for citation in found if citation is not None)


def _citation(match: re.Match, lexicon: Lexicon) -> Citation | None:
    title = match["title"]
    law = lexicon.resolve(title)
    if law is None and not LAW_LIKE.search(title):
        return None  # a book, a contract, a film
    doc_number = match["doc_number"]
    return Citation(
        title=title,
        law=law,
        address=_address(match),
        doc_number=fold_doc_number(doc_number) if doc_number else None,
        span=match.span(),
    )


def _address(match: re.Match) -> Address | None:
    if match["article"] is None:
        return None
    names = ("article", "suffix", "paragraph", "item")
    try:
        address = Address(**{name: to_int(match[name]) if match[name] else 0 for name in names})
        return Address.parse(address.key) if address.article else None
    except ValueError:  # a slip of the pen: no statute has such a number
        return None
