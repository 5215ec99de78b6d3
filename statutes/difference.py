"""Two texts of one 条, 款 by 款: the words that stayed, went and came; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from statutes.changes import fold_text
from statutes.language.likeness import likeness, pairs
from statutes.language.scraps import without_scraps
from statutes.language.units import lines

MOSTLY_KEPT = 0.4  # of the longer text; below it the old line and the new one are shown whole
SAME_LINE = 0.35  # likeness from which two lines are one line, changed
MOST_PAIRS = 10_000  # of lines that are held against each other; a longer list is shown as gone and come
LONGEST = 2_000  # characters of a line that are compared one by one


class Kind(Enum):
    """What became of some words."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that all stayed, went or came."""

    kind: Kind
    text: str


Line = tuple[Run, ...]


@lru_cache(maxsize=2_000)
def difference(old: str, new: str) -> tuple[Line, ...]:
    """The lines (款 and 项) of both texts, each as runs of words.

    KEPT and OUT in a row read as the old text, KEPT and IN as the new one, but for width, spaces and kinds of marks:
    what differs in those alone is kept, as the new text has it.
    """
    before, after = ([line.text for line in lines(text, "")] for text in (old, new))
    return tuple(_line(one, other) for one, other in _aligned(before, after))


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines in pairs; a line that has none stands with ""."""
    ours, theirs = map(fold_text, before), map(fold_text, after)
    for tag, a, b, c, d in SequenceMatcher(None, list(ours), list(theirs), autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[a:b], after[c:d], strict=True)
        else:
            yield from _most_alike(before[a:b], after[c:d])


def _most_alike(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of two stretches in the pairing that keeps their order and is the most alike."""
    if len(before) * len(after) > MOST_PAIRS:
        return [*((line, "") for line in before), *(("", line) for line in after)]
    ours, theirs = ([pairs(fold_text(line)) for line in stretch] for stretch in (before, after))
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    scores = [[_score(one, other) for other in theirs] for one in ours]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1])
    found, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((before[i], ""))
            i += 1
        else:
            found.append(("", after[j]))
            j += 1
    return [*found, *((line, "") for line in before[i:]), *(("", line) for line in after[j:])]


def _score(one: frozenset[str], other: frozenset[str]) -> float:
    alike = likeness(one, other)
    return alike if alike >= SAME_LINE else 0.0


def _line(old: str, new: str) -> Line:
    if fold_text(old) == fold_text(new):
        return (Run(Kind.KEPT, new),) if new else ()
    if not (old and new):
        return _runs([(Kind.OUT, old), (Kind.IN, new)])
    ours, theirs = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [key for key, _ in ours], [key for key, _ in theirs], autojunk=False)
    codes = without_scraps(matcher.get_opcodes(), lambda a, b: sum(len(text) for _, text in ours[a:b]))
    kept = sum(len(ours[i][1]) for tag, a, b, _, _ in codes if tag == "equal" for i in range(a, b))
    if kept < MOSTLY_KEPT * max(len(old), len(new)):
        return _runs([(Kind.OUT, old), (Kind.IN, new)])
    parts = []
    for tag, a, b, c, d in codes:
        if tag == "equal":
            parts.append((Kind.KEPT, _joined(theirs[c:d])))
        else:
            parts += [(Kind.OUT, _joined(ours[a:b])), (Kind.IN, _joined(theirs[c:d]))]
    return _runs(parts)


def _tokens(text: str) -> list[tuple[str, str]]:
    """The characters, of a long line the clauses, each with what it is compared by; spaces go with the one before."""
    found: list[tuple[str, str]] = []
    for piece in text if len(text) <= LONGEST else _clauses(text):
        key = fold_text(piece)
        if not key and found:
            found[-1] = (found[-1][0], found[-1][1] + piece)
        else:
            found.append((key, piece))
    return found


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for at, character in enumerate(text):
        if character in "，。；：、,;":
            yield text[start : at + 1]
            start = at + 1
    if start < len(text):
        yield text[start:]


def _joined(tokens: list[tuple[str, str]]) -> str:
    return "".join(text for _, text in tokens)


def _runs(parts: list[tuple[Kind, str]]) -> Line:
    return tuple(Run(kind, text) for kind, text in parts if text)
