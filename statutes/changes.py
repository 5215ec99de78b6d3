"""What changed between two versions of a statute, 条 by 条, whatever the format; pure."""

import re
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from statutes.language.likeness import containment, likeness, pairs
from statutes.language.normalise import INVISIBLE

Texts = tuple[tuple[str, str], ...]  # (key, text) of a version's 条, in order

ALIKE = 0.5  # likeness from which two 条 are one, changed
SAME_NUMBER = 0.2  # what having the same number adds to it
LEFT_OVER = 0.4  # of the shorter of two that have one number and that nothing else is like
CANDIDATES = 5

NOT_COMPARED = re.compile(r"\s")
VARIANTS = str.maketrans("〈〉﹤﹥“”‘’„‟｢｣「」『』—―–－·•．○〇", '《》《》""\'\'""""""""----···零零')


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys of the 条 that came, went and read differently, each in the order of its version."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changes(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> Changes:
    """What the new (key, text) pairs have that the old have not, ignoring width, spaces and kinds of punctuation."""
    before, after = dict(old), dict(new)
    return Changes(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(
            key for key, text in after.items() if key in before and fold_text(text) != fold_text(before[key])
        ),
    )


def fold_text(text: str) -> str:
    """The words of a text as far as their sense goes: one width, no spaces, one kind of each mark."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).translate(VARIANTS)
    return NOT_COMPARED.sub("", folded.replace("<", "《").replace(">", "》"))


class Kind(Enum):
    """What became of a 条; the value is the word for it."""

    ADDED = "新增"
    REMOVED = "删除"
    MOVED = "条号改变"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class Change:
    """A 条 that is not what and where it was: its key in the older version and in the newer one."""

    kind: Kind
    old: str | None
    new: str | None


@lru_cache(maxsize=16)
def compared(old: Texts, new: Texts) -> tuple[Change, ...]:
    """What became of each 条, in the order of the newer version; a removed one stands behind the one it followed.

    A 条 whose words stand under another number has MOVED; one whose words are much like those of an old one is CHANGED,
    also where its number is another. What differs in format only is not listed.
    """
    before, after = dict(old), dict(new)
    pairing = paired(before, after)
    left = set(before) - set(pairing.values())
    found = [_change(key, pairing.get(key), before, after) for key in after]
    behind = _behind(list(before), {was: key for key, was in pairing.items()})
    places = {key: place for place, key in enumerate(after)}
    listed = [(places[key], 0, change) for key, change in zip(after, found, strict=True) if change]
    listed += [
        (places.get(behind[key], -1), 1, Change(Kind.REMOVED, key, None)) for key in before if key in left
    ]
    return tuple(change for *_, change in sorted(listed, key=lambda row: row[:2]))


def _change(key: str, was: str | None, before: dict[str, str], after: dict[str, str]) -> Change | None:
    if was is None:
        return Change(Kind.ADDED, None, key)
    if fold_text(before[was]) != fold_text(after[key]):
        return Change(Kind.CHANGED, was, key)
    return Change(Kind.MOVED, was, key) if was != key else None


def _behind(keys: list[str], became: dict[str, str]) -> dict[str, str | None]:
    """For each old key the new key of the nearest one before it that is still there."""
    found, last = {}, None
    for key in keys:
        found[key] = last
        last = became.get(key, last)
    return found


def paired(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """From the key of each 条 of the newer version to that of the one that it was; those that are new have none."""
    ours, theirs = ({key: fold_text(text) for key, text in texts.items()} for texts in (before, after))
    found = {key: key for key, text in theirs.items() if ours.get(key) == text}
    free = defaultdict(deque)
    for key, text in ours.items():
        if key not in found:
            free[text].append(key)
    for key, text in theirs.items():
        if key not in found and free.get(text):
            found[key] = free[text].popleft()
    taken = set(found.values())
    return found | _alike(
        {key: pairs(text) for key, text in ours.items() if key not in taken},
        {key: pairs(text) for key, text in theirs.items() if key not in found},
    )


def _alike(before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]) -> dict[str, str]:
    """The 条 that are much alike, the most alike first; one that kept its number needs to be less so."""
    found: dict[str, str] = {}
    taken = set()
    for score, key, was in sorted(_scores(before, after), key=lambda row: -row[0]):
        if score >= ALIKE and key not in found and was not in taken:
            found[key] = was
            taken.add(was)
    left = [key for key in after if key in before and key not in found and key not in taken]
    return found | {key: key for key in left if containment(before[key], after[key]) >= LEFT_OVER}


def _scores(before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]) -> Iterator[tuple]:
    """(likeness, new key, old key) of each new 条 with the few old ones that share the most with it."""
    holding = defaultdict(list)
    for key, found in before.items():
        for pair in found:
            holding[pair].append(key)
    for key, found in after.items():
        shared = Counter(was for pair in found for was in holding.get(pair, ()))
        near = dict.fromkeys(
            [*(was for was, _ in shared.most_common(CANDIDATES)), *([key] if key in shared else [])]
        )
        yield from ((likeness(found, before[was]) + SAME_NUMBER * (was == key), key, was) for was in near)
