"""`make bench-admin`: how fast the newsroom answers with many articles, beside a plain ModelAdmin.

`make bench-admin ARTICLES=838000` for as many as the old site has; 100,000 unless said otherwise.
"""

import os
import sys
from collections.abc import Callable
from functools import partial

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.messages.storage.base import BaseStorage
from django.test import RequestFactory

from articles.models import Article
from benchmarks import newsroom
from benchmarks.filled import archive
from benchmarks.timing import at, measured
from firm.models import User

TIMES = 15
TARGET = 300  # ms


class Plain(admin.ModelAdmin):
    """The list as Django has it when nothing is said of speed."""

    list_display = ["title", "column", "author", "state", "published_at"]
    list_filter = ["state", "column", "author"]
    search_fields = ["title"]


class NoMessages(BaseStorage):
    """Where a bare request may leave messages."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, *args, **kwargs):
        return []


def main() -> None:
    many = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
    with archive(many):
        newsroom.without_collected_files()
        people = newsroom.people()
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"{many} articles; processes that wait for each core: {load:.1f}")
        print(f"{'':<52}{'best':>8}{'p50':>8}{'p95':>8}  ms{'queries':>9}  p95 under {TARGET}")
        for name, user, path in newsroom.pages(people):
            client = newsroom.logged_in(user)
            _measure(name, partial(client.get, path))
        print("a plain ModelAdmin")
        for name, query in (
            ("列表", {}),
            ("第 2 页", {"p": "2"}),
            ("搜索 离婚", {"q": "离婚"}),
            ("栏目", {"column__id__exact": "3"}),
        ):
            _measure(name, partial(_plain, people["管理员"], query))


def _measure(name: str, ask: Callable) -> None:
    response, *_, queries = measured(ask)
    times = sorted(measured(ask)[1] for _ in range(TIMES))
    p50, p95 = at(times, 0.5), at(times, 0.95)
    width = 52 - sum(not character.isascii() for character in name)
    word = "ok" if p95 < TARGET else "short"
    word += "" if response.status_code == 200 else f"  answered {response.status_code}"
    print(f"{name:<{width}}{times[0]:>8.0f}{p50:>8.0f}{p95:>8.0f}    {queries:>9}  {word}", flush=True)


def _plain(user: User, query: dict):
    request = RequestFactory().get(newsroom.LIST, query)
    request.user, request._messages = user, NoMessages(request)
    return Plain(Article, AdminSite()).changelist_view(request).render()


if __name__ == "__main__":
    main()
