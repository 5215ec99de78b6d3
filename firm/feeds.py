"""Feeds, as Atom and as RSS, well-formed whatever is in a title."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape

from firm import conditional
from firm.characters import fit

ENTRIES = 20
FORM = "(?P<form>atom|rss)"  # of an address: …/atom.xml, …/rss.xml


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was published or happened, with the page where one reads it.

    The words are an excerpt, not the whole: what an article says of the law holds on the day on which it is read, and a
    copy in somebody's reader would go on saying it.
    """

    title: str
    path: str  # also what the entry is known by
    words: str
    published: datetime
    updated: datetime
    author: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries, newest first, with the page that lists the same."""

    title: str
    path: str
    description: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime | None:
        return max((entry.updated for entry in self.entries), default=None)


class _Dated:
    """Of an empty feed Django would say that it changed just now."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=UTC))


class _Atom(_Dated, Atom1Feed):
    pass


class _Rss(_Dated, Rss201rev2Feed):
    pass


FORMS = {"atom": _Atom, "rss": _Rss}


def respond(request: HttpRequest, feed: Feed, form: str) -> HttpResponseBase:
    """The feed in one of the two forms, or 304."""
    kind = FORMS[form]
    here = settings.SITE_URL + request.path
    content_type = kind.content_type
    return conditional.whole(request, written(feed, form, here), content_type, feed.updated)


def written(feed: Feed, form: str, here: str) -> bytes:
    """The feed as XML; here is its own address."""
    document = FORMS[form](
        title=fit(feed.title),
        link=fit(settings.SITE_URL + feed.path),
        description=fit(feed.description),
        language="zh-CN",
        feed_url=fit(here),
    )
    for entry in feed.entries:
        address = fit(settings.SITE_URL + entry.path)
        document.add_item(
            title=fit(entry.title),
            link=address,
            unique_id=address,
            description=escape(fit(entry.words)),  # readers take it for HTML
            author_name=fit(entry.author) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[fit(category) for category in entry.categories],
        )
    return document.writeString("utf-8").encode()
