"""The words that a text gives to a provision, held against the provision's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from statutes.citations.alignment import SHORT, Difference, Edit, edits_between, pairs_shared
from statutes.citations.claims import Manner
from statutes.citations.folding import Folded, fold
from statutes.citations.wording import excludes, matters, measures, renumbers, reverses

KEPT = 1024  # comparisons that a process remembers: the panel asks again after each pause in the writing
LONGEST, MOST = 1000, 12  # characters and sentences of a claim that are compared
TOLD = 0.4  # below this likeness a claim has nothing of the provision
MOSTLY = 0.6  # from here a later sentence still speaks of the provision
QUOTED = 0.5  # from here words in quotation marks are the provision's, changed
VERBATIM = 0.92  # from here words repeat the provision's even where they differ in two places
REPEATED = 0.85  # from here words that are not quoted repeat the provision all the same, …
SLIP, SPOKEN = 6, 10  # letters that may differ in words that are short themselves, but not too short
FEW = 2  # … if they differ in so few places, each so short; a retelling differs in more
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
class Comparison:
    """A claim against one provision."""

    match: Match
    coverage: (
        float  # share of the claim's characters that the provision has, in order, in runs of two or more
    )
    differences: tuple[Difference, ...] = ()


@lru_cache(maxsize=KEPT)
def compare(claim: str, provision: str, manner: Manner = Manner.TOLD) -> Comparison:
    """How the words of a claim stand to those of a provision; width, punctuation and the writing of numbers do not
    matter.

    Where the claim is given as the provision's own words, every difference counts; else only what changes the meaning
    (a number, 连带 for 补充), and, in words that otherwise repeat the provision, every other word. Whole sentences may be
    left out, and what …… stands for.

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


@lru_cache(maxsize=KEPT)
def likeness(claim: str, provision: str) -> float:
    """The share of a claim's characters that stand in pairs which the provision has anywhere, both told plainly."""
    return pairs_shared(fold(claim, plainly=True).letters, fold(provision, plainly=True).letters)


def _sentences(claim: str) -> list[str]:
    return [sentence for sentence in SENTENCES.findall(claim[:LONGEST]) if sentence.strip()][:MOST]


def _relevant(told: list[Folded], words: Folded) -> list[Folded]:
    """The first sentence and those that speak of the provision; where only later ones do, those."""
    if len(told) < 2:
        return told
    near = [pairs_shared(sentence.letters, words.letters) >= MOSTLY for sentence in told]
    if any(near) and pairs_shared(told[0].letters, words.letters) < TOLD:
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
    share, edits = edits_between(said, words)
    return Comparison(_judged(said, words, share, edits, manner), share, tuple(edit.shown for edit in edits))


def _judged(said: Folded, words: Folded, share: float, edits: Sequence[Edit], manner: Manner) -> Match:
    if not edits:
        return Match.EXACT
    if manner is Manner.QUOTED and share >= QUOTED:
        return Match.DIFFERS
    plain = fold(said.text, plainly=True), fold(words.text, plainly=True)
    if _repeats(said, share, edits, manner):
        as_written, as_meant = (_matter(found, manner) for found in (edits, edits_between(*plain)[1]))
        return Match.DIFFERS if as_written and as_meant else Match.PARAPHRASE
    like = pairs_shared(plain[0].letters, plain[1].letters)
    if like < TOLD:
        return Match.NOTHING
    return Match.DIFFERS if _is_contradicted(*plain, like) else Match.PARAPHRASE


def _repeats(said: Folded, share: float, edits: Sequence[Edit], manner: Manner) -> bool:
    """Whether words that are not in quotation marks repeat the provision's all the same, but for one or two places."""
    core = [edit for edit in edits if not edit.is_framing and not (manner is Manner.WOVEN and edit.is_outer)]
    if len(core) > FEW or not all(map(_is_short, core)):
        return False
    if len(core) == FEW:
        return share >= VERBATIM
    if manner is Manner.WOVEN or len(said.letters) < SPOKEN:
        return share >= REPEATED
    return share >= REPEATED or (share >= MOSTLY and (1 - share) * len(said.letters) <= SLIP)


def _is_short(edit: Edit) -> bool:
    return (edit.omits and not edit.jumps) or max(len(edit.said), len(edit.provision)) <= SHORT


def _matter(edits: Sequence[Edit], manner: Manner) -> bool:
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


def _settled(edits: Sequence[Edit]) -> list[Edit]:
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
    share, edits = edits_between(said, words)
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
