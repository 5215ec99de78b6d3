"""What of a text counts when it is held against another one: its letters, without what stands under every article."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zlib import crc32

SIGN = 1 << 31  # PostgreSQL's integer has a sign
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
LONGEST_STOCK = 150  # characters; what is longer was written by somebody
STOCK = re.compile(
    r"\s*(?:(?:版权声明|转载声明|免责声明|本文链接|原文链接|文章链接|关键词提示|关键词|责任编辑|咨询电话|联系电话|"
    r"微信号?|文章来源|来源|作者|标签)\s*[:：]"
    r"|(?:请)?(?:扫描|扫一扫|长按|识别).{0,8}二维码"
    r"|(?:未经.{0,12})?转载请(?:注明|附|保留|联系)|本文(?:由|为|系).{0,30}(?:原创|转载))"
)


class _Fold(dict):
    """What each character becomes, by its number: one width, one case; marks and spaces become nothing."""

    def __missing__(self, number: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(number)).casefold()
        self[number] = found = "".join(c for c in plain if c.isalnum())
        return found


FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with the letters by which it is compared, and where in the text each of them stands."""

    text: str
    letters: str
    places: tuple[int, ...]

    def words(self, start: int, end: int) -> str:
        """The text as it was written from one letter up to another."""
        return self.text[self.places[start] : self.places[end - 1] + 1]


def letters_of(text: str) -> str:
    """The letters and digits of a text in one width and case: two spellings of a title have the same."""
    return text.translate(FOLD)


def wording_of(text: str, stock: Collection[int] = ()) -> Wording:
    """A text as it is compared. stock holds the digests of sentences that stand under many articles."""
    letters, places = [], []
    for start, sentence, folded in _telling(text, stock):
        letters.append(folded)
        places.extend(place for place, one in enumerate(sentence, start) for _ in FOLD[ord(one)])
    return Wording(text, "".join(letters), tuple(places))


def telling_letters(text: str, stock: Collection[int] = ()) -> str:
    """The letters of wording_of(), without their places."""
    return "".join(folded for _, _, folded in _telling(text, stock))


def _telling(text: str, stock: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """Where each sentence that counts starts, the sentence, and its letters."""
    for match in SENTENCE.finditer(text):
        folded = letters_of(match[0])
        if not _is_stock(match[0], folded, stock):
            yield match.start(), match[0], folded


def sentence_digests(text: str) -> Iterator[int]:
    """The digest of each sentence of a text that may be one of those that stand under many articles."""
    for match in SENTENCE.finditer(text):
        letters = letters_of(match[0])
        if letters and len(match[0]) <= LONGEST_STOCK:
            yield digest(letters)


def digest(letters: str) -> int:
    """A signed 32-bit number that stands for some letters."""
    return crc32(letters.encode()) - SIGN


def _is_stock(sentence: str, letters: str, stock: Collection[int]) -> bool:
    if len(sentence) > LONGEST_STOCK:
        return False
    return STOCK.match(sentence) is not None or (bool(stock) and digest(letters) in stock)
