"""Public pages kept by each process: those made of many rows as long as the database says that nothing in them has changed.

Whatever was asked for in the last second is answered without the database, articles too: nobody sees a page that is older
than that, and nginx adds one second of its own.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import quote_etag

from articles.archive import addresses
from articles.models import Article
from firm import conditional, freshness

# Articles, home, columns, tags, lawyers, the law, their feeds, robots.txt; none of them looks at who asks.
KEPT = re.compile(r"/(?:(?:hf|columns|tags|lawyers|laws|about|privacy)/.*|(?:atom|rss)\.xml|robots\.txt)?")
NOT_KEPT = "/laws/search/"
ARTICLES = "/hf/"  # their pages are kept in the database; here for the second only
LONGEST = 500  # characters of an address with its query


@dataclass(frozen=True, slots=True)
class Entry:
    """A response with the state of the site from which it was made, and until when the clock leaves it as it is."""

    state: freshness.State
    until: float
    content: bytes
    headers: dict[str, str]
    asked_at: float = 0.0  # when the database was last asked, by time.time()


class Shelf:
    """The entries by address, those not asked for the longest dropped first; safe for threads."""

    def __init__(self, most: int):
        self.most, self.size = most, 0  # bytes
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def recent(self, address: str, seconds: float) -> Entry | None:
        """What is kept for an address of which the database was asked so short a time ago."""
        with self._lock:
            entry, now = self._entries.get(address), time.time()
            is_recent = entry is not None and entry.asked_at + seconds > now and entry.until > now
            return entry if is_recent else None

    def get(self, address: str, state: freshness.State) -> Entry | None:
        """What is kept for an address and still holds."""
        with self._lock:
            entry = self._entries.get(address)
            if entry is None or entry.state != state or entry.until <= time.time():
                return None
            self._entries.move_to_end(address)
            return entry

    def put(self, address: str, entry: Entry) -> None:
        """Keep it in the place of what was there."""
        with self._lock:
            self._drop(address)
            self._entries[address] = entry
            self.size += len(entry.content)
            while self.size > self.most:
                self._drop(next(iter(self._entries)))

    def _drop(self, address: str) -> None:
        if old := self._entries.pop(address, None):
            self.size -= len(old.content)


def kept(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware: one query instead of a page's own; the state is read before a page is made, so it is never too new."""
    lists = Shelf(settings.KEPT_PAGES_MB * 1024 * 1024)
    articles = Shelf(lists.most // 8)
    seconds = settings.KEPT_SECONDS
    if not lists.most:
        return get_response

    def middleware(request: HttpRequest) -> HttpResponseBase:
        address = request.get_full_path()
        if not _is_kept(request, address):
            return get_response(request)
        is_article = request.path_info.startswith(ARTICLES)
        shelf = articles if is_article else lists
        if entry := shelf.recent(address, seconds):
            return _remembered(request, entry)
        asked_at, state = time.time(), () if is_article else freshness.state()
        if entry := shelf.get(address, state):
            shelf.put(address, replace(entry, asked_at=asked_at))
            return _remembered(request, entry)
        response = get_response(request)
        if request.method == "GET" and _may_be_kept(response):
            until = asked_at + seconds if is_article else _until().timestamp()
            shelf.put(address, entry := _entry(response, state, until, asked_at))
            # What has a tag has been held against the client's already.
            return response if response.has_header("ETag") else _answer(request, entry)
        return response

    return middleware


def _is_kept(request: HttpRequest, address: str) -> bool:
    path = request.path_info
    return (
        len(address) <= LONGEST
        and request.method in {"GET", "HEAD"}
        and KEPT.fullmatch(path) is not None
        and not path.startswith(NOT_KEPT)
        and addresses.number_asked(request) is None  # old addresses are no part of the state
    )


def _may_be_kept(response: HttpResponseBase) -> bool:
    """Whether it is a whole page that is the same for everybody."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and "no-store" not in response.get("Cache-Control", "")
    )


def _entry(response: HttpResponse, state: freshness.State, until: float, asked_at: float) -> Entry:
    headers = dict(response.items())
    headers.setdefault("ETag", quote_etag(conditional.tag_of(response.content)))
    headers["Cache-Control"] = freshness.SHARED
    return Entry(state, until, response.content, headers, asked_at)


def _remembered(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    request.answered_from = "memory"  # for hefei_site/request_log.py
    return _answer(request, entry)


def _answer(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    return conditional.unless_held(request, entry.headers, lambda: HttpResponse(entry.content))


def _until() -> datetime:
    """When the clock next changes a list: something comes out, something expires, a day ends."""
    now = timezone.localtime()
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    comes = Article.objects.coming().values_list("published_at", flat=True).first()
    ends = Article.objects.ending().values_list("expires_at", flat=True).first()
    return min(filter(None, (tomorrow, comes, ends)))
