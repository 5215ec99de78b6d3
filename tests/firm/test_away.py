"""Visitors' pages come from a standby, and from another database where one fails; what cannot be answered is 503 and harms nothing."""

import pytest
from django.conf import settings
from django.db import InternalError, OperationalError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg2.errors import ReadOnlySqlTransaction

from articles.models import Article
from firm import away, standbys
from firm.sitemaps import MOST

STANDBY = "standby-1"


@pytest.fixture
def standby(committed, monkeypatch):
    """standby(port=…): the process knows of one standby; it is this database, which takes no writes there."""
    watch = standbys.Watch((STANDBY,), 3.0, is_looking=True)
    watch.saw_written(1, standbys.monotonic())
    watch.saw_replayed(STANDBY, 1, standbys.monotonic())
    monkeypatch.setattr(standbys, "watch", lambda: watch)
    monkeypatch.setattr(standbys, "TRUSTED", 600.0)  # nobody looks again here, however long the test takes

    def _standby(**changes):
        connections[STANDBY] = standby = connection.copy(STANDBY)
        standby.settings_dict |= changes
        standby.settings_dict["OPTIONS"]["options"] = "-c default_transaction_read_only=on"

    yield _standby
    connections[STANDBY].close()
    del connections[STANDBY]


@pytest.fixture
def reader():
    """A visitor who is shown the site's own error pages."""
    return Client(raise_request_exception=False)


def asked(client: Client, address: str, **headers) -> tuple[int, str, bool]:
    """The status, which database was asked, and whether the primary was asked anything."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
        b"".join(response)
    return response.status_code, response.wsgi_request.read_from, bool(queries)


def test_what_visitors_read_comes_from_the_standby_alone(standby, publish, civil_code, reader):
    article = publish(tags=["网贷"])
    tag = article.tags.get()
    standby()
    addresses = [
        "/", article.get_absolute_url(), f"/hf/{article.pk}.png", "/columns/debt/", tag.get_absolute_url(),
        "/lawyers/", "/laws/", "/laws/民法典/", "/laws/民法典/1034/", "/laws/search/?q=个人信息", "/search/?q=网贷",
        "/search/suggest/?q=网贷", "/atom.xml", "/sitemap.xml", f"/sitemaps/articles-{article.pk // MOST}.xml", "/about/",
    ]  # fmt: skip
    answers = {address: asked(reader, address) for address in addresses}
    assert answers == dict.fromkeys(addresses, (200, STANDBY, False))
    assert asked(reader, "/hf/99.html") == (404, STANDBY, False)


def test_who_may_just_have_written_something_reads_the_primary(standby, publish, reviewer, reader):
    article = publish()
    standby()
    assert asked(reader, "/preview/nothing/") == (404, "default", True)
    assert asked(reader, "/admin/login/")[:2] == (200, "default")
    assert reader.post("/search/").wsgi_request.read_from == "default"
    reader.force_login(reviewer)
    assert asked(reader, article.get_absolute_url()) == (200, "default", True)


def test_a_standby_that_is_gone_costs_no_page(standby, publish, reader):
    article = publish()
    standby(HOST="127.0.0.1", PORT="1")
    assert asked(reader, article.get_absolute_url()) == (200, "default", True)


def test_a_page_that_would_write_is_made_by_the_primary(standby, monkeypatch, publish, reader):
    article = publish()
    standby()

    def writes(request, pk):
        standbys.reading().cursor().execute("UPDATE articles_article SET title = 'x' WHERE id = %s", [pk])

    monkeypatch.setattr("articles.rendering.reading.response", writes)
    assert asked(reader, article.get_absolute_url())[1:] == ("default", True)
    assert Article.objects.get().title == "x"


@pytest.mark.parametrize(
    ("method", "said"), [("get", "网站暂时打不开"), ("head", ""), ("post", "您写的没有丢")]
)
def test_where_no_database_answers(method, said, reader, monkeypatch):
    """503 with a page of its own for who reads and who wanted something kept, and when to come again."""

    def gone(*args, **kwargs):
        raise OperationalError("could not connect to server")

    monkeypatch.setattr("firm.models.Firm.load", gone)
    response = getattr(reader, method)("/admin/login/")
    body = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "5",
        "no-store",
    )
    assert (said in body, "connect" in body) == (True, False)


@pytest.mark.parametrize(
    ("error", "is_away"),
    [
        (OperationalError("server closed the connection"), True),  # gone, also: at its limit, a lock not had in time, a deadlock
        (InternalError("cannot execute UPDATE in a read-only transaction"), False),  # any other fault of the database's is ours
        (ValueError("x"), False),
        (None, False),
    ],
)  # fmt: skip
def test_what_counts_as_away(error, is_away):
    assert away.is_away(error) is is_away


def test_a_primary_that_has_become_a_standby_counts_as_away(standby, write):
    article = write()
    standby()
    with pytest.raises(InternalError) as raised:
        Article.objects.using(STANDBY).filter(pk=article.pk).update(title="x")
    assert (isinstance(raised.value.__cause__, ReadOnlySqlTransaction), away.is_away(raised.value)) == (
        True,
        True,
    )


def test_it_stands_outside_of_all_that_asks_the_database():
    inside = settings.MIDDLEWARE[settings.MIDDLEWARE.index("firm.away.read_elsewhere") :]
    assert {"django.contrib.sessions.middleware.SessionMiddleware", "hefei_site.kept.kept"} <= set(inside)
