"""Template words that show what changed in a text."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.comparing import Fate, Kind, Row, Run, saying
from articles.comparing.blocks import ALT, BREAK, Piece, inline_html
from articles.comparing.comparison import Comparison

register = template.Library()
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
def words(row: Row, spans: dict | None = None) -> SafeString:
    """The words of a block with what came and went marked; its HTML is that of the sanitised bodies.

    spans: ((start, end, number), …) of the block's new text that stand in <mark>.
    """
    whole = row.fate in {Fate.ADDED, Fate.REMOVED, Fate.MOVED_AWAY}
    return mark_safe("".join(_run(run, whole=whole) for run in row.runs))  # noqa: S308  (sanitised, or escaped below)


def _run(run: Run, *, whole: bool) -> str:
    inside = _inside(run)
    if run.kind is Kind.KEPT:
        return inside
    note = ""
    if run.kind is Kind.FORM:
        note = saying.marks(run)
    elif run.kind is Kind.IN and saying.link(run.now):
        note = f"链接：{saying.link(run.now)}"
    told = f'<small class="form-note">［{escape(note)}］</small>' if note else ""
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
        signs = run.text.replace("\xa0", "⍽").replace("\n", "␣").replace(" ", "␣")
        return f'<span class="sign" title="空格">{signs}</span>'
    return inline_html([piece])


def _tag(piece: Piece, *, changed: bool) -> str:
    if piece.text == BREAK:
        return '<span class="sign" title="换行">↵</span><br>' if changed else "<br>"
    if piece.text.startswith("<img"):
        alt = ALT.search(piece.text)
        return f'{piece.text}<span class="image-words">［图片：{alt[1] if alt else ""}］</span>'
    return '<span class="sign">——（分隔线）——</span>' if piece.text == "<hr>" else piece.text
