"""Rendered lists are used again only while nothing that they show has changed."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, Column, CopyrightNotice, Tag
from firm import freshness
from firm.models import Firm, Lawyer, ListChange
from hefei_site.kept import Entry, Shelf
from statutes.models import Provision, Statute, StatuteVersion

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def site(settings, publish, civil_code, column):
    """A client of a site that keeps its lists, with an article and another that is to expire."""
    settings.KEPT_PAGES_MB, settings.KEPT_SECONDS = 1, 0
    publish("催收怎么办", tags=["催收"], body="<p>依《民法典》第1034条。</p>")
    return Client()


def addresses() -> list[str]:
    return [
        "/",
        Column.objects.get(slug="debt").get_absolute_url(),
        Tag.objects.get().get_absolute_url(),
        Lawyer.objects.get(name="林知远").get_absolute_url(),
        "/lawyers/",
        "/laws/",
        Statute.objects.get().get_absolute_url(),
        Provision.objects.filter(key="1034").get().get_absolute_url(),
        "/about/",
        "/atom.xml",
        "/rss.xml",
        "/robots.txt",
    ]


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_second_time_it_is_one_query(site):
    found = {}
    for address in addresses():
        site.get(address)
        found[address] = queries(site, address)
    assert found == dict.fromkeys(found, 1)


CHANGES = {
    "an article's title": lambda: Article.objects.update(title="改了的题目"),
    "a withdrawal": lambda: Article.objects.update(state="withdrawn"),
    "a tag's name": lambda: Tag.objects.update(name="讨债"),
    "a column's name": lambda: Column.objects.update(name="债务"),
    "a column's description": lambda: Column.objects.update(description="新的说明"),
    "a lawyer's bio": lambda: Lawyer.objects.update(bio="新的简介"),
    "a lawyer leaves": lambda: Lawyer.objects.update(is_on_staff=False),
    "the firm's hours": lambda: Firm.objects.update(office_hours="周一至周五"),
    "a statute's title": lambda: Statute.objects.update(title="民法典（新）"),
    "a statute is repealed": lambda: Statute.objects.update(repealed_on=timezone.localdate()),
    "a provision's words": lambda: Provision.objects.filter(key="1034").update(text="更正的文字。"),
    "a version's end": lambda: StatuteVersion.objects.update(effective_to=timezone.localdate()),
    "an alias": lambda: Statute.objects.get().aliases.create(name="民典"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_at_once_everywhere(change, site, settings):
    for address in addresses():
        site.get(address)
    change()
    kept = {address: site.get(address) for address in addresses()}
    settings.KEPT_PAGES_MB = 0
    now = {address: Client().get(address) for address in addresses()}
    for address in now:
        assert (kept[address].status_code, kept[address].content) == (
            now[address].status_code,
            now[address].content,
        )


def test_a_new_article_and_a_withdrawn_one(site, publish, reviewer):
    def titles():
        return ["第二篇" in site.get(address).content.decode() for address in ("/", "/columns/debt/")]

    assert titles() == [False, False]
    article = publish("第二篇")
    assert titles() == [True, True]
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert titles() == [False, False]


@pytest.mark.parametrize("way", ["coming", "ending"])
def test_the_clock_ends_a_list(way, site, publish, monkeypatch):
    """Nobody writes anything; the next hour of the database is what counts."""
    if way == "coming":
        other = publish("将来的一篇", publish_at=timezone.now() + HOUR)
    else:
        other = publish("过期的一篇", expires_at=timezone.now() + HOUR)
    assert (other.title in site.get("/columns/debt/").content.decode()) == (way == "ending")
    monkeypatch.setattr("hefei_site.kept.time.time", lambda: (timezone.now() + 2 * HOUR).timestamp())
    assert queries(site, "/columns/debt/") > 1


def test_a_change_that_commits_late_is_seen():
    """The ids of changes come before their commits: two states with the same newest id differ."""
    ListChange.objects.create(pk=7)
    early = freshness.state()
    ListChange.objects.create(pk=5)
    assert freshness.state() != early


def test_304_and_head(site):
    page = site.get("/columns/debt/")
    again = site.get("/columns/debt/", headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.head("/columns/debt/")["ETag"] == page["ETag"]
    assert page["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=600"


def test_it_carries_the_policy_of_every_page(site):
    first, second = site.get("/columns/debt/"), site.get("/columns/debt/")
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/laws/search/?q=催收",
        "/healthz",
        "/nothing/",
        "/columns/debt/?older=x",
        "/columns/debt/?a=" + "x" * 600,
        "/?id=5",
    ],
    ids=["admin", "search", "health", "404", "a wrong key", "too long", "a number that may lead on"],
)
def test_what_is_not_kept(address, site, monkeypatch):
    put = []
    monkeypatch.setattr(Shelf, "put", lambda *args: put.append(args))
    site.get(address)
    assert put == []


@pytest.mark.parametrize("address", ["/columns/debt/", "article"])
def test_for_a_second_the_database_is_not_asked(address, site, settings, monkeypatch):
    settings.KEPT_SECONDS = 1
    visitor, article = Client(), Article.objects.get()
    address = article.get_absolute_url() if address == "article" else address
    assert "催收怎么办" in visitor.get(address).content.decode()
    assert queries(visitor, address) == 0
    Article.objects.update(title="改了的题目")
    assert "催收怎么办" in visitor.get(address).content.decode()
    now = time.time()
    monkeypatch.setattr("hefei_site.kept.time.time", lambda: now + 1)
    assert "改了的题目" in visitor.get(address).content.decode()
    Article.objects.update(state="withdrawn")
    monkeypatch.setattr("hefei_site.kept.time.time", lambda: now + 2.1)
    assert "改了的题目" not in visitor.get(address).content.decode()


def test_only_reading_is_answered_from_memory(site, settings):
    settings.KEPT_SECONDS = 60
    visitor = Client()
    for address in (Article.objects.get().get_absolute_url(), "/columns/debt/"):
        visitor.get(address)
        assert visitor.post(address).status_code == 405


def test_what_staff_see_is_what_visitors_see(site, administrator, as_):
    as_(administrator)
    site.force_login(administrator)
    assert site.get("/").content == Client().get("/").content
    assert "cookie" not in site.get("/").get("Vary", "").lower()


def entry(size: int) -> Entry:
    return Entry((1,), 9e9, b"x" * size, {})


def test_the_shelf_is_no_larger_than_it_may_be():
    shelf = Shelf(100)
    shelf.put("a", entry(40))
    shelf.put("b", entry(40))
    assert shelf.get("a", (1,)) is not None  # asked for last
    shelf.put("c", entry(40))
    assert [shelf.get(name, (1,)) is not None for name in "abc"] == [True, False, True]
    shelf.put("a", entry(101))
    assert (shelf.size, [shelf.get(name, (1,)) for name in "abc"]) == (0, [None] * 3)


@pytest.mark.parametrize(
    ("state", "until", "holds"), [((1,), 9e9, True), ((2,), 9e9, False), ((1,), 1.0, False)]
)
def test_an_entry_holds_for_its_state_and_time(state, until, holds):
    shelf = Shelf(100)
    shelf.put("a", Entry((1,), until, b"x", {}))
    assert (shelf.get("a", state) is not None) == holds


def test_old_changes_are_forgotten_but_never_as_if_nothing_had_been():
    states = [freshness.state()]
    for _ in range(3):
        ListChange.objects.create()
        states.append(freshness.state())
        ListChange.objects.update(at=timezone.now() - HOUR)
        freshness.forget()
        if freshness.state() != states[-1]:
            states.append(freshness.state())
    assert (len(set(states)), ListChange.objects.count()) == (len(states), 1)
    freshness.forget()
    assert freshness.state() == states[-1]  # nothing is rendered anew where nothing happens


def test_a_notice_s_words_are_on_no_list(site):
    before = freshness.state()
    CopyrightNotice.objects.update(wording="别的")
    assert freshness.state() != before  # but on every article's page
