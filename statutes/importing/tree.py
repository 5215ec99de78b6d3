"""What a statute's source says, as frozen values; pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from statutes.citations.address import Address

Lines = list[tuple[int, str]]  # with the number of each line in its source


class OutlineError(ValueError):
    """A source that cannot be read whole; the message names the line and the reason, in Chinese."""


class Part(Enum):
    """What a piece of text is: a 条, a 一、 of a text without 条, or what is attached behind the last 条."""

    ARTICLE = ""
    SECTION = "s"
    ANNEX = "a"


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """One 条 (or 一、, or 附件): where it stands and its words, one 款 or 项 a line."""

    address: Address
    path: str
    text: str
    part: Part = Part.ARTICLE

    @property
    def key(self) -> str:
        """Unique in its version: 120-1; s3 for 三、; s0 for a text that is not divided; a1 for an annex."""
        return self.part.value + self.address.article_key


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a source that was mended, or that a person should look at; line 0: the whole of it."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What one source says."""

    title: str
    promulgated_on: date
    effective_from: date | None
    provisions: tuple[ProvisionText, ...]
    preamble: str = ""
    doc_number: str = ""
    issuer: str = ""
    repairs: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()
    first_number: str = ""  # under which the document was first published, perhaps as an earlier version
