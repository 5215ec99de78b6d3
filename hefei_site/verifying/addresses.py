"""Every public address answers as it should, asked of the site itself in this process, without a network.

What should stand at an article's address is asked of the database; what else is public the sitemaps list, and they are read as a
search engine reads them.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Column, OldAddress
from articles.rendering import reading
from firm.feeds import FORMS
from firm.verifying.facts import Finding

LISTED = re.compile(r"<loc>([^<]+)</loc>")
FILES = re.compile(r"^Sitemap: (\S+)$", re.MULTILINE)
OF_ARTICLES = "/sitemaps/articles-"  # asked one by one already
TAGS = "/tags/"
MOST_NAMED = 20
FOUND, MOVED, NEVER, GONE = 200, 301, 404, 410
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, the statuses of which one must come back, and where a redirect must lead."""

    path: str
    statuses: tuple[int, ...] = (FOUND,)
    leads_to: str = ""


@dataclass(slots=True)
class Addresses:
    """Asks; with a sample of so many addresses of each kind, another one each day. 0: all of them."""

    sample: int = 0
    progress: Progress = lambda done, total: None
    asked: int = 0
    kept: int = 0  # articles whose page is kept and holds
    articles: int = 0  # public ones that were asked for
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def findings(self) -> Iterator[Finding]:
        """A finding for each address that answers otherwise."""
        wrong = 0
        with _quietly():
            for each in chain(self._articles(), self._old(), self._fixed(), self._listed()):
                self.asked += 1
                self.progress(self.asked, 0)
                if sentence := self._what_is_wrong(each):
                    wrong += 1
                    if wrong <= MOST_NAMED:
                        yield Finding(sentence)
        if wrong > MOST_NAMED:
            yield Finding(f"另有 {wrong - MOST_NAMED:,} 个网址回答得不对，没有一一列出。")

    def _articles(self) -> Iterator[Asked]:
        """Those that are public, that were, and that never were."""
        known = Article.objects.known()
        for (pk,) in self._some(known.filter(is_shown=True), "pk"):
            self.articles += 1
            self.kept += reading.read(pk) is not None
            yield Asked(reverse("article", args=[pk]))
        for pk, leads_to in self._some(known.filter(is_shown=False), "pk", "leads_to"):
            target = reverse("article", args=[leads_to]) if leads_to else ""
            yield Asked(reverse("article", args=[pk]), (MOVED if leads_to else GONE,), target)
        hidden = Article.objects.filter(state=Article.State.NEVER_LIVE)
        for (pk,) in self._some(hidden, "pk"):
            yield Asked(reverse("article", args=[pk]), (NEVER,))

    def _old(self) -> Iterator[Asked]:
        """The old site's addresses lead on; 200 where a page of ours stands at the same address."""
        rows = OldAddress.objects.select_related(None).order_by()
        for old, article, to in self._some(rows, "old", "article", "to"):
            path, _, query = old.partition("?")
            address = quote(path) + (f"?{quote(query, safe='=&%+')}" if query else "")
            target = reverse("article", args=[article]) if article else to
            yield Asked(address, (MOVED, FOUND), target)

    def _fixed(self) -> Iterator[Asked]:
        """The feeds, and what no sitemap lists."""
        yield from (
            Asked(path) for path in ("/robots.txt", reverse("sitemap_index"), reverse("lawyers"), "/healthz")
        )
        for form in FORMS:
            yield Asked(reverse("feed", args=[form]))
            yield Asked(reverse("law_feed", args=[form]))
            for (slug,) in self._some(Column.objects.all(), "slug"):
                yield Asked(reverse("column_feed", args=[slug, form]))

    def _listed(self) -> Iterator[Asked]:
        """The sitemaps by robots.txt, and what they list: pages, columns, lawyers, tags with their feeds, statutes, provisions."""
        for file in FILES.findall(self._text("/robots.txt")):
            path = _path(file)
            yield Asked(path)
            if path == reverse("sitemap_index") or path.startswith(OF_ARTICLES):
                continue
            found = [_path(unescape(one)) for one in LISTED.findall(self._text(path))]
            step = max(1, len(found) // self.sample) if self.sample else 1
            for one in found[timezone.now().day % step :: step]:
                yield Asked(one)
                if one.startswith(TAGS):
                    yield from (Asked(f"{one}{form}.xml") for form in FORMS)

    def _some(self, rows: QuerySet, *names: str) -> Iterator[tuple]:
        """All of the rows, streamed, or as many of them as a sample has."""
        if not self.sample:
            return rows.order_by("pk").values_list(*names).iterator(chunk_size=2000)
        day = Value(timezone.localdate().toordinal())
        drawn = Func(
            Cast(F("pk"), TextField()), day, function="hashtextextended", output_field=IntegerField()
        )
        return iter(rows.order_by(drawn).values_list(*names)[: self.sample])

    def _what_is_wrong(self, each: Asked) -> str:
        """A sentence; empty where it answers as it should."""
        response, content = self._ask(each.path)
        status, where = response.status_code, unquote(response.get("Location", ""))
        if status not in each.statuses:
            wanted = "或".join(map(str, each.statuses))
            return f"网址 {unquote(each.path)} 回答 {status}，应是 {wanted}。"
        if status == MOVED and _path(where) != unquote(each.leads_to):
            return f"网址 {unquote(each.path)} 转到 {where}，应转到 {unquote(each.leads_to)}。"
        return f"网址 {unquote(each.path)} 的网页是空的。" if status == FOUND and not content else ""

    def _ask(self, path: str) -> tuple[HttpResponseBase, bytes]:
        """As a visitor's browser would; the answer and its content, read to its end."""
        host, is_tls = urlsplit(settings.SITE_URL).netloc, settings.SITE_URL.startswith("https://")
        response = self.client.get(path, secure=is_tls, headers={"host": host})
        return response, b"".join(response) if response.streaming else response.content

    def _text(self, path: str) -> str:
        return self._ask(path)[1].decode()


def _path(address: str) -> str:
    """An address of ours without its beginning."""
    return address.removeprefix(settings.SITE_URL)


@contextmanager
def _quietly() -> Iterator[None]:
    """What is told here need not be in the log as well: a 410 that is right is a warning there."""
    logger = logging.getLogger("django.request")
    before, logger.level = logger.level, logging.CRITICAL
    logger.manager._clear_cache()
    try:
        yield
    finally:
        logger.setLevel(before)
