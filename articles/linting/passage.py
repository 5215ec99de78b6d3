"""One part of a text with its sentences, its quotations and its 《titles》, each found once."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from operator import add

SENTENCE = re.compile(r"[^。！？；!?\n]*[。！？；!?\n]*[”’」』）)]*\n*")
TITLE = re.compile(r"《[^《》\n]{1,120}》")
QUOTATION = re.compile(r"“[^“”\n]{1,400}”|「[^「」\n]{1,400}」|『[^『』\n]{1,400}』|\"[^\"\n]{1,400}\"")
REACH = 150  # characters to each side of what is meant, in a text without full stops
WIDE_ONES = re.compile("[０-９Ｘｘ－　]")
WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")


@dataclass(frozen=True)
class Passage:
    """A part of a manuscript: its name among values.PLACES, and its text."""

    place: str
    text: str

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The spans of the sentences, line breaks included, in order; together they are the whole text."""
        return [match.span() for match in SENTENCE.finditer(self.text) if match.end() > match.start()]

    @cached_property
    def digits(self) -> str:
        """The text with full-width digits made plain; every character keeps its place."""
        return self.text.translate(WIDE) if WIDE_ONES.search(self.text) else self.text

    @cached_property
    def pairs(self) -> set[str]:
        """All that two neighbours of the text make."""
        return set(map(add, self.text, self.text[1:]))

    def has(self, word: str) -> bool:
        """Whether a word stands anywhere in the text; most are ruled out by their pairs of characters, read once."""
        if len(word) > 1 and not (word[:2] in self.pairs and word[-2:] in self.pairs):
            return False
        return word in self.text

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _titles(self) -> list[tuple[int, int]]:
        return [match.span() for match in TITLE.finditer(self.text)]

    @cached_property
    def _quotations(self) -> list[tuple[int, int]]:
        return [match.span() for match in QUOTATION.finditer(self.text)]

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The span of the sentence that a place stands in, cut where it is very long."""
        if not self.sentences:
            return 0, len(self.text)
        start, end = self.sentences[max(bisect_right(self._starts, place) - 1, 0)]
        return max(start, place - REACH), min(end, place + REACH)

    def title_at(self, place: int) -> tuple[int, int] | None:
        """The 《title》 that a place stands in."""
        return _around(self._titles, place)

    def quotation_at(self, place: int) -> tuple[int, int] | None:
        """The quotation that a place stands in; its marks count as outside."""
        found = _around(self._quotations, place)
        return None if found is None or place == found[0] else found


@dataclass(frozen=True)
class Manuscript:
    """What somebody wrote: its parts, the day on which it is read, and what is the firm's own to publish."""

    title: str = ""
    body: str = ""  # plain text, a line a block
    summary: str = ""
    keywords: str = ""
    year: int = 2026
    own: frozenset[str] = field(default_factory=frozenset)  # telephone numbers as digits, and addresses

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The parts that are not empty, in the order in which a reader meets them."""
        parts = [(name, getattr(self, name)) for name in ("title", "summary", "keywords", "body")]
        return tuple(Passage(name, text) for name, text in parts if text.strip())


def _around(spans: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    at = bisect_right(spans, (place, 1 << 60)) - 1
    return spans[at] if at >= 0 and spans[at][0] <= place < spans[at][1] else None


def lines_of(text: str) -> Iterable[tuple[int, int]]:
    """The spans of the lines that are not empty, without their breaks."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1
