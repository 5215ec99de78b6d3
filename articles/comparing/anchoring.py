"""Where words that were quoted from one text stand in another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from statutes.language.likeness import pairs

CONTEXT = 32  # characters kept from each side of a passage, without spaces
ALIKE = 0.5  # of the quoted words' pairs of characters: the paragraph that has so many is the one
CONTEXT_ALIKE = 0.7  # and of what stood around them, where they are gone themselves
SHORTEST = 4  # characters; fewer are found as they are or not at all


class Found(Enum):
    """How the words were found."""

    EXACT = "exact"
    CHANGED = "changed"  # not they themselves, but the paragraph where they stood
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Passage:
    """Quoted words, what stood around them, and which of the same words in the text they were, counted from 0."""

    quote: str
    before: str = ""
    after: str = ""
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: in which block it begins, and the span (block, start, end) in each that it touches."""

    found: Found
    block: int | None = None
    spans: tuple[tuple[int, int, int], ...] = ()
    occurrence: int = 0


GONE = Place(Found.GONE)


class Text:
    """The blocks of a text as one row of characters without spaces, each knowing where it stands."""

    def __init__(self, blocks: Sequence[str]):
        self.blocks = blocks
        self._places = [
            (number, at)
            for number, text in enumerate(blocks)
            for at, sign in enumerate(text)
            if not sign.isspace()
        ]
        self.squeezed = squeezed("".join(blocks))
        self._pairs: list[frozenset[str]] | None = None

    def count(self, quote: str) -> int:
        """How often the words stand in the text."""
        return sum(1 for _ in self._starts(squeezed(quote)))

    def passage(self, quote: str, occurrence: int = 0) -> Passage | None:
        """The words with what stands around them here; None where they are not so often in the text."""
        words = squeezed(quote)
        for number, at in enumerate(self._starts(words)):
            if number == occurrence:
                end = at + len(words)
                around = self.squeezed[max(0, at - CONTEXT) : at], self.squeezed[end : end + CONTEXT]
                return Passage(quote, *around, occurrence)
        return None

    def place(self, passage: Passage) -> Place:
        """Where the passage stands in this text, whichever it was quoted from."""
        words = squeezed(passage.quote)
        starts = list(enumerate(self._starts(words)))
        if not starts:
            return self._alike(words, passage)
        number, at = max(starts, key=lambda start: self._fit(passage, len(words), *start))
        spans = tuple(self._spans(at, at + len(words)))
        return Place(Found.EXACT, spans[0][0], spans, number)

    def _starts(self, words: str) -> Iterator[int]:
        at = self.squeezed.find(words) if words else -1
        while at >= 0:
            yield at
            at = self.squeezed.find(words, at + 1)

    def _fit(self, passage: Passage, length: int, number: int, at: int) -> tuple[int, int]:
        """How much of what stood around the passage stands around this place; then, how near it is by number."""
        end = at + length
        before = _in_common(passage.before[::-1], self.squeezed[max(0, at - CONTEXT) : at][::-1])
        after = _in_common(passage.after, self.squeezed[end : end + CONTEXT])
        return before + after, -abs(number - passage.occurrence)

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        block, first, last = *self._places[start], self._places[start][1]
        for number, at in self._places[start:end]:
            if number != block:
                yield block, first, last + 1
                block, first = number, at
            last = at
        yield block, first, last + 1

    def _alike(self, words: str, passage: Passage) -> Place:
        around = passage.before + words + passage.after
        for sought, enough in ((words, ALIKE), (around, CONTEXT_ALIKE)):
            if len(sought) < SHORTEST:
                continue
            score, block = self._most_alike(sought)
            if score >= enough:
                return Place(Found.CHANGED, block)
        return GONE

    def _most_alike(self, words: str) -> tuple[float, int]:
        """The block that has the most of the words' pairs of characters; of the same, the first."""
        if self._pairs is None:
            self._pairs = [pairs(squeezed(text)) for text in self.blocks]
        sought = pairs(words)
        scores = [(len(sought & found) / len(sought), -number) for number, found in enumerate(self._pairs)]
        score, number = max(scores, default=(0.0, 0))
        return score, -number


def squeezed(text: str) -> str:
    """The text without spaces: what a browser selects has others than what is stored."""
    return "".join(sign for sign in text if not sign.isspace())


def _in_common(one: str, other: str) -> int:
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))
