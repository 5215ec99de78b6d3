"""Addresses where no page is kept are answered with two queries at most, and rightly at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Column, OldAddress
from articles.rendering import keeping, messages, standing
from firm.models import Firm

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _kept(settings, monkeypatch):
    """Pages are kept as in production, none of another test's."""
    settings.KEPT_PAGES_MB, settings.KEPT_SECONDS = 1, 0
    monkeypatch.setattr(messages, "_kept", {})


@pytest.fixture
def numbers(hidden, publish, administrator):
    """The numbers of articles of each kind that is not read, and one that nobody has."""
    kinds = {kind: article.pk for kind, article in hidden().items()}
    into, merged = publish("留下的一篇"), publish("并入的一篇")
    workflow.perform("merge", merged, by=administrator, into=into, reason="相近")
    return kinds | {"merged": merged.pk, "unknown": 999_999, "absurd": 10**30}


@pytest.fixture
def dead(publish, reviewer):
    """Addresses at which nothing is read, with their status."""
    withdrawn = workflow.perform("withdraw", publish("撤下的一篇"), by=reviewer, reason="有误")
    return {"/no/": 404, withdrawn.get_absolute_url(): 410}


def asked(client, address: str) -> tuple[int, int]:
    """The status, and how many queries it took."""
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    return response.status_code, len(seen)


def test_two_queries_for_a_page_and_one_for_a_picture(numbers, client):
    status = dict.fromkeys(("draft", "in_review", "future", "unknown", "absurd"), 404)
    status |= {"expired": 410, "withdrawn": 410, "merged": 301}
    for kind in ("404.html", "410.html"):
        client.get(reverse("article", args=[numbers["unknown" if kind == "404.html" else "withdrawn"]]))
    pages = {kind: asked(client, reverse("article", args=[pk])) for kind, pk in numbers.items()}
    codes = {kind: asked(client, reverse("article_qr", args=[pk])) for kind, pk in numbers.items()}
    assert pages == {kind: (status[kind], 1 if kind == "absurd" else 2) for kind in numbers}
    assert codes == {kind: (status[kind], 1) for kind in numbers}
    assert asked(client, "/no-such-page/") == (404, 1)


def test_a_number_that_becomes_an_article_is_seen_at_once(write, author, reviewer, client):
    article = write("还没有发布", pk=77)
    assert client.get("/hf/77.html").status_code == 404
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    assert client.get("/hf/77.html").status_code == 200
    keeping.keep_together([77])
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert client.get("/hf/77.html").status_code == 410


def test_an_old_address_counts_from_when_it_is_loaded(publish, client):
    publish(pk=5)
    assert client.get("/hf/6.html").status_code == 404
    OldAddress.objects.create(old="/hf/6.html", article_id=5)
    assert client.get("/hf/6.html")["Location"] == "/hf/5.html"
    assert client.get("/hf/6.html?from=wx")["Location"] == "/hf/5.html"
    OldAddress.objects.create(old="/hf/6.html?from=wx", to="/about/")
    assert client.get("/hf/6.html?from=wx")["Location"] == "/about/"


CHANGES = {
    "the firm's name": lambda: Firm.objects.update(name="别的律所"),
    "its telephone": lambda: Firm.objects.update(phone="0571-1234567"),
    "a column's name": lambda: Column.objects.update(name="改了名的栏目"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_stands_around_it_is_today_s(change, dead, client, settings):
    before = {address: client.get(address).content for address in dead}
    change()
    after = {address: client.get(address) for address in dead}
    settings.KEPT_PAGES_MB = 0
    assert {address: page.status_code for address, page in after.items()} == dead
    for address, page in after.items():
        assert page.content != before[address]
        assert page.content == client.get(address).content


def test_no_cache_keeps_it(dead, client):
    for address in dead:
        assert not client.get(address).has_header("Cache-Control")


def test_pages_of_old_versions_go(monkeypatch):
    monkeypatch.setattr(messages, "_rendered", lambda template: b"x")
    for shell in range(3 * messages.MOST):
        messages.message("404.html", 404, shell)
    assert 0 < len(messages._kept) <= messages.MOST


def test_an_article_that_is_due_is_read_all_the_same(publish, client):
    article = publish("还没有渲染", publish_at=timezone.now() - HOUR)
    assert "还没有渲染" in client.get(article.get_absolute_url()).content.decode()


def test_no_table_is_read_through(publish):
    """Whatever the archive's size; articles are found by an index that begins with their number."""
    publish(pk=5)
    sql, parameters = standing._statement()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", [["/a", "/a?b"], *parameters, 5])
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "Seq Scan" not in plan
