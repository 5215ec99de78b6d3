"""What became of one block, and its words before and after."""

from dataclasses import dataclass
from enum import Enum

from articles.comparing.blocks import Block, Frame, joined
from articles.comparing.words import Kind, Runs


class Fate(Enum):
    """What became of a block."""

    SAME = "same"
    CHANGED = "changed"  # its words, their form, or its own
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved_away"  # it stood here; its words are with the row that it moved to
    MOVED_HERE = "moved_here"


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the old body, of the new one, or of both: its frames, its words, and what became of it."""

    fate: Fate
    runs: Runs
    old: Frame | None  # None: not there
    new: Frame | None
    old_place: int | None = None  # which block it is, counted from 0
    new_place: int | None = None
    is_joined: bool = (
        False  # only its boxes are cut another way: one list has become two, or two have become one
    )

    @property
    def is_changed(self) -> bool:
        return self.fate is not Fate.SAME

    @property
    def frame(self) -> Frame:
        """Where it is to be shown."""
        return self.new or self.old

    @property
    def has_new_form(self) -> bool:
        """Whether its boxes are of another kind: a heading that was a paragraph, a numbered list that had points."""
        return bool(self.old and self.new) and self.old.path != self.new.path

    @property
    def has_new_words(self) -> bool:
        return any(run.kind in {Kind.OUT, Kind.IN} for run in self.runs)

    def old_block(self) -> Block:
        """The block as it was."""
        return Block(self.old, joined(piece for run in self.runs if (piece := run.old)))

    def new_block(self) -> Block:
        """The block as it is."""
        return Block(self.new, joined(piece for run in self.runs if (piece := run.new)))
