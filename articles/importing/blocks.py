"""The parts of a text, whatever program they came from: paragraphs, items of lists, tables, rules."""

from dataclasses import dataclass, field

from articles.importing.runs import Run


@dataclass(frozen=True, slots=True)
class Item:
    """A place in a list: its level from 1, whether it has a number, and the number that its marker says (0: the next)."""

    level: int
    ordered: bool
    value: int = 0


@dataclass(slots=True)
class Paragraph:
    """Words in one block. level: 1 to 9 of a heading, 0 for the rest; inside: below an item of this level."""

    runs: list[Run]
    level: int = 0
    item: Item | None = None
    inside: int = 0
    is_title: bool = False
    quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Cell:
    """A cell of a table with blocks of its own."""

    blocks: list = field(default_factory=list)
    is_header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class Table:
    """Rows of cells."""

    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the document by its number, with its own words; inside: below an item of this level."""

    number: int
    alt: str = ""
    inside: int = 0


@dataclass(slots=True)
class Note:
    """A footnote: its number in the text, and what it says."""

    number: int
    blocks: list = field(default_factory=list)
