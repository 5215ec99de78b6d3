"""By what an article is found among all: its first keywords, each alone and two by two; pure.

Of two keywords that stand together far fewer articles have both than have either: so a bounded number of postings
reaches the nearest also where ten thousand articles are about one thing.
"""

from collections.abc import Sequence
from itertools import combinations

from articles.searching.tokens import SIGN

ALONE, IN_PAIRS = 12, 7  # of an article's keywords, the first
SCALE = 4_000  # the product of two weights becomes one that fits a small integer
SPREAD, BITS = 1_000_003, 0xFFFFFFFF
Keywords = Sequence[tuple[int, int]]  # numbers of terms with their weights, the weightiest first


def postings(keywords: Keywords) -> list[tuple[int, int]]:
    """The numbers and weights by which an article is found: at most 12 of a term and 21 of a pair."""
    pairs = combinations(keywords[:IN_PAIRS], 2)
    return [*keywords[:ALONE], *(pair(one, other) for one, other in pairs)]


def pair(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The number and weight of two keywords together, whichever is first. Few have the same number: it hardly matters."""
    first, second = sorted((one[0], other[0]))
    return ((first * SPREAD ^ second) & BITS) - SIGN, one[1] * other[1] // SCALE
