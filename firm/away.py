"""What is answered where the database is away, only read, or has no time: 503, after another one was tried where that can do no harm."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, InternalError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from psycopg2.errors import ReadOnlySqlTransaction

from firm import standbys

PRIMARY_ONLY = re.compile(r"/(?:admin|preview|readyz|metrics)(?:/|$)")
AGAIN_AFTER = 5  # seconds
IS_AWAY = "_database_is_away"


def is_away(error: BaseException | None) -> bool:
    """Whether a request failed because of the database's state and not of ours: gone, at its limit, waited for in vain, only read.

    In a failover the old primary may still take connections while it takes no writes.
    """
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    return isinstance(error, InternalError) and isinstance(error.__cause__, ReadOnlySqlTransaction)


def page(reads: str, writes: str, request: HttpRequest) -> HttpResponse:
    """The answer, which needs no database: of these two pages the one for somebody who reads, or who wanted something kept."""
    response = HttpResponse(reads if request.method in {"GET", "HEAD"} else writes, status=503)
    response["Retry-After"] = str(AGAIN_AFTER)
    response["Cache-Control"] = "no-store"
    setattr(response, IS_AWAY, True)
    return response


def is_it() -> bool:
    """Whether the error that is being answered is one of those."""
    return is_away(sys.exc_info()[1])


def read_elsewhere(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware: visitors' pages are read from a standby that is fresh; one that fails is followed by the next, then the primary."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        fresh = standbys.watch().fresh() if _is_a_visitors(request) else []
        for alias in [*fresh, DEFAULT_DB_ALIAS]:
            request.read_from = alias
            with standbys.reading_from(alias):
                response = get_response(request)
            if not getattr(response, IS_AWAY, False):
                break
            connections[alias].close()
        if response.streaming and alias != DEFAULT_DB_ALIAS:
            response.streaming_content = _read(response.streaming_content, alias)
        return response

    return middleware


def _is_a_visitors(request: HttpRequest) -> bool:
    """Whether it only reads what is public, and comes from nobody who may just have written something."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and PRIMARY_ONLY.match(request.path_info) is None
    )


def _read(content: Iterable[bytes], alias: str) -> Iterator[bytes]:
    """The rest of an answer, from the database that its beginning came from."""
    with standbys.reading_from(alias):
        yield from content
