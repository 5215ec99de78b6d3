"""款 and 项: the lines of a provision's text and their stable keys."""

import re
from dataclasses import dataclass
from itertools import pairwise

from statutes.language.numerals import to_int

NUMERAL = "[一二三四五六七八九十百]{1,5}"
ITEM = re.compile(rf"[（(]{NUMERAL}[）)]")
FIRST_INSIDE = re.compile(r"[：:]\s*(?=[（(]一[）)])")  # ……：（一）……；（二）…… all in one line
NEXT_INSIDE = re.compile(rf"(?<=[；;，,、。])\s*(?=[（(]({NUMERAL})[）)])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a provision: a 款 (p2) or a 项 (p2.i3) with its words."""

    key: str
    text: str
    is_item: bool


def lines(text: str, article_key: str) -> list[Line]:
    """The lines of a provision's text, one a 款 or 项, keyed 1034.p1, 1034.p2.i3."""
    found, paragraph, item = [], 0, 0
    for words in filter(None, (line.strip() for line in text.splitlines())):
        for part in _parts(words):
            is_item = bool(ITEM.match(part)) and paragraph > 0
            paragraph, item = (paragraph, item + 1) if is_item else (paragraph + 1, 0)
            key = f"{article_key}.p{paragraph}" + (f".i{item}" if item else "")
            found.append(Line(key, part, is_item))
    return found


def _parts(words: str) -> list[str]:
    """The line itself, or, where it holds a whole list of 项, what introduces them and each of them."""
    start = FIRST_INSIDE.search(words)
    if start is None or ITEM.match(words):
        return [words]
    cuts, wanted = [start.end()], 2
    for match in NEXT_INSIDE.finditer(words, start.end()):
        if to_int(match[1]) == wanted:
            cuts.append(match.end())
            wanted += 1
    if len(cuts) < 2:
        return [words]
    edges = [0, *cuts, len(words)]
    return [words[a:b].strip() for a, b in pairwise(edges)]
