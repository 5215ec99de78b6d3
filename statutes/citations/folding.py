"""A text's letters as they are compared: one width, one way to write a number, no punctuation, and where breaks stood."""

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from statutes.citations.wording import ANY_OF, SAME
from statutes.language.numerals import to_int

CLAUSE, SENTENCE, ELLIPSIS = 1, 2, 3  # how strong a break is
DIGITS = "零〇○一二两三四五六七八九十百千"
NUMERAL = rf"[{DIGITS}\d]"
COUNTED = r"条|款|项|年|个?月|个?工作日|日|天|个?小时|周?岁|倍|万|亿|元|人|次|%|％"
TOKENS = (
    rf"(?P<item>(?:(?<=[\n：:；;。，,…“])|(?<![\s\S]))\s*[（(]{NUMERAL}{{1,5}}[）)])"  # （二） before an item
    rf"|百分之(?P<percent>{NUMERAL}{{1,6}})"
    rf"|(?P<number>{NUMERAL}{{1,9}})(?={COUNTED})"
    r"|(?P<ellipsis>…+|\.{3,}|。{3,})"
    r"|(?P<sentence>[。！？；;!?\n])"
)
REST = r"|(?P<word>[\w%％])|(?P<other>[\s\S])"
FIRST_LETTERS = "".join(sorted({other[0] for other in SAME}))
TOKEN = re.compile(rf"{TOKENS}|(?P<run>[^\W\d{DIGITS}]+){REST}")
PLAIN_TOKEN = re.compile(
    rf"{TOKENS}|(?P<same>{ANY_OF.pattern})|(?P<run>[^\W\d{DIGITS}{FIRST_LETTERS}]+){REST}"
)
STRENGTH = {"ellipsis": ELLIPSIS, "sentence": SENTENCE, "item": SENTENCE, "other": CLAUSE}


@dataclass(frozen=True, slots=True)
class Folded:
    """The letters of a text, where each of them came from, and the breaks between them."""

    text: str
    letters: str
    starts: array  # of each letter in the text, and its end; the digits of 30 share those of 三十
    ends: array
    breaks: dict[int, int]  # before which letter a break stands, and how strong it is

    def words(self, start: int, end: int) -> str:
        """The text as written from one letter to another."""
        return self.text[self.starts[start] : self.ends[end - 1]].strip() if end > start else ""

    def part(self, start: int, end: int) -> "Folded":
        """The letters from one to another, as if there were no others."""
        breaks = {at - start: strength for at, strength in self.breaks.items() if start < at < end}
        return Folded(
            self.text, self.letters[start:end], self.starts[start:end], self.ends[start:end], breaks
        )

    def sentences(self) -> list[tuple[int, int]]:
        """Where each sentence, or part of one up to a ；, starts and ends."""
        ends = [at for at, strength in sorted(self.breaks.items()) if strength >= SENTENCE]
        edges = [0, *(at for at in ends if 0 < at < len(self.letters)), len(self.letters)]
        return list(pairwise(edges))

    def strength(self, at: int) -> int:
        """The strength of the break before a letter; the text's ends are breaks as well."""
        return SENTENCE if at in (0, len(self.letters)) else self.breaks.get(at, 0)


@lru_cache(maxsize=2_000)
def fold(text: str, *, plainly: bool = False) -> Folded:
    """The letters of a text: 三十日 and 30日 are the same, as are ， and ,; a mark before an item （二） is left out.

    Told plainly, what can be said in several ways is said in one: 应当 is 要, 人民法院 is 法院.
    """
    letters: list[str] = []
    starts, ends = array("I"), array("I")
    breaks: dict[int, int] = {}
    for token in (PLAIN_TOKEN if plainly else TOKEN).finditer(text):
        kind, (start, end) = token.lastgroup, token.span()
        if kind in STRENGTH:
            breaks[len(starts)] = max(STRENGTH[kind], breaks.get(len(starts), 0))
            continue
        written = _written(kind, token[kind])
        letters.append(written)
        if kind == "run" and len(written) == end - start:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(written))
            ends.extend([end] * len(written))
    return Folded(text, "".join(letters), starts, ends, breaks)


def letters_in(text: str) -> int:
    """How many letters a text has, about; quick."""
    return len(NO_LETTER.sub("", text))


NO_LETTER = re.compile(r"\W")


def _written(kind: str, token: str) -> str:
    if kind == "same":
        return SAME[token]
    if kind in ("run", "word"):
        return unicodedata.normalize("NFKC", token)
    return _number(token) + ("%" if kind == "percent" else "")


def _number(numeral: str) -> str:
    try:
        return str(to_int(numeral))
    except ValueError:  # 五千五千: no number, but letters
        return unicodedata.normalize("NFKC", numeral)
