"""Which elements of two sequences are the same ones, in bounded time whatever the sequences."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_STEPS = 2_000_000  # for one comparison of two bodies: half a second or so
MOST_CELLS = 250_000  # of one table of two stretches without an element that is there once
DEEPEST = 40  # anchors between anchors between anchors

Range = tuple[int, int, int, int]  # from a to b of the old, from c to d of the new
Code = tuple[str, int, int, int, int]


@dataclass(slots=True)
class Budget:
    """The steps that are left for one comparison; who finds too few compares in coarser pieces."""

    left: int = MOST_STEPS

    def spend(self, steps: int) -> bool:
        """Whether there were enough for this; they are gone then."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


def same(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]]:
    """Pairs of places with equal elements, both ascending: elements that are there once hold the rest in place.

    Where none is there once, the longest common row of elements; where the budget does not reach for that, nothing.
    """
    found, waiting = [], [((0, len(old), 0, len(new)), 0)]
    while waiting:
        (a, b, c, d), depth = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, (a, b, c, d)) if depth < DEEPEST else []
        if not anchors:
            found += _longest(old, new, (a, b, c, d), budget)
            continue
        found += anchors
        edges = zip([(a - 1, c - 1), *anchors], [*anchors, (b, d)], strict=True)
        waiting += [((i + 1, k, j + 1, m), depth + 1) for (i, j), (k, m) in edges]
    return sorted(found)


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Code] | None:
    """difflib's opcodes of two short sequences, or None where they would take too long."""
    many = Counter(new)
    pairs = sum(many[element] for element in old)
    if not budget.spend(len(old) + len(new) + 4 * pairs) or pairs > MOST_CELLS // 10:
        return None
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def ascending(numbers: Sequence[int]) -> list[int]:
    """The places of a longest ascending row of different numbers."""
    tails, ends, behind = [], [], []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        behind.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(place)
        else:
            tails[at], ends[at] = number, place
    found, place = [], ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = behind[place]
    return found[::-1]


def _anchors(old: Sequence, new: Sequence, within: Range) -> list[tuple[int, int]]:
    """The elements that are there once on both sides, as many as keep their order."""
    a, b, c, d = within
    ours, theirs = Counter(old[a:b]), Counter(new[c:d])
    places = {new[j]: j for j in range(c, d) if theirs[new[j]] == 1}
    pairs = [(i, places[old[i]]) for i in range(a, b) if ours[old[i]] == 1 and old[i] in places]
    return [pairs[place] for place in ascending([j for _, j in pairs])]


def _longest(old: Sequence, new: Sequence, within: Range, budget: Budget) -> list[tuple[int, int]]:
    a, b, c, d = within
    cells = (b - a) * (d - c)
    if not set(old[a:b]) & set(new[c:d]) or cells > MOST_CELLS or not budget.spend(cells):
        return []
    best = [[0] * (d - c + 1) for _ in range(b - a + 1)]
    for i in reversed(range(b - a)):
        row, below, element = best[i], best[i + 1], old[a + i]
        for j in reversed(range(d - c)):
            row[j] = below[j + 1] + 1 if element == new[c + j] else max(below[j], row[j + 1])
    found, i, j = [], 0, 0
    while i < b - a and j < d - c:
        if old[a + i] == new[c + j]:
            found.append((a + i, c + j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
