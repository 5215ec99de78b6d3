"""`make bench-sitemap`: time and memory of robots.txt, the index and one file of 50,000, beside Django's own framework.

`make bench-sitemap ARTICLES=838000` for as many as the old site has; 100,000 unless said otherwise. Each row is asked in a
process of its own: peak memory is what that one grew by, and CPU what it used, without the database's.
"""

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib import sitemaps as django_sitemaps
from django.contrib.sitemaps import views as django_views
from django.db import connection
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.urls import path

from articles.models import Article
from benchmarks.filled import FIRST, archive
from benchmarks.timing import InTheDatabase
from firm.sitemaps import MOST
from hefei_site import finding, urls

TIMES = 3
FIRST_FILE = FIRST // MOST  # the first of the made-up articles


class Plain(django_sitemaps.Sitemap):
    """The articles as Django's framework is told of them by somebody careful: it keeps all rows in memory for its index, and
    with their texts 838,000 are 8 GB."""

    limit = MOST

    def items(self):
        return Article.objects.published().only("published_at", "revised_at").order_by("pk")

    def lastmod(self, article):
        return article.revised_at or article.published_at


PLAIN = {"articles": Plain}
urlpatterns = [
    path("plain-<section>.xml", django_views.sitemap, {"sitemaps": PLAIN}, name="plain"),
    *urls.urlpatterns,
]


def main() -> None:
    many = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
    _let_django_answer()
    with archive(many):
        last = Article.objects.published().order_by("-pk").values_list("pk", flat=True)[0]
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"{many} articles; processes that wait for each core: {load:.1f}")
        print(f"{'':<36}{'best':>9}{'median':>9}{'CPU':>8}  ms{'grew':>8}  MB{'bytes':>11}{'queries':>9}")
        for name, ask in _asked(last // MOST):
            _measure(name, ask)


def _asked(last: int) -> list[tuple[str, Callable[[], HttpResponseBase]]]:
    request = RequestFactory()

    def ours(number: int, **headers):
        return finding.sitemap(request.get("/", headers=headers), "articles", number)

    def plain(page: int):
        return django_views.sitemap(request.get("/", {"p": page}), PLAIN, "articles").render()

    def plain_index():
        get = request.get("/")
        return django_views.index(get, PLAIN, sitemap_url_name="plain").render()

    known = {"if-none-match": ours(FIRST_FILE)["ETag"]}
    return [
        ("robots.txt", lambda: finding.robots(request.get("/"))),
        ("index", lambda: finding.index(request.get("/"))),
        ("first file", lambda: ours(FIRST_FILE)),
        ("last file", lambda: ours(last)),
        ("first file, known already: 304", lambda: ours(FIRST_FILE, **known)),
        ("Django's index", plain_index),
        ("Django's first file", lambda: plain(1)),
        ("Django's last file", lambda: plain(last - FIRST_FILE + 1)),
    ]


def _measure(name: str, ask: Callable[[], HttpResponseBase]) -> None:
    here, there = multiprocessing.get_context("fork").Pipe()
    connection.close()  # each process opens its own
    process = multiprocessing.get_context("fork").Process(target=_report, args=(ask, there))
    process.start()
    there.close()
    times, cpu, grew, size, queries = here.recv()
    process.join()
    best, median = times[0], times[len(times) // 2]
    print(f"{name:<36}{best:>9.1f}{median:>9.1f}{cpu:>8.1f}{grew:>12.1f}{size:>15,}{queries:>9}", flush=True)


def _report(ask: Callable[[], HttpResponseBase], pipe) -> None:
    connection.ensure_connection()
    before, queries, size = _peak(), InTheDatabase(), 0
    times, used = [], time.process_time()
    for _ in range(TIMES):
        start = time.perf_counter()
        with connection.execute_wrapper(queries):
            size = _read(ask())
        times.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - used) * 1000 / TIMES
    pipe.send((sorted(times), cpu, _peak() - before, size, queries.statements // TIMES))


def _read(response: HttpResponseBase) -> int:
    """The bytes of a response, piece by piece as a server sends them."""
    return sum(map(len, response))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _let_django_answer() -> None:
    """The addresses and templates of Django's own sitemaps, beside ours."""
    templates = Path(django_sitemaps.__file__).parent / "templates"
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], templates]
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["*"]


if __name__ == "__main__":
    main()
