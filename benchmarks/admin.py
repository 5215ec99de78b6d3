"""`make bench-admin`: how fast the newsroom answers with many articles, beside a plain ModelAdmin.

`make bench-admin ARTICLES=838000` for as many as the old site has; 100,000 unless said otherwise.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.messages.storage.base import BaseStorage
from django.db import connection
from django.test import Client, RequestFactory
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import Article
from benchmarks import many_articles
from firm import second_factor
from firm.models import User
from hefei_site import embedded_postgres
from hefei_site.generating import rows

TIMES = 15
LIST = "/admin/articles/article/"
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
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with _filled(many) as people:
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"{many} articles; processes that wait for each core: {load:.1f}")
        print(f"{'':<52}{'best':>8}{'p50':>8}{'p95':>8}  ms{'queries':>9}")
        for name, user, path in _pages(people):
            client = _logged_in(user)
            _measure(name, lambda client=client, path=path: client.get(path))
        print("a plain ModelAdmin")
        for name, query in (
            ("列表", {}),
            ("第 2 页", {"p": "2"}),
            ("搜索 离婚", {"q": "离婚"}),
            ("栏目", {"column__id__exact": "3"}),
        ):
            _measure(name, lambda query=query: _plain(people["管理员"], query))


def _pages(people: dict[str, User]) -> list[tuple[str, User, str]]:
    boss, lawyers = people["管理员"], [user for name, user in people.items() if name.startswith("律师")]
    drafted = Article.objects.filter(revisions__state="draft").order_by("-pk").first()
    live = Article.objects.filter(state="live").order_by("-pk").first()
    asked = {
        "列表第 1 页": "",
        "列表第 2 页": "?p=2",
        "列表第 200 页": "?p=200",
        "进度：待审核": "?work=in_review",
        "进度：草稿": "?work=draft",
        "状态：已撤下": "?state__exact=withdrawn",
        "状态：未发布": "?state__exact=never_live",
        "栏目": f"?column__id__exact={live.column_id}",
        "作者（五篇）": f"?author__id__exact={lawyers[1].lawyer.pk}",
        "作者和状态": f"?author__id__exact={lawyers[0].lawyer.pk}&state__exact=withdrawn",
        "栏目、状态和进度": f"?column__id__exact={live.column_id}&state__exact=live&work=draft",
        "搜索两个字，常见（离婚）": "?q=离婚",
        "搜索两个字，没有（龘龘）": "?q=龘龘",
        "搜索一个词，很少（之4711）": "?q=之4711",
        "搜索两个词（杭州 工伤）": "?q=杭州 工伤",
        "搜索编号": f"?q={live.pk}",
        "搜索，又按栏目": f"?column__id__exact={live.column_id}&q=离婚",
        "修改页": f"{drafted.pk}/change/",
    }
    pages = [(f"管理员　{name}", boss, LIST + path) for name, path in asked.items()]
    for name, user in people.items():
        pages += [
            (f"{name}　列表", user, LIST),
            (f"{name}　搜索 离婚", user, f"{LIST}?q=离婚"),
            (f"{name}　首页", user, "/admin/"),
            (f"{name}　发布日历", user, f"{LIST}calendar/"),
            (f"{name}　复查", user, f"{LIST}rereading/"),
        ]
    return pages


def _logged_in(user: User) -> Client:
    """A session that has come all the way, past the second factor where the account needs one."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    if second_factor.is_asked_for(user):
        device, _ = TOTPDevice.objects.get_or_create(user=user, name="验证器")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def _measure(name: str, ask: Callable) -> None:
    queries = _Counter()
    with connection.execute_wrapper(queries):
        status = ask().status_code
    times = sorted(_timed(ask) for _ in range(TIMES))
    p50, p95 = times[TIMES // 2], times[TIMES * 95 // 100]
    width = 52 - sum(not character.isascii() for character in name)
    late = "" if p95 < TARGET else f"  over {TARGET}"
    late += "" if status == 200 else f"  answered {status}"
    print(f"{name:<{width}}{times[0]:>8.0f}{p50:>8.0f}{p95:>8.0f}    {queries.asked:>9}{late}", flush=True)


class _Counter:
    """How many queries were asked."""

    asked = 0

    def __call__(self, execute, *arguments):
        self.asked += 1
        return execute(*arguments)


def _timed(ask: Callable) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def _plain(user: User, query: dict):
    request = RequestFactory().get(LIST, query)
    request.user, request._messages = user, NoMessages(request)
    return Plain(Article, AdminSite()).changelist_view(request).render()


@contextmanager
def _filled(many: int):
    """The archive in a database of its own, which goes when the measuring is done."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    if settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(settings.BASE_DIR)
    connection.settings_dict["TEST"]["NAME"] = "admin_benchmark"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        start = time.perf_counter()
        people = many_articles.fill(many)
        rows.vacuum()
        print(f"filled in {time.perf_counter() - start:.0f} s")
        yield people
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
