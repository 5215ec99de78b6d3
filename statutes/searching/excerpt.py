"""The part of a provision that a list of results shows, and where the words asked for stand in it; pure."""

from collections.abc import Set
from dataclasses import dataclass
from itertools import accumulate

LENGTH = 120
ENDS = "。；：\n"
REACH = 30  # how far back the beginning of a sentence is looked for


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A slice of a text, to the letter, with the spans in it to be marked."""

    text: str
    spans: tuple[tuple[int, int], ...]
    is_opening: bool
    is_ending: bool


def excerpt(text: str, terms: Set[str]) -> Excerpt:
    """The stretch of the text with the most of the terms in it."""
    marked = _marked(text, terms)
    start = _best_start(marked, len(text))
    start = max((text.rfind(end, max(0, start - REACH), start) + 1 for end in ENDS), default=0) or start
    start = 0 if start <= REACH else start
    end = min(len(text), start + LENGTH)
    return Excerpt(text[start:end], _spans(marked[start:end]), start == 0, end == len(text))


def _marked(text: str, terms: Set[str]) -> list[bool]:
    """For each character whether it belongs to a term."""
    marked = [False] * len(text)
    lower = [c.lower() if len(c.lower()) == 1 else c for c in text]
    lengths = {len(term) for term in terms}
    for length in lengths:
        for at in range(len(text) - length + 1):
            if "".join(lower[at : at + length]) in terms:
                marked[at : at + length] = [True] * length
    return marked


def _best_start(marked: list[bool], length: int) -> int:
    sums = [0, *accumulate(marked)]
    starts = range(max(1, length - LENGTH + 1))
    return max(starts, key=lambda start: (sums[min(length, start + LENGTH)] - sums[start], -start))


def _spans(marked: list[bool]) -> tuple[tuple[int, int], ...]:
    spans, start = [], None
    for at, is_marked in enumerate([*marked, False]):
        if is_marked and start is None:
            start = at
        elif not is_marked and start is not None:
            spans.append((start, at))
            start = None
    return tuple(spans)
