"""Our own format, a JSON object a line (docs/archive.md): simple records from anywhere, and whole ones as we export them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from articles.archive.records import Item, Place, Preface, SourceRefused, Standing, Unread

LONGEST = 16 << 20  # bytes of a line
ARTICLE = "article"
OWN = frozenset(["notice", "column", "lawyer", "account", "address"])  # they stand before the articles
TEXTS = ("column", "author", "summary", "keywords", "source_name", "source_url", "alias")


@dataclass(slots=True)
class JsonLines:
    """A file of such lines."""

    path: Path
    format: str = "JSON Lines"
    seen: Preface | None = None
    share: float = 0.0

    def preface(self) -> Preface:
        if self.seen is None:
            own, columns, authors, count = [], {}, {}, 0
            for line in self._lines():
                kind = line.get("kind", ARTICLE) if isinstance(line, dict) else ""
                if kind in OWN:
                    own.append(line)
                elif kind == ARTICLE:
                    count += 1
                    if "revisions" not in line:
                        columns.setdefault(str(line.get("column", "")))
                        authors.setdefault(str(line.get("author", "")))
            if not count and not own:
                raise SourceRefused(
                    f"{self.path.name} 不是 JSON Lines（每行一篇文章），格式见 docs/archive.md。"
                )
            names = tuple(filter(None, authors))
            self.seen = Preface(tuple(Place(name) for name in filter(None, columns)), (), names, tuple(own))
        return self.seen

    def records(self) -> Iterator[Item | Unread]:
        for line in self._lines():
            if isinstance(line, Unread):
                yield line
            elif line.get("kind", ARTICLE) == ARTICLE:
                yield _record(line)

    def _lines(self) -> Iterator[dict | Unread]:
        size = self.path.stat().st_size
        with self.path.open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(LONGEST), b""), 1):
                self.share = stream.tell() / size
                if line.strip():
                    yield _object(line, number)


def _object(line: bytes, number: int) -> dict | Unread:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return Unread(None, "", f"第 {number} 行不是 JSON", line[:2000].decode("utf-8", "replace"))
    if isinstance(found, dict):
        return found
    return Unread(None, "", f"第 {number} 行不是一个对象", line[:2000].decode("utf-8", "replace"))


def _record(line: Mapping) -> Item | Unread:
    number, title, body = line.get("number"), line.get("title", ""), line.get("body", "")
    try:
        return _item(line)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        number = number if isinstance(number, int) else None
        return Unread(number, str(title)[:300], f"有一个字段读不懂：{error}", str(body))


def _item(line: Mapping) -> Item:
    number = line.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
        raise ValueError(f"number 应为整数，不是 {number!r}")
    if "revisions" in line:
        return Item(
            number, str(line["title"]), "", Standing.PUBLIC, views=int(line.get("views", 0)), whole=line
        )
    texts = {name: _string(line, name) for name in TEXTS}
    return Item(
        number=number,
        title=_string(line, "title"),
        body=_string(line, "body"),
        standing=Standing(line.get("state", "public")),
        tag_names=tuple(map(str, line.get("tags", ()))),
        published_at=date_of(line.get("published_at")),
        revised_at=date_of(line.get("revised_at")),
        addresses=tuple(map(str, line.get("addresses", ()))),
        views=int(line.get("views", 0)),
        rest=dict(line.get("rest", {})),
        **texts,
    )


def _string(line: Mapping, name: str) -> str:
    value = line.get(name, "")
    if not isinstance(value, str):
        raise TypeError(f"{name} 应为文字")
    return value


def date_of(text: str | None) -> datetime | None:
    """A date in ISO 8601; without an offset it is the site's own time. Raises ValueError."""
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else timezone.make_aware(at)
