"""Stretches of text with their marks: how a paragraph's words are joined, spaced and written as HTML."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

SOFT, SEAM, BREAK = "\x0b", "\x1e", "\n"  # a line end of the source; between two runs; <br>
SOURCE_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
# From the beginning of a run of them, and so from each run once.
SPACE = re.compile(rf"(?<![ {SOFT}{SEAM}\u3000]){SEAM}*[ {SOFT}\u3000][ {SOFT}{SEAM}\u3000]*")
ENDS = BREAK + SEAM
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u201c\u201d\u2018\u2019\u2026]")
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
ORDER = ("strong", "em", "s")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in which marks and link are the same throughout."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


def source_text(text: str) -> str:
    """Text of an HTML source as runs hold it: spaces folded, with line ends told from spaces."""
    text = text.replace(SOFT, "").replace(SEAM, "")
    return SOURCE_SPACE.sub(lambda m: SOFT if "\n" in m[0] or "\r" in m[0] else " ", text)


def shifted(text: str, tag: str) -> str:
    """Raised and lowered digits as characters of their own (m² stays m²); words stay as they are."""
    table = RAISED if tag == "sup" else LOWERED
    return text.translate(table) if all(ord(character) in table for character in text.strip()) else text


def tidy(runs: Iterable[Run]) -> list[Run]:
    """The runs of one paragraph with its spaces as a reader means them: none at its ends, none where only the
    source broke a line between two Chinese characters (as CSS Text reads such a break)."""
    runs = [run for run in runs if run.text]
    if not runs:
        return []
    joined = SPACE.sub(_space, SEAM.join(run.text for run in runs))
    joined = _without_end_breaks(joined)
    parts = zip(runs, joined.split(SEAM), strict=True)
    return [replace(run, text=text) for run, text in parts if text]


def _without_end_breaks(joined: str) -> str:
    inner = joined.strip(ENDS)
    start = len(joined) - len(joined.lstrip(ENDS))
    first, last = joined[:start], joined[start + len(inner) :]
    return SEAM * first.count(SEAM) + inner + SEAM * last.count(SEAM)


def _space(match: re.Match) -> str:
    whole, start, end = match.string, match.start(), match.end()
    seams = SEAM * match[0].count(SEAM)
    before = whole[start - 1] if start else BREAK
    after = whole[end] if end < len(whole) else BREAK
    if BREAK in (before, after):
        return seams
    if "\u3000" in match[0]:
        return seams + "\u3000"
    only_soft = " " not in match[0]
    return seams if only_soft and WIDE.match(before) and WIDE.match(after) else seams + " "


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def without_start(runs: list[Run], length: int) -> list[Run]:
    """The runs without their first characters."""
    left = []
    for run in runs:
        kept = run.text[length:]
        length = max(0, length - len(run.text))
        if kept:
            left.append(replace(run, text=kept))
    return tidy(left)


def unmarked(runs: Iterable[Run], mark: str) -> list[Run]:
    return [replace(run, marks=run.marks - {mark}) for run in runs]


def as_html(runs: Iterable[Run]) -> str:
    """The runs as HTML: links outside, marks inside, neighbours that are alike joined."""
    parts = []
    for href, linked in groupby(runs, key=lambda run: run.href):
        inner = "".join(_marked(marks, same) for marks, same in groupby(linked, key=lambda run: run.marks))
        parts.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(parts)


def _marked(marks: frozenset[str], runs: Iterable[Run]) -> str:
    html = escape(plain(runs), quote=False).replace(BREAK, "<br>")
    if not html.strip():
        return html
    for mark in reversed([mark for mark in ORDER if mark in marks]):
        html = f"<{mark}>{html}</{mark}>"
    return html
