"""Sitemaps: which files there are, what one holds, and how it is written while it is read.

A file holds the pages of the rows whose ids lie in one range (0 to 49,999, 50,000 to 99,999, …), so it stays the same
file however many rows there are, is found by one look-up in the primary key, and needs no count. The limits are those of
sitemaps.org and of Baidu: 50,000 addresses and 10 MB a file.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse

from firm import conditional
from firm.characters import fit
from firm.standbys import reading

MOST = 50_000  # addresses in a file
MOST_BYTES = 10_000_000
LONG_ADDRESSES = 5_000  # ids a file where an address has Chinese in it: percent-encoded, up to 1.2 KB each
CONTENT_TYPE = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
AT_ONCE = 1000  # entries written together

# The number of the first file that is not empty, then of the next, each by one look-up: an archive with gaps has no
# empty files.
FILES = """
WITH RECURSIVE files (number) AS (
    (SELECT public.id / {size} FROM ({public}) AS public ORDER BY public.id LIMIT 1)
    UNION ALL
    SELECT (SELECT public.id / {size} FROM ({public}) AS public WHERE public.id >= (files.number + 1) * {size}
        ORDER BY public.id LIMIT 1)
    FROM files WHERE files.number IS NOT NULL
)
SELECT number FROM files WHERE number IS NOT NULL ORDER BY number
"""


class Entry(NamedTuple):
    """A page: its path, and when what it says last changed, where that is known."""

    path: str
    modified: datetime | date | None = None


class State(NamedTuple):
    """What changes whenever the content of a file does, and the newest date in it."""

    tag: str
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class Section:
    """The pages of one kind of row, as files by ranges of ids."""

    name: str
    per_file: int  # ids
    public: Callable[[], QuerySet]  # the rows whose pages search engines may list
    entries: Callable[[QuerySet], Iterable[Entry]]  # of the rows of one file
    state: Callable[[QuerySet], State | None] | None = (
        None  # of a file too long to be written in memory; None if empty
    )


def numbers(section: Section) -> list[int]:
    """The numbers of the files of a section that are not empty, in one query."""
    try:
        sql, params = section.public().order_by().values("id").query.sql_with_params()
    except EmptyResultSet:  # among no ids
        return []
    with reading().cursor() as cursor:
        cursor.execute(FILES.format(public=sql, size=section.per_file), params * 2)
        return [number for (number,) in cursor.fetchall()]


def file(request: HttpRequest, section: Section, number: int) -> HttpResponseBase:
    """One file of a section, or 304. Raises Http404 where it would be empty."""
    size = section.per_file
    if number > 2**63 // size - 1:
        raise Http404("没有这个网站地图")
    rows = section.public().filter(pk__gte=number * size, pk__lt=(number + 1) * size).order_by("pk")
    if section.state is None:
        return listed(request, list(section.entries(rows)))
    state = section.state(rows)
    if state is None:
        raise Http404("没有这个网站地图")
    return conditional.answer(request, state.tag, lambda: _streamed(section.entries(rows)), state.modified)


def listed(request: HttpRequest, entries: list[Entry]) -> HttpResponseBase:
    """A file with these few entries, or 304. Raises Http404 where there are none."""
    if not entries:
        raise Http404("没有这个网站地图")
    return conditional.whole(request, b"".join(written(entries)), CONTENT_TYPE)


def index(request: HttpRequest, paths: Iterable[str]) -> HttpResponseBase:
    """The index of the files at these paths, or 304. It gives no dates: each file has a tag of its own."""
    rows = "".join(f"<sitemap>{_location(settings.SITE_URL + path)}</sitemap>\n" for path in paths)
    content = f"{HEAD}<sitemapindex {SCHEMA}>\n{rows}</sitemapindex>\n".encode()
    return conditional.whole(request, content, CONTENT_TYPE)


def written(entries: Iterable[Entry]) -> Iterator[bytes]:
    """A file, piece by piece."""
    yield f"{HEAD}<urlset {SCHEMA}>\n".encode()
    left, site = iter(entries), settings.SITE_URL
    while some := list(islice(left, AT_ONCE)):
        rows = (f"<url>{_location(site + path)}{_modified(when)}</url>\n" for path, when in some)
        yield fit("".join(rows)).encode()
    yield b"</urlset>\n"


def _streamed(entries: Iterable[Entry]) -> StreamingHttpResponse:
    return StreamingHttpResponse(written(entries), content_type=CONTENT_TYPE)


def _location(address: str) -> str:
    return f"<loc>{escape(address)}</loc>"


def _modified(when: datetime | date | None) -> str:
    """In W3C's format: a day, or a second with its zone."""
    if when is None:
        return ""
    words = when.isoformat("T", "seconds") if isinstance(when, datetime) else when.isoformat()
    return f"<lastmod>{words}</lastmod>"
