"""Other words put into an HTML text at places of its plain text."""

from collections.abc import Iterable
from html import escape

from statutes.language.markup import tokens


def replace(html: str, changes: Iterable[tuple[tuple[int, int], str]]) -> str:
    """The HTML with each span of plain_text(html) replaced by new words; the tags stay where they are.

    Spans must not overlap. The new words take the place of the first character of their span, in its format.
    """
    wanted = sorted(changes)
    return "".join(
        escape(_changed(token, wanted), quote=False) if token.is_text else token.raw for token in tokens(html)
    )


def _changed(token, wanted: list[tuple[tuple[int, int], str]]) -> str:
    parts, done = [], 0
    for (start, end), new in wanted:
        first, last = start - token.start, end - token.start
        if last <= 0 or first >= len(token.text):
            continue
        parts.append(token.text[done : max(first, done)])
        if first >= 0:
            parts.append(new)
        done = min(last, len(token.text))
    return "".join([*parts, token.text[done:]])
