"""Old addresses: how they are spelt, what is taken of them, and where one leads."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from articles.models import Article, OldAddress
from firm import audit
from firm.models import User

LONGEST = 500
AT_ONCE = 1000
NUMBER = re.compile(r"[0-9]{1,18}")
OURS = re.compile(r"/hf/([0-9]{1,18})\.html")
DIALECTS = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Refused:
    """A line of the file that was not taken, and why, in Chinese."""

    line: int
    old: str
    why: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many addresses a file added or changed, and what was not taken."""

    taken: int
    refused: tuple[Refused, ...]


def normal(address: str) -> str:
    """The key of an address: its path, decoded, with its query if any; empty for what is no address of a site."""
    parts = urlsplit(unicodedata.normalize("NFC", address.strip()))
    path, query = unquote(parts.path), unquote(parts.query)
    if not path.startswith("/") or any(unicodedata.category(c)[0] == "C" for c in path + query):
        return ""
    return f"{path}?{query}" if query else path


def keys(request: HttpRequest) -> list[str]:
    """Under which keys an address that was asked for may be known: with its query, and without it."""
    path, query = quote(request.path), request.META.get("QUERY_STRING", "")
    found = {normal(f"{path}?{query}"), normal(path)} - {"/"}  # home is there, and nothing may shadow it
    return sorted(key for key in found if key and len(key) <= LONGEST)


def number_asked(request: HttpRequest) -> int | None:
    """The number in /?id=5, as Z-BlogPHP writes an article's address, and in WordPress's /?p=5."""
    if request.path_info != "/" or not request.META.get("QUERY_STRING"):
        return None
    found = (request.GET[name] for name in ("id", "p") if NUMBER.fullmatch(request.GET.get(name, "")))
    return next(map(int, found), None)


def load(path: Path, *, by: User | None = None) -> Loaded:
    """Take the redirects of a CSV file: old address, new one; a heading is passed over. All or nothing of the file.

    What is taken replaces what was known of an address. Raises OSError, UnicodeError.
    """
    taken, refused = 0, []
    with transaction.atomic(), path.open(encoding=DIALECTS, newline="") as stream:
        for some in _batches(_pairs(stream, refused)):
            taken += _keep(some, refused)
        if taken:
            audit.record("载入旧网址", by=by, reason=f"{path.name}：{taken} 条")
    return Loaded(taken, tuple(refused))


def _pairs(stream: Iterable[str], refused: list[Refused]) -> Iterator[tuple[int, str, str]]:
    """Line, old and new address of what can be read."""
    for number, row in enumerate(csv.reader(stream), 1):
        if not any(cell.strip() for cell in row) or (number == 1 and not normal(row[0])):
            continue
        old, new = normal(row[0]), local(row[1]) if len(row) > 1 else ""
        why = _why_not(old, new, len(row))
        if why:
            refused.append(Refused(number, row[0][:LONGEST], why))
        else:
            yield number, old, new


def _why_not(old: str, new: str, cells: int) -> str:
    if cells < 2:
        return "这一行要有两栏：旧网址，新网址"
    if not old or len(old) > LONGEST:
        return "旧网址要从 / 开始，不超过 500 字"
    if not new or len(new) > LONGEST:
        return f"新网址要是本站的：从 / 开始，或以 {settings.SITE_URL} 开头"
    return "新旧网址相同" if old == new else ""


def local(address: str) -> str:
    """A new address as a path of this site, quoted as links are; empty for one that leads away."""
    parts = urlsplit(address.strip())
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return ""
    path = quote(unquote(parts.path), safe="/")
    if not path.startswith("/") or path.startswith("//") or "\\" in address:
        return ""
    return f"{path}?{quote(parts.query, safe='=&%+')}" if parts.query else path


def _keep(some: list[tuple[int, str, str]], refused: list[Refused]) -> int:
    """Store a batch, each address once, the last word counting; an article is tied by its number where there is one."""
    numbers = {int(found[1]) for _, _, new in some if (found := OURS.fullmatch(new))}
    there = set(Article.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    rows = {}
    for line, old, new in some:
        found = OURS.fullmatch(new)
        if found and int(found[1]) not in there:
            refused.append(Refused(line, old, f"没有编号 {found[1]} 的文章"))
        else:
            rows[old] = OldAddress(
                old=old, article_id=int(found[1]) if found else None, to="" if found else new
            )
    OldAddress.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["old"], update_fields=["article", "to"]
    )
    return len(rows)


def _batches(pairs: Iterable[tuple]) -> Iterator[list[tuple]]:
    batch = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
