"""What stands before an item of a list in Word: which kind of number or sign it is."""

import re
from dataclasses import dataclass
from enum import Enum

NUMBER = re.compile(r"(\d{1,4})[.．、)）]")
LETTER = re.compile(r"(?:[a-zA-Z]|[ivxIVX]{2,5})[.．、)）]")
CHINESE = "零〇一二三四五六七八九十百千甲乙丙丁戊己庚辛壬癸"
# Forms that a text refers to (见（二）项): they stay in the text as they are.
WORDS = re.compile(
    rf"第[{CHINESE}\d]+[编章节条款项]?|[（(]?[{CHINESE}]+[)）]?[、.．]?|[（(][\da-zA-Z]{{1,5}}[)）]"
    r"|[①-⑳㈠-㈩㊀-㊉⑴-⒇Ⅰ-Ⅻ][、.．]?|\d{1,3}(?:[.．]\d{1,3})+[.．、]?"
)
TYPED = re.compile(r"(\d{1,2})[.．、][ \u3000]*(?![\d])")


class Kind(Enum):
    """What becomes of a paragraph with a marker."""

    BULLET = "bullet"
    NUMBER = "number"  # an item of a numbered list
    LETTER = "letter"  # the same, where it stands inside another item; else text
    WORDS = "words"  # the marker is part of the text


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker, and the number that it says, 0 for none."""

    kind: Kind
    value: int = 0


def read(text: str) -> Marker:
    """The marker that some characters are: 1. or 2、 number; · or Wingdings' l are bullets; 一、 （1） ① are words."""
    text = "".join(text.split())
    if match := NUMBER.fullmatch(text):
        return Marker(Kind.NUMBER, int(match[1]))
    if LETTER.fullmatch(text):
        return Marker(Kind.LETTER)
    return Marker(Kind.WORDS if WORDS.fullmatch(text) or len(text) > 2 else Kind.BULLET)


def typed_number(text: str) -> tuple[int, int]:
    """The number with which a paragraph begins (1. 1． 1、) and the length of its writing; (0, 0) for none."""
    match = TYPED.match(text)
    return (int(match[1]), match.end()) if match else (0, 0)
