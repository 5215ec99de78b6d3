"""The names by which statutes are known, frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from statutes.citations.aliases import aliases_of
from statutes.language.normalise import fold_doc_number, fold_title

SHORTEST_BARE = 2  # 刑法, 宪法


@dataclass(frozen=True, slots=True)
class Lexicon:
    """From every known spelling of a title, folded, to the official title; and from document numbers likewise."""

    official: Mapping[str, str]
    numbers: Mapping[str, str]
    lengths: tuple[int, ...]  # of the folded names, longest first
    ends: frozenset[str]  # their last characters

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]], numbers: Iterable[tuple[str, str]] = ()) -> "Lexicon":
        """A lexicon of (name, official title) and (document number, official title) pairs.

        Where two statutes claim a name, the first has it. The short forms that follow from the titles themselves
        come last, so that no real title or entered alias gives way to one; a newer statute comes before an older.
        """
        pairs = list(names)
        official: dict[str, str] = {}
        for name, title in pairs:
            official.setdefault(fold_title(name), title)
        for title in dict.fromkeys(title for _, title in pairs):
            for alias in aliases_of(title):
                official.setdefault(fold_title(alias), title)
        official.pop("", None)
        known = {fold_doc_number(number): title for number, title in numbers}
        lengths = tuple(sorted({len(name) for name in official}, reverse=True))
        ends = frozenset(name[-1] for name in official)
        return cls(MappingProxyType(official), MappingProxyType(known), lengths, ends)

    def resolve(self, title: str) -> str | None:
        """The official title that a title, short title or alias stands for; None where it is not known."""
        return self.official.get(fold_title(title))

    def ending(self, text: str, end: int) -> tuple[int, str] | None:
        """The longest known name that ends at a place of a text without 《》: its start and its official title.

        The name must stand there as it is, but for 中华人民共和国 before it.
        """
        last = text[end - 1] if end else ""
        if last not in self.ends and _fold(last or " "):
            return None  # most places
        folded, places = _folded_back(text, end, self.lengths[0] if self.lengths else 0)
        for length in self.lengths:
            if SHORTEST_BARE <= length <= len(folded):
                title = self.official.get(folded[-length:])
                if title is not None:
                    return places[-length], title
        return None


def _folded_back(text: str, end: int, most: int) -> tuple[str, list[int]]:
    """The folded characters before a place, with the place of each in the text; stops at a break."""
    characters, places, at = [], [], end
    while at > 0 and len(characters) < most:
        at -= 1
        if text[at] in BREAKS:
            break
        kept = _fold(text[at])
        if kept:
            characters.append(kept)
            places.append(at)
    return "".join(reversed(characters)), places[::-1]


@lru_cache(maxsize=20_000)
def _fold(character: str) -> str:
    return fold_title(character)


BREAKS = frozenset("。；：！？\n\r;:!?")
