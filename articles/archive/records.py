"""What a source holds, whatever its format: articles as frozen values, and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """Where an article stood on the old site."""

    PUBLIC = "public"
    DRAFT = "draft"
    AUDITING = "auditing"
    PRIVATE = "private"
    WITHDRAWN = "withdrawn"


class SourceRefused(Exception):
    """The source as a whole cannot be read, or not beyond a place; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A body as we keep it, with what of the old theme was taken from it; or why it is not taken at all."""

    body: str
    text: str = ""
    taken: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a source. Dates are aware; column and author are names."""

    number: int | None
    title: str
    body: str  # HTML as it was
    standing: Standing
    column: str = ""
    author: str = ""
    tag_names: tuple[str, ...] = ()
    published_at: datetime | None = None
    revised_at: datetime | None = None
    summary: str = ""
    keywords: str = ""
    source_name: str = ""
    source_url: str = ""
    alias: str = ""
    addresses: tuple[str, ...] = ()  # paths at which it stood
    views: int = 0
    uploads: tuple[str, ...] = ()  # names of files that belonged to it
    rest: Mapping[str, object] = field(default_factory=dict)
    whole: Mapping[str, object] | None = None  # a record of our own export, with all its revisions
    prepared: Prepared | None = None  # where that has been done already


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that is no article of ours, or that could not be read, and why, in Chinese."""

    number: int | None
    title: str
    why: str
    text: str = ""
    views: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the source: its name, its number there, its name in addresses, and its description."""

    name: str
    number: int = 0
    alias: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Preface:
    """What a source says before its articles."""

    columns: tuple[Place, ...] = ()
    tags: tuple[Place, ...] = ()
    authors: tuple[str, ...] = ()
    own: tuple[Mapping[str, object], ...] = ()  # the lines of our own export on notices, columns, lawyers


class Source(Protocol):
    """A file that holds an archive. Records always come in the same order."""

    format: str
    share: float  # of the file that has been read

    def preface(self) -> Preface:
        """Columns, tags and authors. Raises SourceRefused."""

    def records(self) -> Iterator[Item | Unread]:
        """One after the other, the file never in memory as a whole. Raises SourceRefused where it breaks off."""
