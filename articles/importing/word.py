"""What Word, WPS, Word Online and mammoth write -> the HTML that the editor makes: one set of rules for paste and .docx."""

from dataclasses import dataclass

from articles.importing import styles, writer
from articles.importing.blocks import Paragraph
from articles.importing.reader import Reader
from articles.importing.tree import Node, parse, style_sheets, walk

MAX_CHARACTERS = 4_000_000  # Word wraps a page of text in some 40 KB
MAX_TAGS = 200_000


class WordRefused(Exception):
    """A text that is not taken; the message says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Clean HTML (still to be sanitised), the document's title where it names one, and how many pictures were left out.

    A figure names a picture of the document itself, counted from 1; what is pasted has none.
    """

    html: str
    title: str
    images: int


def pasted(html: str) -> Imported:
    """A part of a document from the clipboard: heading 1 becomes h2, and so on down to h4. Raises WordRefused."""
    return _imported(html, is_document=False)


def document(html: str) -> Imported:
    """A whole document: without a paragraph in Word's style 标题, a heading that opens it is its title. Raises WordRefused."""
    return _imported(html, is_document=True)


def _imported(html: str, *, is_document: bool) -> Imported:
    if len(html) > MAX_CHARACTERS or html.count("<") > MAX_TAGS:
        raise WordRefused("内容太长，请分成几部分，一部分一部分地粘贴或导入。")
    root = parse(html)
    reader = Reader(styles.read_sheet(style_sheets(root)), takes_pictures=is_document)
    blocks = reader.read(_body(root))
    title, blocks = _without_title(blocks, is_document)
    levels = writer.ranked(blocks) if is_document else {}
    notes = writer.notes_html(list(reader.notes.values()))
    return Imported(writer.html_of(blocks, levels) + notes, title, reader.images)


def _body(root: Node) -> Node:
    return next((node for node in walk(root) if node.tag == "body"), root)


def _without_title(blocks: list, is_document: bool) -> tuple[str, list]:
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and (first.is_title or (is_document and first.level == 1)):
        return first.text, blocks[1:]
    return "", blocks
