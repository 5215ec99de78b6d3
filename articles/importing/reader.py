"""The tree of what Word, WPS, Word Online or mammoth wrote -> the parts of a text."""

import re
from dataclasses import dataclass, field, replace

from articles.importing import marker, styles
from articles.importing.blocks import Cell, Item, Note, Paragraph, Picture, Rule, Table
from articles.importing.marker import Kind
from articles.importing.runs import BREAK, Run, plain, shifted, source_text, tidy, unmarked
from articles.importing.styles import Sheet
from articles.importing.tree import BLOCKS, Node, text_of, walk
from statutes.language.numerals import to_chinese

LONGEST_HEADING = 100  # characters; what is longer was a paragraph in a heading's style
MAX_SPAN = 50
# Word's _ftn1 and _edn1, mammoth's footnote-1 and endnote-1; those with "ref" lead back.
NOTE = re.compile(r"#?_?(ftn|edn|footnote-|endnote-)(ref-?)?(\d+)$")
EXTERNAL = re.compile(r"\s*(?:https?|mailto|tel):", re.IGNORECASE)
CHINESE_LIST = re.compile(r"cjk|simp-chinese|trad-chinese|japanese", re.IGNORECASE)
CHINESE = re.compile(f"[{marker.CHINESE}]")
NUMBER_IN_FORM = re.compile(r"%\d")


