"""Two texts laid side by side: how much of one stands in the other, and where they differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from operator import or_

from statutes.citations.folding import CLAUSE, ELLIPSIS, SENTENCE, Folded
from statutes.language.likeness import pairs

RUN = 4  # letters of a run that counts wherever it stands
STRAY, OUT = 30, 4  # how far a shorter one, and one at the beginning or the end, may be out of place
TRIED = 3  # sentences of a provision that are compared by themselves
SHORT = 14  # letters of a difference that is a word or two


@dataclass(frozen=True, slots=True)
class Difference:
    """What a text says and what the provision says at one place; either may be empty."""

    said: str
    provision: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where folded letters differ."""

    said: str
    provision: str
    shown: Difference
    omits: bool = False  # leaves whole clauses out
    jumps: bool = False  # … from within one sentence of the provision into another
    is_outer: bool = False  # at the beginning or the end of what is said

    @property
    def is_framing(self) -> bool:
        """Whether these are words of the author's before or behind the provision's."""
        return self.is_outer and not self.provision


_pairs = lru_cache(maxsize=256)(pairs)


def pairs_shared(said: str, words: str) -> float:
    """The share of the first text's letters, from 0 to 1, that stand in a pair which the second one has."""
    if len(said) < 2:
        return 0.0
    known = _pairs(words)
    found = [said[i : i + 2] in known for i in range(len(said) - 1)]
    held = sum(map(or_, [*found, False], [False, *found]))
    return held / len(said)


def edits_between(said: Folded, words: Folded) -> tuple[float, list[Edit]]:
    """The share of what is said that the provision has, and where the two differ."""
    at = words.letters.find(said.letters)
    if at >= 0:
        return 1.0, list(_cut_short(words, at))
    found = _aligned(said, words)
    if any(len(edit.provision) > SHORT for edit in found[1]):  # perhaps two sentences begin alike: try each
        near = sorted(
            words.sentences(), key=lambda part: -pairs_shared(said.letters, words.letters[slice(*part)])
        )
        found = max([found, *(_aligned(said, words.part(*part)) for part in near[:TRIED])], key=_fit)
    return found


def _fit(found: tuple[float, list[Edit]]) -> float:
    """How well an alignment fits: much of what is said, few differences, no leaps."""
    share, edits = found
    return share - sum(0.05 + 0.2 * (len(edit.provision) > SHORT) for edit in edits)


def _aligned(said: Folded, words: Folded) -> tuple[float, list[Edit]]:
    """As edits_between(), where the words do not stand in the provision as they are."""
    matcher = SequenceMatcher(None, said.letters, words.letters, autojunk=False)
    blocks = _near(matcher.get_matching_blocks())
    if not blocks:
        return 0.0, [_edit(said, words, 0, len(said.letters), 0, 0)]
    edits, at, place = [], 0, _start(said, words, blocks[0])
    for block in blocks:
        edits.append(_edit(said, words, at, block.a, place, block.b))
        at, place = block.a + block.size, block.b + block.size
    rest = len(said.letters) - at
    edits.append(_edit(said, words, at, len(said.letters), place, _clause_end(words, place, rest)))
    share = sum(block.size for block in blocks) / len(said.letters)
    return share, [*_cut_short(words, blocks[0].b if not blocks[0].a else None), *filter(None, edits)]


def _near(blocks: Sequence) -> list:
    """The runs of two letters and more, without the short ones that only happen to stand far from the others."""
    kept = [block for block in blocks if block.size > 1]
    long = [block for block in kept if block.size >= RUN]
    if not long:
        return kept
    last = len(kept) - 1
    return [
        block
        for i, block in enumerate(kept)
        if block in long or min(_strays(block, other) for other in long) <= (STRAY if 0 < i < last else OUT)
    ]


def _strays(block, other) -> int:
    return abs((block.a - other.a) - (block.b - other.b))


def _start(said: Folded, words: Folded, block) -> int:
    """Where in the provision the words begin that the claim begins otherwise: within the clause."""
    if not block.a:
        return block.b
    at = block.b
    while at > 0 and block.b - at < block.a + SHORT and not words.strength(at):
        at -= 1
    return at


def _clause_end(words: Folded, place: int, rest: int) -> int:
    if not rest:
        return place
    at = place
    while at < len(words.letters) and at - place < rest + SHORT and not (at > place and words.strength(at)):
        at += 1
    return at


def _cut_short(words: Folded, start: int | None) -> Iterator[Edit]:
    """不 or 除……外 in front of the words with which a claim begins in the middle of a clause."""
    if not start or words.strength(start):
        return
    begin = start
    while begin > 0 and start - begin < SHORT and not words.strength(begin):
        begin -= 1
    if re.search(r"(?:不|未|非|禁止|不得)$", words.letters[begin:start]):
        yield Edit("", words.letters[begin:start], Difference("", words.words(begin, start)))


def _edit(said: Folded, words: Folded, a: int, b: int, c: int, d: int) -> Edit | None:
    """What differs between two places; None where whole sentences are left out, or what …… stands for."""
    if a == b and c == d:
        return None
    while a < b and c < d and said.letters[a] == words.letters[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and said.letters[b - 1] == words.letters[d - 1]:
        b, d = b - 1, d - 1
    if a < b:
        is_outer = a == 0 or b == len(said.letters)
        shown = Difference(said.words(a, b), words.words(c, d))
        if c < d and min(b - a, d - c) == 1 and not (said.letters[a:b] + words.letters[c:d]).isdigit():
            shown = _beside(said, words, (a, b), (c, d))  # 债务人 for 债权人, not 务 for 权
        return Edit(said.letters[a:b], words.letters[c:d], shown, is_outer=is_outer)
    if said.breaks.get(a) == ELLIPSIS:
        return None
    for shift in range(min(c, SHORT) + 1):  # 甲的，乙的，丙: 乙的， or 的，乙
        if shift and words.letters[c - shift] != words.letters[d - shift]:
            break
        strength = min(words.strength(c - shift), words.strength(d - shift))
        if strength >= SENTENCE:
            return None
        if strength == CLAUSE and said.strength(a - shift):
            shown = Difference("", words.words(c - shift, d - shift))
            jumps = any(words.strength(at) >= SENTENCE for at in range(c - shift + 1, d - shift))
            return Edit("", words.letters[c - shift : d - shift], shown, omits=True, jumps=jumps)
    return Edit("", words.letters[c:d], Difference("", words.words(c, d)))


def _beside(said: Folded, words: Folded, here: tuple[int, int], there: tuple[int, int]) -> Difference:
    """A difference of one letter with those beside it that both sides have."""
    (a, b), (c, d) = here, there
    if (
        a
        and c
        and said.letters[a - 1] == words.letters[c - 1]
        and not (said.strength(a) or words.strength(c))
    ):
        a, c = a - 1, c - 1
    ends = b < len(said.letters) and d < len(words.letters)
    if ends and said.letters[b] == words.letters[d] and not (said.strength(b) or words.strength(d)):
        b, d = b + 1, d + 1
    return Difference(said.words(a, b), words.words(c, d))
