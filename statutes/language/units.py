"""款 and 项: the lines of a provision's text and their stable keys."""

import re
from dataclasses import dataclass

ITEM = re.compile(r"[（(][一二三四五六七八九十百]{1,5}[）)]")


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
        is_item = bool(ITEM.match(words)) and paragraph > 0
        paragraph, item = (paragraph, item + 1) if is_item else (paragraph + 1, 0)
        key = f"{article_key}.p{paragraph}" + (f".i{item}" if item else "")
        found.append(Line(key, words, is_item))
    return found
