"""What a row of the table of faults says, and what is found when it is rehearsed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from drills.faults.ground import Stage


@dataclass(slots=True)
class Found:
    """What happened in a rehearsal, in short words, and whether all of it is what must happen."""

    words: list[str] = field(default_factory=list)
    is_right: bool = True

    def say(self, words: str) -> None:
        """Something that happened."""
        self.words.append(words)

    def must(self, holds: bool, words: str) -> None:
        """Something that had to happen; words say what did."""
        self.words.append(words if holds else f"✗ {words}")
        self.is_right &= bool(holds)


Rehearsal = Callable[[Stage, Found], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A fault or an attack: its number, its name, what must happen, and how that is shown.

    live is rehearsed with real processes; tests are the suite's, by node id or by file; elsewhere names another command
    that rehearses it, by_hand what a person must do (docs/drills.md); absent says why there is nothing to show.
    """

    number: int
    fault: str
    must: str
    live: Rehearsal | None = None
    tests: tuple[str, ...] = ()
    elsewhere: str = ""
    by_hand: str = ""
    absent: str = ""
