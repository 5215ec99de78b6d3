"""What changed between two versions of a statute, 条 by 条, whatever the format; pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from statutes.language.normalise import INVISIBLE

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
