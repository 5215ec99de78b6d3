"""Two people's changes to one text made into one: paragraph by paragraph, where they do not touch; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import pairwise

from statutes.language.markup import VOID

MOST_BLOCKS = 3_000  # beyond it comparing takes too long


@dataclass(frozen=True, slots=True)
class _Edit:
    """The blocks of the base from start to end are replaced."""

    start: int
    end: int
    blocks: tuple[str, ...]

    @property
    def keeps_count(self) -> bool:
        return self.end - self.start == len(self.blocks)


def merge_html(base: str, mine: str, theirs: str) -> str | None:
    """Both changes to a sanitised body, or None where both changed the same paragraph, or the same place, otherwise."""
    merged = merge(*(blocks(html) for html in (base, mine, theirs)))
    return None if merged is None else "".join(merged)


def merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """The base with the edits of both sides, or None where two of them touch and are not the same."""
    if max(map(len, (base, mine, theirs))) > MOST_BLOCKS:
        return None
    edits = sorted({*_edits(base, mine), *_edits(base, theirs)}, key=lambda edit: (edit.start, edit.end))
    if any(_touch(one, other) for one, other in pairwise(edits)):
        return None
    merged, at = [], 0
    for edit in edits:
        merged += [*base[at : edit.start], *edit.blocks]
        at = edit.end
    return [*merged, *base[at:]]


def merge_value(base, mine, theirs):
    """One field as a whole: whose side changed it has it; where both did, mine, which stands open to be corrected."""
    return theirs if mine == base else mine


def _edits(base: Sequence[str], side: Sequence[str]) -> list[_Edit]:
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [_Edit(a, b, tuple(side[c:d])) for tag, a, b, c, d in codes if tag != "equal"]


def _touch(one: _Edit, other: _Edit) -> bool:
    """Whether the order of two edits, the first beginning no later, is not beyond doubt."""
    if other.start < one.end or one.start == other.start:
        return True
    return other.start == one.end and not (one.keeps_count and other.keeps_count)


def blocks(html: str) -> list[str]:
    """The outermost elements of well-formed HTML, words between them as blocks of their own; joined they are the HTML."""
    splitter = _Splitter()
    splitter.feed(html)
    splitter.close()
    starts = [0]
    for line in html.split("\n"):  # the parser counts lines by this character alone
        starts.append(starts[-1] + len(line) + 1)
    cuts = sorted({0, len(html), *(starts[line - 1] + column for line, column in splitter.cuts)})
    return [html[a:b] for a, b in pairwise(cuts)]


class _Splitter(HTMLParser):
    """Notes where, outside all elements, an element begins or has ended."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.depth = 0
        self.cuts: list[tuple[int, int]] = []

    def _arrive(self):
        if self.depth == 0:
            self.cuts.append(self.getpos())

    def handle_starttag(self, tag, attrs):
        self._arrive()
        self.depth += tag not in VOID

    def handle_endtag(self, tag):
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data):
        self._arrive()
