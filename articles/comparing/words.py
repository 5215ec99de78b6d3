"""What stayed, went and came between the words of two blocks: by sentence, and by word inside a sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from articles.comparing.aligning import Budget, opcodes, same
from articles.comparing.blocks import Marks, Piece, key_of
from articles.comparing.blocks import joined as joined_pieces
from statutes.language.likeness import likeness, pairs
from statutes.language.scraps import without_scraps

MOSTLY_KEPT = 0.35  # of the longer sentence; below it the old one and the new one are shown whole
SAME_SENTENCE = 0.3  # likeness from which two sentences are one, changed
MOST_SENTENCES = 2_500  # pairs of sentences that are held against each other
STEPS_A_PAIR = 20
LONGEST = 400  # words of a sentence that are compared one by one; of a longer one the clauses are

# A number, a foreign word and a sign with what changes its look are each one word; any other character is one.
JOINED = "[\u0300-\u036f\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
WORD = re.compile(
    rf"[A-Za-z0-9]+(?:[.,][0-9]+)*|[〇零一二三四五六七八九十百千万亿]+|[\U0001f1e6-\U0001f1ff]{{2}}|.{JOINED}",
    re.DOTALL,
)
ENDS = frozenset("。！？；…!?;")
CLOSING = frozenset("”’」』）》】〉)\"'")
PAUSES = frozenset("，、：,:")


class Kind(Enum):
    """What became of some words."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"
    FORM = "form"  # the words are the same, their marks are not


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row of which one thing is to be said; was and now are their marks before and after."""

    kind: Kind
    text: str
    was: Marks | None = None  # None: not there
    now: Marks | None = None
    is_tag: bool = False

    @property
    def old(self) -> Piece | None:
        return None if self.was is None else Piece(self.text, self.was, self.is_tag)

    @property
    def new(self) -> Piece | None:
        return None if self.now is None else Piece(self.text, self.now, self.is_tag)


Runs = tuple[Run, ...]
Sentence = Sequence[Piece]


def runs(old: Sequence[Piece], new: Sequence[Piece], budget: Budget) -> Runs:
    """The words of two blocks: KEPT, FORM and OUT read as the old ones, KEPT, FORM and IN as the new ones."""
    if key_of(old) == key_of(new):
        return joined(_kept(old, new))  # most blocks
    found: list[Run] = []
    for before, after in _paired(sentences(old), sentences(new), budget):
        found += _sentence(before, after, budget)
    return joined(found)


def of_texts(old: str, new: str) -> Runs:
    """The words of two plain texts, as a title before and after."""
    before, after = ([Piece(text)] if text else [] for text in (old, new))
    return runs(before, after, Budget())


def all_out(old: Sequence[Piece]) -> Runs:
    """The words of a block that went."""
    return tuple(Run(Kind.OUT, p.text, was=p.marks, is_tag=p.is_tag) for p in old)


def all_in(new: Sequence[Piece]) -> Runs:
    """The words of a block that came."""
    return tuple(Run(Kind.IN, p.text, now=p.marks, is_tag=p.is_tag) for p in new)


def joined(found: Sequence[Run]) -> Runs:
    """The runs, each as long as one thing is to be said of it; what went stands before what came in its place."""
    grouped = groupby(_went_first(found), key=lambda run: (run.kind, run.was, run.now, run.is_tag))
    return tuple(piece for key, group in grouped for piece in _one(*key, group))


def _one(
    kind: Kind, was: Marks | None, now: Marks | None, is_tag: bool, group: Iterable[Run]
) -> Iterable[Run]:
    return group if is_tag else [Run(kind, "".join(run.text for run in group), was, now)]


def _went_first(found: Sequence[Run]) -> Iterator[Run]:
    came: list[Run] = []
    for run in found:
        if run.kind is Kind.IN:
            came.append(run)
            continue
        if run.kind is not Kind.OUT:
            yield from came
            came = []
        yield run
    yield from came


def sentences(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The words of a block by sentence; what closes a quotation belongs to the sentence in it."""
    return _split(list(_words(pieces)), ENDS)


