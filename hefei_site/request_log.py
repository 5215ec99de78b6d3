"""One log line for each request: what was asked, what answered, how long it took. Nothing of who asked but the network."""

import logging
import re
from collections.abc import Callable
from time import perf_counter, time

from django.http import HttpRequest, HttpResponseBase

from firm import address, answering
from hefei_site.watching import counting

NAME = "hefei.request"
log = logging.getLogger(NAME)
LEVELS = {logging.INFO: "INFO", logging.WARNING: "WARNING"}
HARMLESS = {"page", "after", "before", "on", "version", "from", "to"}  # with a number or a day
SHORT = re.compile(r"[0-9-]{1,10}")


BLANK = vars(logging.LogRecord(NAME, logging.INFO, "", 0, "", (), None))


class Line(logging.LogRecord):
    """A record with what a line of this log needs; to make one of logging's own takes as long as all the rest."""

    def __init__(self, level: int, fields: dict):
        now = time()
        vars(self).update(BLANK)
        self.levelno, self.levelname, self.created, self.msecs = level, LEVELS[level], now, now % 1 * 1000
        self.fields = fields


def logged(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware, the outermost: numbers the request, counts it, says it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        begun, token = perf_counter(), answering.begin(request)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request.number
            _say(request, response, perf_counter() - begun)
            return response
        finally:
            answering.end(token)

    return middleware


def _say(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    status, answered = response.status_code, getattr(request, "answered_from", "made")
    counting.count(status, seconds, answered)
    level = logging.WARNING if status >= 500 else logging.INFO
    if not log.isEnabledFor(level):
        return
    size = response.headers.get("Content-Length")
    fields = {
        "request_id": request.number,
        "method": request.method,
        "path": request.path_info + _query(request.META.get("QUERY_STRING")),
        "status": status,
        "milliseconds": round(seconds * 1000, 2),
        "bytes": int(size) if size else None,  # None: streamed
        "answered_from": answered,
        "database": getattr(request, "read_from", "default"),
        "user": answering.staff_id(request),
        "address": address.of(request),
    }
    log.handle(Line(level, fields))


def _query(text: str | None) -> str:
    """What of a query says nothing of who asks: pages and days; of words that are sought, how many characters."""
    if not text:
        return ""
    kept = []
    for part in text.split("&")[:20]:
        key, _, value = part.partition("=")
        if key in HARMLESS and SHORT.fullmatch(value):
            kept.append(part)
        elif key == "q":
            kept.append(f"q-length={len(value)}")
    return "?" + "&".join(kept) if kept else ""
