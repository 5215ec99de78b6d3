"""The difference of two bodies: a row for each block, from which both bodies can be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.comparing.aligning import Budget
from articles.comparing.blocks import Block, blocks, html_of
from articles.comparing.layout import Layout, layout
from articles.comparing.pairing import Pairing, paired
from articles.comparing.rows import Fate, Row
from articles.comparing.words import Kind, all_in, all_out, runs


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows in the order in which they are shown: that of the new body, what went where it stood."""

    rows: tuple[Row, ...]
    is_written_alike: bool = True  # also in what no reader sees, as spaces between two paragraphs

    @property
    def changed(self) -> list[Row]:
        """The rows in which something is to be seen."""
        return [row for row in self.rows if row.is_changed]

    @property
    def is_same(self) -> bool:
        """Whether a reader sees no difference at all."""
        return not self.changed

    @property
    def layout(self) -> Layout:
        """The rows as a page shows them."""
        return layout(self.rows)

    def before(self) -> str:
        """The old body, read from the rows, in its canonical spelling."""
        stood = {row.old_place: row for row in self.rows if row.fate is not Fate.MOVED_AWAY and row.old}
        return html_of(stood[place].old_block() for place in sorted(stood))

    def after(self) -> str:
        """The new body, read from the rows, in its canonical spelling."""
        return html_of(row.new_block() for row in self.rows if row.new and row.fate is not Fate.MOVED_AWAY)


def bodies(old: str, new: str) -> Comparison:
    """What became of a sanitised body: whatever a reader could see of a change is in some row that is not SAME.

    Time is bounded: what would take too long is compared in coarser pieces (budgets in aligning.py).
    """
    before, after = blocks(old), blocks(new)
    budget = Budget()
    rows = tuple(_rows(before, after, paired(before, after, budget), budget))
    return Comparison(rows, is_written_alike=old == new)


def _rows(
    before: tuple[Block, ...], after: tuple[Block, ...], pairing: Pairing, budget: Budget
) -> Iterator[Row]:
    kept = {i: j for j, i in pairing.was.items()}
    ends = _next_steady(pairing, len(before), len(after))
    i = 0
    for j, block in enumerate(after):
        was = pairing.was.get(j)
        yield from (_gone(before, at, kept.get(at)) for at in range(i, ends[j]))
        i = ends[j]
        if was is None:
            yield Row(Fate.ADDED, all_in(block.pieces), None, block.frame, None, j)
        elif j in pairing.moved:
            yield _pair(Fate.MOVED_HERE, before, after, was, j, budget)
        else:
            is_cut = _is_next(pairing, was, j) and before[was].frame.shared != block.frame.shared
            yield _pair(Fate.CHANGED, before, after, was, j, budget, is_joined=is_cut)
            i = was + 1
    yield from (_gone(before, at, kept.get(at)) for at in range(i, len(before)))


def _next_steady(pairing: Pairing, old: int, new: int) -> list[int]:
    """For each new block the old place of the next one that has not moved: what went before that is shown first."""
    ends, end = [old] * new, old
    for j in reversed(range(new)):
        if j in pairing.was and j not in pairing.moved:
            end = pairing.was[j]
        ends[j] = end
    return ends


def _is_next(pairing: Pairing, was: int, j: int) -> bool:
    """Whether nothing stands between this pair and the one before it."""
    if j == 0 or was == 0:
        return j == was == 0
    return pairing.was.get(j - 1) == was - 1 and j - 1 not in pairing.moved


def _gone(before: tuple[Block, ...], place: int, moved_to: int | None) -> Row:
    block = before[place]
    fate = Fate.REMOVED if moved_to is None else Fate.MOVED_AWAY
    return Row(fate, all_out(block.pieces), block.frame, None, place, moved_to)


def _pair(
    fate: Fate, before: tuple, after: tuple, i: int, j: int, budget: Budget, *, is_joined: bool = False
) -> Row:
    old, new = before[i], after[j]
    found = runs(old.pieces, new.pieces, budget)
    is_same = all(run.kind is Kind.KEPT for run in found) and old.frame.path == new.frame.path
    if fate is Fate.CHANGED and is_same and not is_joined:
        fate = Fate.SAME
    return Row(fate, found, old.frame, new.frame, i, j, is_joined)