def _words(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.is_tag:
            yield piece
        else:
            yield from (Piece(word, piece.marks) for word in WORD.findall(piece.text))


def _split(words: Sequence[Piece], ends: frozenset[str]) -> list[list[Piece]]:
    found, sentence, is_over = [], [], False
    for word in words:
        if is_over and word.text not in ends and word.text not in CLOSING:
            found.append(sentence)
            sentence, is_over = [], False
        sentence.append(word)
        is_over = is_over or word.text in ends
    return [*found, sentence] if sentence else found


def _paired(old: list, new: list, budget: Budget) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences in pairs; one that has none stands with ()."""
    ours, theirs = ([key_of(sentence) for sentence in row] for row in (old, new))
    a = c = 0
    for b, d in [*same(ours, theirs, budget), (len(old), len(new))]:
        yield from _most_alike(old[a:b], new[c:d], budget)
        if b < len(old):
            yield old[b], new[d]
        a, c = b + 1, d + 1


def _most_alike(old: list, new: list, budget: Budget) -> list[tuple[Sentence, Sentence]]:
    """The sentences of two stretches in the pairing that keeps their order and is the most alike."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    many = len(old) * len(new)
    if not many or many > MOST_SENTENCES or not budget.spend(many * STEPS_A_PAIR):
        return [*((one, ()) for one in old), *(((), one) for one in new)]
    ours, theirs = ([pairs(key_of(sentence)) for sentence in row] for row in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[_score(one, other) for other in theirs] for one in ours]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], ()))
            i += 1
        else:
            found.append(((), new[j]))
            j += 1
    return [*found, *((one, ()) for one in old[i:]), *(((), one) for one in new[j:])]


def _score(one: frozenset[str], other: frozenset[str]) -> float:
    alike = likeness(one, other)
    return alike if alike >= SAME_SENTENCE else 0.0


def _sentence(old: Sentence, new: Sentence, budget: Budget) -> Sequence[Run]:
    if key_of(old) == key_of(new):
        return list(_kept(joined_pieces(old), joined_pieces(new)))
    whole = (*all_out(joined_pieces(old)), *all_in(joined_pieces(new)))
    if not old or not new:
        return whole
    if max(len(old), len(new)) > LONGEST:
        return _clauses(old, new, budget)
    keys = [[f"\0{word.text}" if word.is_tag else word.text for word in words] for words in (old, new)]
    codes = opcodes(*keys, budget)
    if codes is None:
        return whole
    codes = without_scraps(codes, lambda a, b: _length(old[a:b]))
    kept = sum(_length(old[a:b]) for tag, a, b, _, _ in codes if tag == "equal")
    if kept < MOSTLY_KEPT * max(_length(old), _length(new)):
        return whole
    found: list[Run] = []
    for tag, a, b, c, d in codes:
        ours, theirs = joined_pieces(old[a:b]), joined_pieces(new[c:d])
        found += _kept(ours, theirs) if tag == "equal" else [*all_out(ours), *all_in(theirs)]
    return found


def _length(words: Sentence) -> int:
    return sum(1 if word.is_tag else len(word.text) for word in words)


def _clauses(old: Sentence, new: Sentence, budget: Budget) -> Sequence[Run]:
    """A sentence that is too long to be compared by word."""
    ours, theirs = (_split(words, ENDS | PAUSES) for words in (old, new))
    found: list[Run] = []
    a = c = 0
    for b, d in [
        *same([*map(key_of, ours)], [*map(key_of, theirs)], budget),
        (len(ours), len(theirs)),
    ]:
        found += all_out([word for clause in ours[a:b] for word in clause])
        found += all_in([word for clause in theirs[c:d] for word in clause])
        if b < len(ours):
            found += _kept(ours[b], theirs[d])
        a, c = b + 1, d + 1
    return found


def _kept(old: Sentence, new: Sentence) -> Iterator[Run]:
    """Words that are the same on both sides; key_of(old) == key_of(new), but the pieces may be cut elsewhere."""
    ours, theirs = list(old), list(new)
    i = j = at_old = at_new = 0
    while i < len(ours):
        one, other = ours[i], theirs[j]
        length = min(len(one.text) - at_old, len(other.text) - at_new)
        text = one.text[at_old : at_old + length]
        kind = Kind.KEPT if one.marks == other.marks else Kind.FORM
        yield Run(kind, text, one.marks, other.marks, one.is_tag)
        at_old, at_new = at_old + length, at_new + length
        if at_old == len(one.text):
            i, at_old = i + 1, 0
        if at_new == len(other.text):
            j, at_new = j + 1, 0
