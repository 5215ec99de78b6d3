"""The rows of a comparison as they stand on the page: paragraphs and tables, and what is folded away between changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from articles.comparing.blocks import CELLS, name_of
from articles.comparing.rows import Fate, Row

CONTEXT = 1  # unchanged paragraphs that stay to be seen on each side of a change
HEADINGS = {"h2": "标题", "h3": "小标题", "h4": "三级标题"}


@dataclass(slots=True)
class Line:
    """A row with how it is to be shown."""

    row: Row
    change: int = 0  # which change of the page it is, counted from 1; 0: none
    spans: list[tuple[int, int, int]] = field(
        default_factory=list
    )  # passages: start, end in the new text, number
    beside: list = field(default_factory=list)  # what is said of it

    @property
    def look(self) -> str:
        """The name of its look: h2, li, quote, p."""
        names = self.row.frame.names
        if names and names[-1] in HEADINGS:
            return names[-1]
        if "li" in names:
            return "li"
        return "quote" if "blockquote" in names else "p"

    @property
    def depth(self) -> int:
        """Of an item: in how many lists it stands, up to 4."""
        return min(self.row.frame.names.count("li"), 4)

    @property
    def place(self) -> int | None:
        """Which block of the new text it is; None where it is none."""
        return None if self.row.fate is Fate.MOVED_AWAY else self.row.new_place

    @property
    def next_change(self) -> int:
        return self.change + 1


@dataclass(slots=True)
class Cell:
    """A cell of a table, its rows below each other."""

    name: str  # td or th
    lines: list[Line] = field(default_factory=list)

    @property
    def fate(self) -> str:
        """What became of the whole cell."""
        fates = {line.row.fate for line in self.lines}
        return fates.pop().value if len(fates) == 1 else "changed"


@dataclass(slots=True)
class Table:
    """A table: its rows of cells."""

    rows: list[list[Cell]] = field(default_factory=list)
    is_table = True

    @property
    def is_changed(self) -> bool:
        return any(line.row.is_changed for line in self.lines)

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for cell in row for line in cell.lines]


@dataclass(slots=True)
class Paragraph:
    """Anything that is not in a table."""

    line: Line
    is_table = False

    @property
    def is_changed(self) -> bool:
        return self.line.row.is_changed

    @property
    def lines(self) -> list[Line]:
        return [self.line]


Item = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Stretch:
    """Items in a row; those that are folded are unchanged and far from any change."""

    items: Sequence[Item]
    is_folded: bool


@dataclass(frozen=True)
class Layout:
    """A comparison as a page shows it."""

    items: tuple[Item, ...]

    @cached_property
    def changes(self) -> int:
        """How many places there are to jump to."""
        return max((line.change for item in self.items for line in item.lines), default=0)

    @cached_property
    def folded(self) -> list[Stretch]:
        """What is far from any change folded away."""
        changed = [at for at, item in enumerate(self.items) if item.is_changed]
        near = {at + by for at in changed for by in range(-CONTEXT, CONTEXT + 1)}
        found: list[tuple[bool, list[Item]]] = []
        for at, item in enumerate(self.items):
            if not found or found[-1][0] != (at not in near):
                found.append((at not in near, []))
            found[-1][1].append(item)
        return [Stretch(items, is_folded) for is_folded, items in found]


def layout(rows: Iterable[Row]) -> Layout:
    """The rows in paragraphs and tables, changes in a row numbered as one place to jump to."""
    return Layout(tuple(_items(_numbered(rows))))


def _numbered(rows: Iterable[Row]) -> Iterator[Line]:
    """A stretch of paragraphs that went or came is one change; each changed paragraph is one."""
    number, last = 0, Fate.SAME
    for row in rows:
        goes_on = row.fate is last and last in {Fate.ADDED, Fate.REMOVED}
        number += row.is_changed and not goes_on
        yield Line(row, number if row.is_changed and not goes_on else 0)
        last = row.fate


def _items(lines: Iterable[Line]) -> Iterator[Item]:
    table: Table | None = None
    for line in lines:
        names = line.row.frame.names
        if "table" not in names or not CELLS & set(names):
            table = None
            yield Paragraph(line)
            continue
        if table is None or _opens(line.row, "table"):
            table = Table()
            yield table
        _put(table, line)


def _put(table: Table, line: Line) -> None:
    if not table.rows or _opens(line.row, "tr"):
        table.rows.append([])
    row = table.rows[-1]
    if not row or _opens(line.row, "td") or _opens(line.row, "th"):
        row.append(Cell(next(name for name in line.row.frame.names if name in CELLS)))
    row[-1].lines.append(line)


def _opens(row: Row, name: str) -> bool:
    """Whether a box of that name begins with this row, in the text to which it belongs."""
    frame = row.frame
    return name in map(name_of, frame.path[frame.shared :])
