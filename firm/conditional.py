"""Answers that a client which has them already is not sent again."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from firm import freshness


def answer(
    request: HttpRequest, tag: str, make: Callable[[], HttpResponseBase], modified: datetime | None = None
) -> HttpResponseBase:
    """What make() returns, or 304 without calling it where the client holds what has this tag.

    Last-Modified is said, but a client that sends only If-Modified-Since gets the whole: what is withdrawn or expires
    makes a list shorter without a later date in it, and the tag alone knows.
    """
    etag = quote_etag(tag)
    response = get_conditional_response(request, etag=etag) or make()
    response["ETag"] = etag
    response["Cache-Control"] = freshness.SHARED
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    return response


def whole(
    request: HttpRequest, content: bytes, content_type: str, modified: datetime | None = None
) -> HttpResponseBase:
    """A document that was written in memory, its tag made of its own bytes."""
    tag = sha256(content).hexdigest()[:32]
    return answer(request, tag, lambda: HttpResponse(content, content_type=content_type), modified)
