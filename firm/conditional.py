"""Answers that a client which has them already is not sent again: the one rule of 304 for lists, feeds, sitemaps, articles."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from firm import freshness

# What of the whole answer's headers its 304 says, too (RFC 9110, 15.4.5); Date is the server's.
KEPT = ("Cache-Control", "Content-Location", "ETag", "Expires", "Last-Modified", "Vary")


def unless_held(
    request: HttpRequest,
    headers: Mapping[str, str],
    make: Callable[[], HttpResponseBase],
    modified: datetime | None = None,
) -> HttpResponseBase:
    """What make() returns, with these headers; 304 without calling it where the client holds what has their ETag.

    If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2), which is looked at only where modified is given: a
    date that grows with every change. Elsewhere who sends it alone gets the whole: what is withdrawn or expires makes a
    list shorter without a later date in it, and the tag alone knows. A 412 bears none of the headers, so no cache keeps it.
    """
    if modified is None:  # "must ignore the field if the resource does not have a modification date" (13.1.4)
        request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
    response = get_conditional_response(request, headers["ETag"], modified and int(modified.timestamp()))
    if response is None:
        response, said = make(), tuple(headers)
    else:
        said = KEPT if response.status_code == 304 else ()
    for name in said:
        if name in headers:
            response[name] = headers[name]
    return response


def answer(
    request: HttpRequest, tag: str, make: Callable[[], HttpResponseBase], modified: datetime | None = None
) -> HttpResponseBase:
    """What make() returns, or 304 where the client holds what has this tag. Last-Modified is said, but not asked for."""
    headers = {"ETag": quote_etag(tag), "Cache-Control": freshness.SHARED}
    if modified is not None:
        headers["Last-Modified"] = http_date(modified.timestamp())
    return unless_held(request, headers, make)


def whole(
    request: HttpRequest, content: bytes, content_type: str, modified: datetime | None = None
) -> HttpResponseBase:
    """A document that was written in memory, its tag made of its own bytes."""
    return answer(
        request, tag_of(content), lambda: HttpResponse(content, content_type=content_type), modified
    )


def tag_of(content: bytes) -> str:
    """32 hexadecimal digits that change with the bytes."""
    return sha256(content).hexdigest()[:32]
