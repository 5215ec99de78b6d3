"""Which block of a text is which block of another: kept in its place, moved, changed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.comparing.aligning import Budget, ascending, same
from articles.comparing.blocks import CELLS, Block
from statutes.language.likeness import likeness, pairs

ALIKE = 0.35  # likeness from which two blocks in one place are one, changed
ALIKE_ELSEWHERE = 0.6  # and two that stand in different places: moved and changed
SHORTEST_MOVED = 8  # characters; shorter ones that stand elsewhere have gone here and come there
CANDIDATES = 5
TOO_COMMON = 60  # blocks that share a pair of characters which then says nothing
IN_PLACE = 0.1  # what standing in one place adds to likeness


@dataclass(frozen=True, slots=True)
class Pairing:
    """From the place of a new block to that of the old one that it was, and which of them have moved."""

    was: dict[int, int]
    moved: frozenset[int]  # new places


def paired(old: Sequence[Block], new: Sequence[Block], budget: Budget) -> Pairing:
    """The blocks in pairs: first those with the same words in the same order, then those that stand elsewhere,
    then those that are much alike, and cells that stand alone in one place."""
    ours, theirs = ([block.key for block in row] for row in (old, new))
    found = {j: i for i, j in same(ours, theirs, budget)}
    gaps = _gaps(found, len(old), len(new))
    found |= _elsewhere(ours, theirs, found)
    texts = ([block.text.replace("\n", "") for block in row] for row in (old, new))
    found |= _much_alike(*texts, found, gaps)
    found |= _only_cells(old, new, found, gaps)
    order = sorted(found)
    steady = {order[place] for place in ascending([found[j] for j in order])}
    moved = set(order) - steady
    short = {j for j in moved if max(len(ours[found[j]]), len(theirs[j])) < SHORTEST_MOVED}
    return Pairing({j: i for j, i in found.items() if j not in short}, frozenset(moved - short))


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Between which two blocks that are the same each of the others stands, by number."""

    old: list[int]
    new: list[int]


def _gaps(found: dict[int, int], old: int, new: int) -> _Gaps:
    return _Gaps(_numbered(sorted(found.values()), old), _numbered(sorted(found), new))


def _numbered(held: list[int], length: int) -> list[int]:
    numbers, holds, number = [], set(held), 0
    for place in range(length):
        number += place in holds
        numbers.append(number)
    return numbers


def _free(found: dict[int, int], ours: Sequence, theirs: Sequence) -> tuple[list[int], list[int]]:
    taken = set(found.values())
    return [i for i in range(len(ours)) if i not in taken], [j for j in range(len(theirs)) if j not in found]


def _elsewhere(ours: list[str], theirs: list[str], found: dict[int, int]) -> dict[int, int]:
    """The same words in another place."""
    left, came = _free(found, ours, theirs)
    places = defaultdict(list)
    for i in reversed(left):
        places[ours[i]].append(i)
    return {
        j: places[theirs[j]].pop() for j in came if len(theirs[j]) >= SHORTEST_MOVED and places.get(theirs[j])
    }


def _much_alike(ours: list[str], theirs: list[str], found: dict[int, int], gaps: _Gaps) -> dict[int, int]:
    """The most alike first."""
    left, came = _free(found, ours, theirs)
    alike: dict[int, int] = {}
    taken: set[int] = set()
    scores = _scores({i: pairs(ours[i]) for i in left}, {j: pairs(theirs[j]) for j in came}, gaps)
    for _, j, i in sorted(scores, key=lambda row: (-row[0], row[1], row[2])):
        if j not in alike and i not in taken:
            alike[j] = i
            taken.add(i)
    return alike


def _scores(before: dict[int, frozenset], after: dict[int, frozenset], gaps: _Gaps) -> Iterator[tuple]:
    """(likeness, new place, old place) of each new block with the few old ones that share the most with it."""
    holding = defaultdict(list)
    for i, found in before.items():
        for pair in found:
            holding[pair].append(i)
    for j, found in after.items():
        held = (holding[pair] for pair in found if pair in holding)
        shared = Counter(i for blocks in held if len(blocks) <= TOO_COMMON for i in blocks)
        for i, _ in shared.most_common(CANDIDATES):
            alike, is_here = likeness(found, before[i]), gaps.old[i] == gaps.new[j]
            if alike >= (ALIKE if is_here else ALIKE_ELSEWHERE):
                yield alike + IN_PLACE * is_here, j, i


def _only_cells(
    old: Sequence[Block], new: Sequence[Block], found: dict[int, int], gaps: _Gaps
) -> dict[int, int]:
    """Cells between the same neighbours, as many before as after: what stands in them may have nothing in common."""
    places = defaultdict(lambda: ([], []))
    left, came = _free(found, old, new)
    for i in left:
        places[gaps.old[i]][0].append(i)
    for j in came:
        places[gaps.new[j]][1].append(j)
    cells = {}
    for ours, theirs in places.values():
        boxes = [old[i].frame.names for i in ours]
        if boxes == [new[j].frame.names for j in theirs] and all(CELLS & set(names) for names in boxes):
            cells |= dict(zip(theirs, ours, strict=True))
    return cells