@dataclass(frozen=True, slots=True)
class Around:
    """What the elements around a place say of it."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    block: Node | None = None
    list: Node | None = None
    depth: int = 0  # of lists
    quoted: bool = False
    shift: str = ""  # sup or sub


@dataclass(slots=True)
class Reader:
    """Walks a tree once and gathers the parts of its text."""

    sheet: Sheet
    notes: dict[str, Note] = field(
        default_factory=dict
    )  # by the name of their place, in the order of the text
    blocks: list = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    marker: str = ""
    marker_level: int = 0  # where the marker itself says it, as those from .docx do
    item: Item | None = None  # the <li> whose first paragraph is still to come
    item_marker: str = ""  # what its list says the marker looks like, where that is more than a number
    counted: dict[int, int] = field(default_factory=dict)  # id of an <ol> -> its last number
    takes_pictures: bool = False  # only of a document; what is pasted names files on somebody's disk
    pictures: list[Picture] = field(default_factory=list)  # of the paragraph that stands here
    images: int = 0  # that were left out

    def read(self, node: Node) -> list:
        """The blocks of all that stands in a node."""
        self._inside(node, Around())
        self._end(Around())
        return self.blocks

    def _part(self, node: Node) -> list:
        """The blocks of a cell or a note, which share the notes of the whole."""
        part = Reader(self.sheet, self.notes, takes_pictures=self.takes_pictures)
        blocks = part.read(node)
        self.images += part.images
        return blocks

    def _inside(self, node: Node, around: Around) -> None:
        for child in node.children:
            if isinstance(child, str):
                text = source_text(child)
                self.runs.append(
                    Run(shifted(text, around.shift) if around.shift else text, around.marks, around.href)
                )
            else:
                self._element(child, around)

    def _element(self, node: Node, around: Around) -> None:
        if node.tag == "img":
            self._picture(node)
        if styles.is_dropped(node):
            return
        if self._is_note(node):
            self._note(node)
        elif styles.style(node).get("mso-element", "") in {"footnote-list", "endnote-list"}:
            for note in filter(self._is_note, walk(node)):
                self._note(note)
        elif node.tag == "table":
            self._end(around)
            self.blocks.append(self._table(node))
        elif node.tag == "hr":
            self._end(around)
            self.blocks.append(Rule())
        elif node.tag == "br":
            self._break(node, around)
        elif node.tag in BLOCKS:
            self._block(node, around)
        else:
            self._inline(node, around)

    def _picture(self, node: Node) -> None:
        number = _small(node.get("data-picture"), 9999, 0)
        if self.takes_pictures and number:
            self.pictures.append(Picture(number, node.get("alt")))
        else:
            self.images += 1

    def _break(self, node: Node, around: Around) -> None:
        if "page-break" not in node.get("style") and not node.get("clear"):
            self.runs.append(Run(BREAK, around.marks, around.href))

    def _block(self, node: Node, around: Around) -> None:
        self._end(around)
        within = replace(around, block=node, marks=styles.marks(node, around.marks))
        if node.tag in {"ol", "ul"}:
            within = replace(within, list=node, depth=around.depth + 1)
        elif node.tag == "li" and around.list is not None:
            self._start_item(node, around)
        elif node.tag == "blockquote" or "MsoQuote" in node.classes:
            within = replace(within, quoted=True)
        self._inside(node, within)
        self._end(within)
        if node.tag == "li":
            self.item, self.item_marker = None, ""

    def _inline(self, node: Node, around: Around) -> None:
        if styles.style(node).get("mso-list") == "ignore":
            self.marker += text_of(node)
            self.marker_level = _small(node.get("data-level"), 9, 0)
            return
        href = node.get("href") if node.tag == "a" else ""
        if match := NOTE.search(href):
            if not match[2]:
                self.runs.append(Run(f"〔{self._numbered(match).number}〕"))
            return
        within = replace(around, marks=styles.marks(node, around.marks))
        if EXTERNAL.match(href):
            within = replace(within, href=href.strip())
        if node.tag in {"sup", "sub"}:
            within = replace(within, shift=node.tag)
        self._inside(node, within)

    # Lists --------------------------------------------------------------------------------------------

    def _start_item(self, node: Node, around: Around) -> None:
        """An <li>. Word Online puts each into a list of its own and tells the level apart."""
        level = _small(node.get("data-aria-level") or node.get("aria-level"), 9, around.depth)
        if around.list.tag == "ul":
            self.item = Item(level, ordered=False)
            return
        first = _small(around.list.get("start"), 9999, 1)
        value = self.counted.get(id(around.list), first - 1) + 1
        self.counted[id(around.list)] = value
        form = node.get("data-leveltext")
        if CHINESE_LIST.search(styles.style(around.list).get("list-style-type", "")) and value < 1000:
            self.item_marker = NUMBER_IN_FORM.sub(to_chinese(value), form or "%1、")
        elif form.startswith(("(", "（")):
            self.item_marker = NUMBER_IN_FORM.sub(str(value), form)
        self.item = Item(level, ordered=True, value=value)

    def _end(self, around: Around) -> None:
        """The paragraph that stands here is whole; its pictures follow it."""
        pictures, self.pictures = self.pictures, []
        had = len(self.blocks)
        self._end_words(around)
        last = self.blocks[-1] if len(self.blocks) > had else None
        inside = (last.item.level if last.item else last.inside) if last else around.depth
        self.blocks += [replace(picture, inside=inside) for picture in pictures]

    def _end_words(self, around: Around) -> None:
        runs, self.runs = tidy(self.runs), []
        sign, self.marker = "".join(self.marker.split()), ""
        level, self.marker_level = self.marker_level, 0
        if not plain(runs).strip():
            return
        paragraph = Paragraph(runs, quoted=around.quoted)
        self._set_list(paragraph, sign, level, around)
        self._set_heading(paragraph, around)
        self.blocks.append(paragraph)

    def _set_list(self, paragraph: Paragraph, sign: str, level: int, around: Around) -> None:
        node = around.block or Node("")
        told, bullets = styles.list_level(node, self.sheet)
        level = told or level
        item, self.item = self.item, None
        form, self.item_marker = self.item_marker, ""
        if level and sign:
            self._set_marker(paragraph, sign, level)
        elif level:
            paragraph.item = Item(level, ordered=not bullets)
        elif item and form:
            self._set_marker(paragraph, form, item.level)
        elif item:
            paragraph.item = item
        elif around.depth:
            paragraph.inside = around.depth
        elif any(name.startswith("MsoListParagraph") for name in node.classes):
            paragraph.inside = 1

    def _set_marker(self, paragraph: Paragraph, sign: str, level: int) -> None:
        found = marker.read(sign)
        if found.kind is Kind.WORDS or (found.kind is Kind.LETTER and level == 1):
            gap = "" if sign[-1] in "、．）①②③④⑤⑥⑦⑧⑨⑩" else " "
            paragraph.runs = [Run(sign + gap, paragraph.runs[0].marks), *paragraph.runs]
            paragraph.inside = (
                0 if CHINESE.search(sign) else level - 1
            )  # （二） belongs to a 二、 more likely than to a 2.
        else:
            paragraph.item = Item(level, found.kind is not Kind.BULLET, found.value)

    def _set_heading(self, paragraph: Paragraph, around: Around) -> None:
        node = around.block or Node("")
        level = styles.heading_level(node, self.sheet)
        paragraph.is_title = styles.is_title(node, self.sheet)
        if not (level or paragraph.is_title) or len(paragraph.text) > LONGEST_HEADING:
            paragraph.is_title = False
            return
        if paragraph.item and paragraph.item.value:
            paragraph.runs = [Run(f"{paragraph.item.value}. "), *paragraph.runs]
        paragraph.item, paragraph.inside = None, 0
        paragraph.level = level or 1
        paragraph.runs = tidy(
            unmarked((replace(r, text=r.text.replace(BREAK, " ")) for r in paragraph.runs), "strong")
        )

    # Footnotes ----------------------------------------------------------------------------------------

    def _is_note(self, node: Node) -> bool:
        """The element that holds a note's words; in Word a <div>, with mammoth an <li>."""
        if styles.style(node).get("mso-element", "") in {"footnote", "endnote"}:
            return True
        match = NOTE.fullmatch(node.get("id"))
        return bool(match and not match[2] and node.tag in {"li", "div"})

    def _note(self, node: Node) -> None:
        self.runs, self.marker = [], ""
        match = NOTE.fullmatch(node.get("id"))
        if match is None:
            hrefs = [NOTE.search(each.get("href")) for each in walk(node) if each.tag == "a"]
            match = next((found for found in hrefs if found), None)
        if match:
            blocks = self._part(Node("div", {}, node.children))
            self._numbered(match).blocks = blocks

    def _numbered(self, match: re.Match) -> Note:
        """The note of a place, with the next number when it is met for the first time."""
        name = match[1][:1] + match[3]
        return self.notes.setdefault(name, Note(len(self.notes) + 1))

    # Tables -------------------------------------------------------------------------------------------

    def _table(self, node: Node) -> Table:
        table = Table()
        for row, in_head in _rows(node, in_head=False):
            cells = [child for child in row.children if isinstance(child, Node) and child.tag in {"td", "th"}]
            found = [self._cell(cell, in_head) for cell in cells if not styles.is_dropped(cell)]
            if found:
                table.rows.append(found)
        return table

    def _cell(self, node: Node, in_head: bool) -> Cell:
        blocks = self._part(Node("div", {}, node.children))
        return Cell(blocks, in_head or node.tag == "th", _span(node, "colspan"), _span(node, "rowspan"))


def _rows(table: Node, *, in_head: bool):
    """The rows of a table with whether they are its head; not those of tables inside its cells."""
    for child in table.children:
        if isinstance(child, Node) and child.tag == "tr":
            yield child, in_head
        elif isinstance(child, Node) and child.tag not in {"td", "th", "table"}:
            yield from _rows(child, in_head=in_head or child.tag == "thead")


def _span(node: Node, name: str) -> int:
    return _small(node.get(name).strip(), MAX_SPAN, 1) or 1


def _small(digits: str, most: int, otherwise: int) -> int:
    """The number that an attribute says, no more than the most that makes sense."""
    return min(int(digits[:6]), most) if digits.isascii() and digits.isdigit() else otherwise
