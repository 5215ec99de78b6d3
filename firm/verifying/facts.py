"""What is found: facts, which can be written down a line each and compared later, and findings for who must act."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

VERSION = 1
FIRST = "manifest"  # what the first line is


class ManifestError(Exception):
    """A file is no manifest; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so: of which kind, about which thing, what there is to say of it."""

    what: str
    of: str
    said: dict = field(default_factory=dict)

    @property
    def key(self) -> tuple:
        """By what its like is found in another manifest: a range of rows also by where it begins."""
        return self.what, self.of, self.said.get("from")

    def line(self) -> str:
        """It as a line of JSON, always written alike, so that two manifests can be compared by diff."""
        return json.dumps(
            {"what": self.what, "of": self.of, **self.said}, ensure_ascii=False, separators=(",", ":")
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence in Chinese about something that is not as it should be, or only to be known."""

    sentence: str
    is_wrong: bool = True


def read(path: Path) -> Iterator[Fact]:
    """The facts of a manifest, the first of them about itself. Raises ManifestError, OSError."""
    with path.open(encoding="utf-8") as lines:
        number = 0
        for number, line in enumerate(lines, 1):
            fact = _parsed(line, number)
            if number == 1 and (fact.what, fact.said.get("version")) != (FIRST, VERSION):
                raise ManifestError(f"{path} 不是 verify --write-manifest 写的清单，或版本不同。")
            yield fact
    if not number:
        raise ManifestError(f"{path} 是空的，不是清单。")


def _parsed(line: str, number: int) -> Fact:
    try:
        said = json.loads(line)
        return Fact(said.pop("what"), said.pop("of"), said)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ManifestError(f"清单第 {number} 行读不懂（{error}），文件可能不完整。") from error
