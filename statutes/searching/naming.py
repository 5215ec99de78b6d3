"""A question that names a statute, or a place in one, rather than asking something."""

import re

from statutes.citations import grammar as g
from statutes.citations.address import Address
from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon
from statutes.language.normalise import fold_doc_number, fold_title
from statutes.language.numerals import to_int
from statutes.searching.library import Library

LONGEST = 150  # characters; a name with its article is not longer
SHORTEST_PART = 2
MOST_STATUTES = 10
# 1034, 266条第二款, 第1034, 120条之一: an article without its 第 or its 条.
SHORT_PLACE = re.compile(
    rf"{g.SPACE}第?{g.SPACE}(?P<article>{g.NUMBER}){g.SPACE}条?(?:{g.SPACE}之{g.SPACE}(?P<suffix>{g.COUNT}))?"
    rf"(?:{g.SPACE}第?{g.SPACE}(?P<paragraph>{g.NUMBER}){g.SPACE}款)?"
    rf"(?:{g.SPACE}第?{g.SPACE}[（(]?(?P<item>{g.NUMBER})[）)]?{g.SPACE}项)?"
)


def places(question: str, lexicon: Lexicon) -> tuple[list[tuple[str, Address]], str]:
    """The articles that a question names, each with the official title (民法典1034, 刑法266条第二款是什么意思), and what
    it says besides."""
    text = question[:LONGEST].strip()
    cited = [c for c in carry(find(text, lexicon)) if c.law and c.address]
    if not cited:
        short = _short(text, lexicon)
        return short, "" if short else question
    for citation in reversed(cited):
        start, end = citation.span
        text = f"{text[:start]} {text[end:]}"
    return list(dict.fromkeys((c.law, c.address) for c in cited)), text


def _short(text: str, lexicon: Lexicon) -> list[tuple[str, Address]]:
    """民法典1034, 刑法266条第二款, 民诉法 90: without 第 or 条, as people type it into a search box."""
    for end in range(len(text) - 1, SHORTEST_PART - 1, -1):
        place = SHORT_PLACE.fullmatch(text, end)
        if place and (title := lexicon.resolve(text[:end])):
            numbers = {name: _int(number) for name, number in place.groupdict().items()}
            if numbers["article"]:
                return [(title, Address(**numbers))]
    return []


def _int(number: str | None) -> int:
    try:
        return to_int(number) if number else 0
    except ValueError:
        return 0


def named(question: str, library: Library) -> tuple[list[int], bool]:
    """The ids of the statutes of whose name the question is a part, and whether it is the whole name of the first."""
    text = question[:LONGEST].strip()
    folded = fold_title(text)
    if len(folded) < SHORTEST_PART and not folded.isalnum():
        return [], False
    exact = library.lexicon.resolve(text) or library.lexicon.numbers.get(fold_doc_number(text))
    parts = sorted(
        {pk for name, pk in library.names if folded in name}, key=lambda pk: (-library.weights[pk], pk)
    )
    found = [library.ids[exact]] if exact in library.ids else []
    return list(dict.fromkeys([*found, *parts]))[:MOST_STATUTES], bool(found)
