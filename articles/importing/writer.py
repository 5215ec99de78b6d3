"""The parts of a text -> the HTML that the editor makes."""

from dataclasses import dataclass
from html import escape

from articles.importing.blocks import Cell, Item, Note, Paragraph, Picture, Rule, Table
from articles.importing.marker import typed_number
from articles.importing.runs import as_html, without_start

TOP, LOWEST = 2, 4  # the title is the page's h1


def html_of(blocks: list, levels: dict[int, int]) -> str:
    """The HTML of blocks; levels maps Word's levels of headings to ours."""
    writer = _Writer(levels)
    for block in _with_typed_lists(blocks):
        writer.add(block)
    writer.leave(0)
    return "".join(writer.parts)


def shifted(level: int) -> int:
    """Word's level of a heading as ours: one lower, for the title has the first."""
    return min(level + 1, LOWEST)


def ranked(blocks: list) -> dict[int, int]:
    """The levels of a whole document: the highest that it uses is h2, the next h3, and so on, without a gap."""
    used = sorted({block.level for block in blocks if isinstance(block, Paragraph) and block.level})
    return {level: min(TOP + rank, LOWEST) for rank, level in enumerate(used)}


def notes_html(notes: list[Note]) -> str:
    """The list of footnotes for the end of the text; the numbers stay text, so that they hold wherever they are moved."""
    said = [note for note in notes if note.blocks]
    if not said:
        return ""
    return "<p><strong>注释</strong></p>" + "".join(_note(note) for note in said)


def _note(note: Note) -> str:
    html = html_of(note.blocks, {})
    number = f"〔{note.number}〕"
    return html.replace("<p>", f"<p>{number}", 1) if html.startswith("<p>") else f"<p>{number}</p>{html}"


def _with_typed_lists(blocks: list) -> list:
    """Numbers typed by hand make a list where they count from 1 in paragraphs that follow each other."""
    found, place = [], 0
    while place < len(blocks):
        length = _typed_run(blocks, place)
        if length > 1:
            found += [_as_item(block, n) for n, block in enumerate(blocks[place : place + length], 1)]
        else:
            length = 1
            found.append(blocks[place])
        place += length
    return found


def _typed_run(blocks: list, place: int) -> int:
    length = 0
    while place + length < len(blocks) and _typed(blocks[place + length]) == length + 1:
        length += 1
    return length


def _typed(block) -> int:
    is_plain = isinstance(block, Paragraph) and not (
        block.level or block.item or block.inside or block.quoted
    )
    number, length = typed_number(block.text) if is_plain else (0, 0)
    return number if length < (len(block.text) if is_plain else 0) else 0


def _as_item(block: Paragraph, number: int) -> Paragraph:
    runs = without_start(block.runs, typed_number(block.text)[1])
    return Paragraph(runs, item=Item(1, ordered=True, value=number))


@dataclass(slots=True)
class _List:
    level: int
    tag: str
    last: int


class _Writer:
    """Writes block after block, with the lists that are open."""

    def __init__(self, levels: dict[int, int]):
        self.levels = levels
        self.parts: list[str] = []
        self.open: list[_List] = []

    def add(self, block) -> None:
        if isinstance(block, Paragraph) and block.item:
            self._item(block)
            return
        inside = block.inside if isinstance(block, (Paragraph, Picture)) else 0
        self.leave(inside if self.open else 0)
        if isinstance(block, Table):
            self.parts.append(_table(block, self.levels))
        elif isinstance(block, Rule):
            self.parts.append("<hr>")
        elif isinstance(block, Picture):
            self.parts.append(f'<figure><img data-image="{block.number}" alt="{escape(block.alt)}"></figure>')
        else:
            self.parts.append(self._paragraph(block))

    def leave(self, level: int) -> None:
        """Close the lists that are deeper than a level."""
        while self.open and self.open[-1].level > level:
            self.parts.append(f"</li></{self.open.pop().tag}>")

    def _paragraph(self, block: Paragraph) -> str:
        html = as_html(block.runs)
        if block.level and not self.open:
            tag = f"h{self.levels.get(block.level, shifted(block.level))}"
            return f"<{tag}>{html}</{tag}>"
        return f"<blockquote><p>{html}</p></blockquote>" if block.quoted else f"<p>{html}</p>"

    def _item(self, block: Paragraph) -> None:
        item = block.item
        tag = "ol" if item.ordered else "ul"
        self.leave(item.level)
        last = self.open[-1] if self.open and self.open[-1].level == item.level else None
        if last and last.tag == tag and item.value in (0, last.last + 1):
            self.parts.append("</li>")
            last.last += 1
        else:
            if last:
                self.leave(item.level - 1)
            self._open(tag, item)
        self.parts.append(f"<li><p>{as_html(block.runs)}</p>")

    def _open(self, tag: str, item: Item) -> None:
        first = item.value if item.ordered and item.value else 1
        start = f' start="{first}"' if first != 1 else ""
        self.parts.append(f"<{tag}{start}>")
        self.open.append(_List(item.level, tag, first))


def _table(table: Table, levels: dict[int, int]) -> str:
    rows = "".join(f"<tr>{''.join(_cell(cell, levels) for cell in row)}</tr>" for row in table.rows)
    return f"<table><tbody>{rows}</tbody></table>" if rows else ""


def _cell(cell: Cell, levels: dict[int, int]) -> str:
    tag = "th" if cell.is_header else "td"
    spans = "".join(
        f' {name}="{value}"'
        for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if value > 1
    )
    return f"<{tag}{spans}>{html_of(cell.blocks, levels) or '<p></p>'}</{tag}>"
