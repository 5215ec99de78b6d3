"""The passages that two texts have in common, and their share of each."""

from bisect import bisect
from dataclasses import dataclass

from articles.copies.wording import Wording

SHORTEST = 10  # letters in a row from which words count as taken over
COMPARED = 40_000  # letters of a text; what is said of longer ones is said of their beginning


@dataclass(frozen=True, slots=True)
class Common:
    """How much of each of two texts stands in the other, from 0 to 1, and the passages as (start, end) in the first."""

    mine: float
    theirs: float
    passages: tuple[tuple[int, int], ...]

    @property
    def most(self) -> float:
        """The greater share of the two."""
        return max(self.mine, self.theirs)


def common(one: Wording, other: Wording) -> Common:
    """Compare two texts letter by letter, both ways."""
    ours, theirs = one.letters[:COMPARED], other.letters[:COMPARED]
    mine, back = _passages(ours, theirs), _passages(theirs, ours)
    return Common(_share(mine, ours), _share(back, theirs), tuple(mine))


def _share(passages: list[tuple[int, int]], letters: str) -> float:
    return sum(end - start for start, end in passages) / len(letters) if letters else 0.0


def _passages(one: str, other: str) -> list[tuple[int, int]]:
    """The passages of one text that the other has, from left to right, each as long as at its first place there."""
    if one == other:
        return [(0, len(one))] if one else []
    if len(one) < SHORTEST:
        return [(0, len(one))] if one and one in other else []
    where = _index(other)
    found, at = [], 0
    while at <= len(one) - SHORTEST:
        start = where.get(one[at : at + SHORTEST])
        if start is None:
            at += 1
            continue
        length = _length(one, at, other, start)
        found.append((at, at + length))
        at += length
    return found


def _index(text: str) -> dict[str, int]:
    """Where each run of letters stands first."""
    return {text[i : i + SHORTEST]: i for i in reversed(range(len(text) - SHORTEST + 1))}


def _length(one: str, at: int, other: str, start: int) -> int:
    """How many letters two texts share from two places on."""

    def differs(length: int) -> bool:
        return one[at : at + length] != other[start : start + length]

    high, most = SHORTEST, min(len(one) - at, len(other) - start)
    while high < most and not differs(high):
        high *= 2
    return bisect(range(min(high, most) + 1), False, key=differs) - 1
