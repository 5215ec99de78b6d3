"""The words that a text gives to a provision, held against the provision's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from operator import or_

from statutes.citations.claims import Manner
from statutes.citations.folding import CLAUSE, ELLIPSIS, SENTENCE, Folded, fold
from statutes.citations.wording import excludes, matters, measures, renumbers, reverses

LONGEST, MOST = 1000, 12  # characters and sentences of a claim that are compared
TOLD = 0.4  # below this likeness a claim has nothing of the provision
MOSTLY = 0.6  # from here a later sentence still speaks of the provision
QUOTED = 0.5  # from here words in quotation marks are the provision's, changed
VERBATIM = 0.92  # from here words repeat the provision's even where they differ in two places
REPEATED = 0.85  # from here words that are not quoted repeat the provision all the same, …
RUN, STRAY, OUT = (
    4,
    30,
    4,
)  # letters of a run that counts wherever it stands; how far a shorter one, and one at the
# beginning or the end, may be out of place
TRIED = 3  # sentences of a provision that are compared by themselves
SLIP, SPOKEN = 6, 10  # letters that may differ in words that are short themselves, but not too short
FEW, SHORT = 2, 14  # … if they differ in so few places, each so short; a retelling differs in more
ALIKE = 0.8  # from this coverage 可 where the provision has 应 is no accident of the comparison
CLOSE = 0.5  # from this likeness another number than the provision's is a wrong one, not the author's example
SENTENCES = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
REFERENCE = re.compile("前[一二三两]?[款条项]|[本上][条述]|下列")  # for which a text says what is meant
CONDITION = re.compile(r"的$|除.{0,30}外|但|不得|不|未")  # what a clause says that may not be left out


class Match(Enum):
    """How the words of a claim stand to a provision."""

    EXACT = "exact"
    PARAPHRASE = "faithful_paraphrase"
    DIFFERS = "misquote"
    NOTHING = "nothing"  # no claim, or nothing of the provision in it


@dataclass(frozen=True, slots=True)
class Difference:
    """What a text says and what the provision says at one place; either may be empty."""

    said: str
    provision: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim against one provision."""

    match: Match
    coverage: (
        float  # share of the claim's characters that the provision has, in order, in runs of two or more
    )
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
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


def compare(claim: str, provision: str, manner: Manner = Manner.TOLD) -> Comparison:
    """How the words of a claim stand to those of a provision; width, punctuation and the writing of numbers do not
    matter.

    Where the claim is given as the provision's own words, every difference counts; else only what changes the meaning (a number, 连带 for 补充), and,
    in words that otherwise repeat the provision, every other word. Whole sentences may be left out, and what …… stands for.

    A claim's other sentences count only as far as they speak of the provision: advice may follow a quotation.
    """
    words = fold(provision)
    told = [fold(sentence) for sentence in _sentences(claim)]
    told = _relevant([sentence for sentence in told if len(sentence.letters) >= 2], words)
    if sum(len(sentence.letters) for sentence in told) < 4:
        return Comparison(Match.NOTHING, 0.0)
    judged = [_compared(sentence, words, manner) for sentence in told]
    lengths = [len(sentence.letters) for sentence in told]
    share = sum(c.coverage * n for c, n in zip(judged, lengths, strict=True)) / sum(lengths)
    differences = tuple(d for comparison in judged for d in comparison.differences)
    return Comparison(_worst([comparison.match for comparison in judged]), share, differences)


def likeness(claim: str, provision: str) -> float:
    """The share of a claim's characters that stand in pairs which the provision has anywhere, both told plainly."""
    return _likeness(fold(claim, plainly=True).letters, fold(provision, plainly=True).letters)


def _likeness(said: str, words: str) -> float:
    if len(said) < 2:
        return 0.0
    known = _pairs(words)
    found = [said[i : i + 2] in known for i in range(len(said) - 1)]
    held = sum(map(or_, [*found, False], [False, *found]))
    return held / len(said)


@lru_cache(maxsize=256)
def _pairs(letters: str) -> frozenset[str]:
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def _sentences(claim: str) -> list[str]:
    return [sentence for sentence in SENTENCES.findall(claim[:LONGEST]) if sentence.strip()][:MOST]


def _relevant(told: list[Folded], words: Folded) -> list[Folded]:
    """The first sentence and those that speak of the provision; where only later ones do, those."""
    if len(told) < 2:
        return told
    near = [_likeness(sentence.letters, words.letters) >= MOSTLY for sentence in told]
    if any(near) and _likeness(told[0].letters, words.letters) < TOLD:
        return [sentence for sentence, is_near in zip(told, near, strict=True) if is_near]
    return [sentence for i, sentence in enumerate(told) if i == 0 or near[i]]


def _worst(matches: Sequence[Match]) -> Match:
    """What is to be said of several sentences."""
    if set(matches) == {Match.NOTHING}:
        return Match.NOTHING
    if Match.DIFFERS in matches:
        return Match.DIFFERS
    return Match.EXACT if set(matches) == {Match.EXACT} else Match.PARAPHRASE


# One sentence --------------------------------------------------------------------------------------------


def _compared(said: Folded, words: Folded, manner: Manner) -> Comparison:
    share, edits = _edits(said, words)
    return Comparison(_judged(said, words, share, edits, manner), share, tuple(edit.shown for edit in edits))


