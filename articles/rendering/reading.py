"""Reads a rendered page with one query, and answers a browser that has it already with 304."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date, quote_etag

from articles.rendering.release import rendering
from articles.rendering.surroundings import around
from firm import conditional, freshness
from firm.asking import one_row

LARGEST = 2**63 - 1  # a larger one would be compared as numeric, without the index
READ = "SELECT * FROM articles_stored_page(%s, %s)"  # migration articles/0022: what holds is decided there


@dataclass(frozen=True, slots=True)
class Stored:
    """A page as it was kept, with the versions that it is to be shown with."""

    head: bytes
    main: bytes
    digest: str
    column: int
    made_at: datetime
    shell: int
    changed_at: datetime


def read(pk: int) -> Stored | None:
    """The kept page of an article if it holds now."""
    row = one_row(READ, [pk, rendering()]) if pk <= LARGEST else None
    return Stored(*row) if row else None


def response(request: HttpRequest, pk: int) -> HttpResponseBase | None:
    """The whole page, or 304 where the browser's copy is the same; None where none is kept that holds."""
    stored = read(pk)
    if stored is None:
        return None
    request.answered_from = "stored"  # for hefei_site/request_log.py
    pieces, around_it = around(stored.column, stored.shell)
    modified = max(stored.made_at, stored.changed_at)
    headers = {
        "ETag": quote_etag(f"{stored.digest}-{around_it}"),
        "Last-Modified": http_date(modified.timestamp()),
        "Cache-Control": freshness.SHARED,
    }
    return conditional.unless_held(
        request, headers, lambda: HttpResponse(pieces.with_own(stored.head, stored.main)), modified
    )
