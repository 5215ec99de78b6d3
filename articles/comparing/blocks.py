"""An article's HTML as a row of blocks: what stands in each, in which boxes, and the way back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from statutes.language.markup import VOID, Token, tokens

Marks = tuple[str, ...]  # the opening tags around some words, the link first
NAME = re.compile(r"<([a-z][a-z0-9]*)")
START = re.compile(r'\bstart="(\d+)"')
ALT = re.compile(r'\balt="([^"]*)"')
ORDER = {"a": 0, "strong": 1, "em": 2, "s": 3}
BREAK = "<br>"
CELLS = frozenset(["td", "th"])


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters in a row under the same marks, or a tag that stands for itself: a line break, an image, a rule."""

    text: str  # of such a tag: as written
    marks: Marks = ()
    is_tag: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The boxes in which a block stands, outermost first, and how many of them hold the block before it as well."""

    path: tuple[str, ...] = ()  # opening tags
    shared: int = 0
    marker: str = ""  # what a reader sees before an item of a list: "•", "3."

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the boxes' tags."""
        return tuple(map(name_of, self.path))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item or cell: the innermost box with words in it."""

    frame: Frame
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> str:
        """What two blocks with the same words have in common, whatever their form."""
        return key_of(self.pieces)

    @property
    def text(self) -> str:
        """Its words as they are read; a line break is one, an image is none."""
        return "".join(words_of(piece) for piece in self.pieces)


def name_of(tag: str) -> str:
    """The name of an opening tag."""
    return NAME.match(tag)[1]


def key_of(pieces: Iterable[Piece]) -> str:
    """What the pieces are compared by: their words and tags without marks. No text has a NUL (normalise.CONTROL)."""
    return "".join(f"\0{piece.text}" if piece.is_tag else piece.text for piece in pieces)


def words_of(piece: Piece) -> str:
    """The characters of a piece that belong to the text."""
    return ("\n" if piece.text == BREAK else "") if piece.is_tag else piece.text


def blocks(html: str) -> tuple[Block, ...]:
    """The blocks of sanitised HTML in order.

    What a reader cannot tell is told alike: spaces between blocks, the order of <strong><em>, marks around nothing.
    """
    reader = _Reader()
    for token in tokens(html):
        reader.take(token)
    return reader.end()


def html_of(row: Iterable[Block]) -> str:
    """The HTML of blocks: blocks(html_of(x)) == x."""
    parts, standing = [], ()
    for block in row:
        path, shared = block.frame.path, block.frame.shared
        parts += [_closing(tag) for tag in reversed(standing[shared:])]
        parts += [*path[shared:], inline_html(block.pieces)]
        standing = path
    return "".join([*parts, *(_closing(tag) for tag in reversed(standing))])


def inline_html(pieces: Iterable[Piece]) -> str:
    """The HTML of the words in a block."""
    parts, standing = [], ()
    for piece in pieces:
        kept = _common(standing, piece.marks)
        parts += [_closing(tag) for tag in reversed(standing[kept:])]
        parts += [*piece.marks[kept:], piece.text if piece.is_tag else _escaped(piece.text)]
        standing = piece.marks
    return "".join([*parts, *(_closing(tag) for tag in reversed(standing))])


def canonical(html: str) -> str:
    """The HTML in the one spelling in which two bodies that read alike are equal."""
    return html_of(blocks(html))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces, those in a row under the same marks in one."""
    return tuple(_joined(pieces))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    marks, texts = (), []
    for piece in pieces:
        if texts and (piece.is_tag or piece.marks != marks):
            yield Piece("".join(texts), marks)
            texts = []
        if piece.is_tag:
            yield piece
        else:
            marks = piece.marks
            texts.append(piece.text)
    if texts:
        yield Piece("".join(texts), marks)


def _common(one: tuple, other: tuple) -> int:
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))


def _closing(tag: str) -> str:
    return f"</{name_of(tag)}>"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


@dataclass(slots=True)
class _Box:
    tag: str
    serial: int
    is_filled: bool = False
    items: int = 0  # of a list: how many it has so far
    number: int = 0  # of an item: which one it is


@dataclass(slots=True)
class _Reader:
    stack: list[_Box] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    run: list[Piece] = field(default_factory=list)
    found: list[Block] = field(default_factory=list)
    before: tuple[int, ...] = ()  # the boxes of the block before, by serial
    serials: int = 0

    def take(self, token: Token) -> None:
        if token.is_text:
            self._add(Piece(token.text, self._marks()))
        elif token.tag == "hr":
            self._flush(closing=False)
            self._emit((Piece(token.raw, (), is_tag=True),))
        elif token.tag in VOID:
            self._add(Piece(BREAK if token.tag == "br" else token.raw, self._marks(), is_tag=True))
        elif not token.breaks:
            self._mark(token)
        elif token.closes:
            self._flush(closing=True)
            del self.stack[-1:]
        else:
            self._flush(closing=False)
            self._open(token)

    def end(self) -> tuple[Block, ...]:
        if any(piece.is_tag or piece.text.strip() for piece in self.run):
            self._flush(closing=True)
        return tuple(self.found)

    def _add(self, piece: Piece) -> None:
        self.run.append(piece)

    def _marks(self) -> Marks:
        return tuple(sorted(dict.fromkeys(self.marks), key=lambda tag: (ORDER.get(name_of(tag), 9), tag)))

    def _mark(self, token: Token) -> None:
        if not token.closes:
            self.marks.append(token.raw)
            return
        for place in reversed(range(len(self.marks))):
            if name_of(self.marks[place]) == token.tag:
                del self.marks[place]
                return

    def _open(self, token: Token) -> None:
        self.serials += 1
        box = _Box(token.raw, self.serials)
        if token.tag == "li" and self.stack:
            self.stack[-1].items += 1
            box.number = self.stack[-1].items
        self.stack.append(box)

    def _flush(self, *, closing: bool) -> None:
        """End the block that is being read; spaces alone are one only where they are all that their box has."""
        is_blank = not any(piece.is_tag or piece.text.strip() for piece in self.run)
        is_all = closing and not (self.stack and self.stack[-1].is_filled)
        if is_all or not is_blank:
            self._emit(joined(self.run))
        self.run = []

    def _emit(self, pieces: tuple[Piece, ...]) -> None:
        serials = tuple(box.serial for box in self.stack)
        frame = Frame(tuple(box.tag for box in self.stack), _common(self.before, serials), self._marker())
        for box in self.stack:
            box.is_filled = True
        self.before = serials
        self.found.append(Block(frame, pieces))

    def _marker(self) -> str:
        """Of the first block of an item."""
        inner = next((place for place in reversed(range(len(self.stack))) if self.stack[place].number), None)
        if inner is None or self.stack[inner].is_filled:
            return ""
        outer = self.stack[inner - 1].tag
        if not outer.startswith("<ol"):
            return "•"
        start = START.search(outer)
        return f"{self.stack[inner].number + (int(start[1]) - 1 if start else 0)}."