def _edits(said: Folded, words: Folded) -> tuple[float, list[_Edit]]:
    """The share of what is said that the provision has, and where the two differ."""
    at = words.letters.find(said.letters)
    if at >= 0:
        return 1.0, list(_cut_short(words, at))
    found = _aligned(said, words)
    if any(len(edit.provision) > SHORT for edit in found[1]):  # perhaps two sentences begin alike: try each
        near = sorted(
            words.sentences(), key=lambda part: -_likeness(said.letters, words.letters[slice(*part)])
        )
        found = max([found, *(_aligned(said, words.part(*part)) for part in near[:TRIED])], key=_fit)
    return found


def _fit(found: tuple[float, list[_Edit]]) -> float:
    """How well an alignment fits: much of what is said, few differences, no leaps."""
    share, edits = found
    return share - sum(0.05 + 0.2 * (len(edit.provision) > SHORT) for edit in edits)


def _aligned(said: Folded, words: Folded) -> tuple[float, list[_Edit]]:
    """As _edits(), where the words do not stand in the provision as they are."""
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


def _cut_short(words: Folded, start: int | None) -> Iterator[_Edit]:
    """不 or 除……外 in front of the words with which a claim begins in the middle of a clause."""
    if not start or words.strength(start):
        return
    begin = start
    while begin > 0 and start - begin < SHORT and not words.strength(begin):
        begin -= 1
    if re.search(r"(?:不|未|非|禁止|不得)$", words.letters[begin:start]):
        yield _Edit("", words.letters[begin:start], Difference("", words.words(begin, start)))


def _edit(said: Folded, words: Folded, a: int, b: int, c: int, d: int) -> _Edit | None:
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
        return _Edit(said.letters[a:b], words.letters[c:d], shown, is_outer=is_outer)
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
            return _Edit("", words.letters[c - shift : d - shift], shown, omits=True, jumps=jumps)
    return _Edit("", words.letters[c:d], Difference("", words.words(c, d)))


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


def _judged(said: Folded, words: Folded, share: float, edits: Sequence[_Edit], manner: Manner) -> Match:
    if not edits:
        return Match.EXACT
    if manner is Manner.QUOTED and share >= QUOTED:
        return Match.DIFFERS
    plain = fold(said.text, plainly=True), fold(words.text, plainly=True)
    if _repeats(said, share, edits, manner):
        as_written, as_meant = (_matter(found, manner) for found in (edits, _edits(*plain)[1]))
        return Match.DIFFERS if as_written and as_meant else Match.PARAPHRASE
    like = _likeness(plain[0].letters, plain[1].letters)
    if like < TOLD:
        return Match.NOTHING
    return Match.DIFFERS if _is_contradicted(*plain, like) else Match.PARAPHRASE


def _repeats(said: Folded, share: float, edits: Sequence[_Edit], manner: Manner) -> bool:
    """Whether words that are not in quotation marks repeat the provision's all the same, but for one or two places."""
    core = [edit for edit in edits if not edit.is_framing and not (manner is Manner.WOVEN and edit.is_outer)]
    if len(core) > FEW or not all(map(_is_short, core)):
        return False
    if len(core) == FEW:
        return share >= VERBATIM
    if manner is Manner.WOVEN or len(said.letters) < SPOKEN:
        return share >= REPEATED
    return share >= REPEATED or (share >= MOSTLY and (1 - share) * len(said.letters) <= SLIP)


def _is_short(edit: _Edit) -> bool:
    return (edit.omits and not edit.jumps) or max(len(edit.said), len(edit.provision)) <= SHORT


def _matter(edits: Sequence[_Edit], manner: Manner) -> bool:
    """Whether one of the few differences changes what the provision says."""
    if manner is Manner.WOVEN:
        edits = [edit for edit in edits if not edit.is_outer]
    if manner is Manner.PRINTED and len(edits) == 1:
        return True
    return any(
        CONDITION.search(edit.provision) if edit.omits else matters(edit.said, edit.provision)
        for edit in _settled(edits)
        if not edit.is_framing and not REFERENCE.search(edit.provision)
    )


def _settled(edits: Sequence[_Edit]) -> list[_Edit]:
    """The differences without what is only moved: added in one place and left out in another."""
    left = list(edits)
    for edit in edits:
        if edit.omits or (edit.said and edit.provision):
            continue
        for i, other in enumerate(left):
            if other is edit or edit not in left:
                continue
            if edit.said and edit.said in other.provision:
                left[i] = replace(other, provision=other.provision.replace(edit.said, "", 1))
                left.remove(edit)
            elif edit.provision and edit.provision in other.said:
                left[i] = replace(other, said=other.said.replace(edit.provision, "", 1))
                left.remove(edit)
    return [edit for edit in left if edit.said or edit.provision]


def _is_contradicted(said: Folded, words: Folded, like: float) -> bool:
    """Whether a retelling says the opposite of the provision somewhere, or gives another number; all told plainly."""
    if like >= CLOSE and _other_measures(said, words, like):
        return True
    if like < MOSTLY:
        return False
    share, edits = _edits(said, words)
    changed = [edit for edit in _settled(edits) if not edit.omits and _is_short(edit)]
    if excludes(said.letters, words.letters) or any(renumbers(e.said, e.provision) for e in changed):
        return True
    return share >= ALIKE and any(reverses(edit.said, edit.provision) for edit in changed)


def _other_measures(said: Folded, words: Folded, like: float) -> bool:
    """Whether a claim names terms, sums or shares that the provision does not, of a kind of which it has some."""
    known = measures(words.letters)
    kinds = {_kind(measure) for measure in known}
    return any(like >= REPEATED or _kind(m) in kinds for m in measures(said.letters) - known)


def _kind(measure: str) -> str:
    return re.sub(r"[\d万亿]", "", measure)
