"""Template words that show what changed in a text."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.comparing import Kind, Row, Run, saying
from articles.comparing.blocks import ALT, BREAK, Piece, inline_html, words_of
from articles.comparing.comparison import Comparison
from articles.comparing.layout import Line

register = template.Library()
NO_BREAK = "\xa0"
ELEMENTS = {Kind.OUT: "del", Kind.IN: "ins", Kind.FORM: "span"}


@register.filter
def in_words(comparison: Comparison) -> str:
    """The difference in one line of Chinese."""
    return saying.summary(comparison)


@register.filter
def fate(row: Row) -> str:
    """What became of a whole block."""
    return saying.fate(row)


@register.filter
def form(row: Row) -> str:
    """What became of the boxes around a block."""
    return saying.form(row)


@register.filter
def plainly(run: Run) -> SafeString:
    """Words of a title or another plain text."""
    inside = escape(run.text)
    if run.kind is not Kind.KEPT:
        inside = f"<{ELEMENTS[run.kind]}>{_signs(run.text) if run.text.isspace() else inside}</{ELEMENTS[run.kind]}>"
    return mark_safe(inside)  # noqa: S308  (escaped)


@register.filter
def words(line: Line) -> SafeString:
    """The words of a line with what came and went marked, and in <mark> what comments are about.

    Its HTML is that of sanitised bodies.
    """
    parts, at = [], 0
    for run in line.row.runs:
        length = len(words_of(run.new)) if run.new and line.place is not None else 0
        cuts = [] if run.is_tag else _cuts(line.spans, at, at + length)
        parts += [
            _run(piece, numbers, is_last=last) for piece, numbers, last in _cut(run, cuts, line.spans, at)
        ]
        at += length
    return mark_safe("".join(parts))  # noqa: S308  (sanitised, or escaped below)


def _cuts(spans: list, start: int, end: int) -> list[int]:
    """Where within a run a passage begins or ends, counted from the run's start."""
    return sorted({edge - start for span in spans for edge in span[:2] if start < edge < end})


def _cut(run: Run, cuts: list[int], spans: list, at: int) -> Iterator[tuple[Run, list[int], bool]]:
    """The run in pieces, each with the numbers of the comments that are about it, and whether it is the last."""
    edges = [0, *cuts, len(run.text)]
    for first, last in pairwise(edges):
        piece = run if not cuts else replace(run, text=run.text[first:last])
        inside = [number for start, end, number in spans if run.new and start <= at + first < end]
        yield piece, inside, last == edges[-1]


def _run(run: Run, numbers: list[int], *, is_last: bool) -> str:
    inside = _inside(run)
    if numbers:
        inside = f'<mark class="passage" data-comment="{numbers[0]}">{inside}</mark>'
    if run.kind is Kind.KEPT:
        return inside
    note = ""
    if run.kind is Kind.FORM:
        note = saying.marks(run)
    elif run.kind is Kind.IN and saying.link(run.now):
        note = f"链接：{saying.link(run.now)}"
    told = f'<small class="form-note">［{escape(note)}］</small>' if note and is_last else ""
    name = ELEMENTS[run.kind]
    sort = ' class="form"' if run.kind is Kind.FORM else ""
    return f"<{name}{sort}>{inside}</{name}>{told}"


def _inside(run: Run) -> str:
    """The words in their new marks, in their old ones where they went; what would not be seen gets a sign."""
    changed = run.kind is not Kind.KEPT
    piece = run.new or run.old
    if piece.is_tag:
        return _tag(piece, changed=changed)
    if changed and run.text.isspace():
        return _signs(run.text)
    return inline_html([piece])


def _signs(spaces: str) -> str:
    """Spaces that came or went, so that they are seen."""
    return f'<span class="sign" title="空格">{"".join("⍽" if sign == NO_BREAK else "␣" for sign in spaces)}</span>'


def _tag(piece: Piece, *, changed: bool) -> str:
    if piece.text == BREAK:
        return '<span class="sign" title="换行">↵</span><br>' if changed else "<br>"
    if piece.text.startswith("<img"):
        alt = ALT.search(piece.text)
        return f'{piece.text}<span class="image-words">［图片：{alt[1] if alt else ""}］</span>'
    return '<span class="sign">——（分隔线）——</span>' if piece.text == "<hr>" else piece.text
