"""The titles by which statutes are known, frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from statutes.language.normalise import fold_title


@dataclass(frozen=True, slots=True)
class Lexicon:
    """From every known spelling of a title, folded, to the official title."""

    official: Mapping[str, str]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> "Lexicon":
        """A lexicon of (name, official title) pairs; where two statutes claim a name, the first has it."""
        official: dict[str, str] = {}
        for name, title in names:
            official.setdefault(fold_title(name), title)
        return cls(MappingProxyType(official))

    def resolve(self, title: str) -> str | None:
        """The official title that a title, short title or alias stands for; None where it is not known."""
        return self.official.get(fold_title(title))
