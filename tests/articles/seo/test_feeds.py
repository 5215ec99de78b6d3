"""The feeds of the writing: which articles, whose, and how readers find them."""

import re
from xml.etree import ElementTree

import pytest

from articles.models import Article, Tag
from firm import feeds
from firm.models import Lawyer
from tests.firm.test_feeds import ATOM

pytestmark = pytest.mark.django_db


def titles(client, address: str) -> list[str]:
    root = ElementTree.fromstring(client.get(address).content)
    return [found.text for found in root.findall(f"{ATOM}entry/{ATOM}title")]


@pytest.fixture
def archive(publish, hidden, cases):
    """Two articles of one column and tag, one of each hidden kind there, one of another column."""
    publish("较早的", tags=["网贷"])
    publish("较晚的", tags=["网贷"])
    hidden(tags=["网贷"])
    publish("案例", column=cases, source_name="法院")
    return Tag.objects.get().get_absolute_url()


def test_whose_articles(archive, client):
    assert titles(client, "/atom.xml") == ["案例", "较晚的", "较早的"]
    assert titles(client, "/columns/debt/atom.xml") == ["较晚的", "较早的"]
    assert titles(client, f"{archive}atom.xml") == ["较晚的", "较早的"]


@pytest.mark.parametrize(("address", "queries"), [("/", 3), ("/columns/debt/", 4)])
def test_the_queries_of_a_feed(address, queries, archive, client, django_assert_num_queries):
    """The firm, the column, the articles, their co-authors."""
    with django_assert_num_queries(queries):
        client.get(f"{address}rss.xml")


def test_a_feed_ends(publish, client, monkeypatch):
    monkeypatch.setattr(feeds, "ENTRIES", 1)
    publish("一")
    publish("二")
    assert titles(client, "/atom.xml") == ["二"]


def test_an_entry(publish, colleague, client):
    article = publish("标题 <b>", coauthor_ids=[colleague.lawyer.pk], summary="摘要 <i>&")
    root = ElementTree.fromstring(client.get("/atom.xml").content)
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "标题 <b>"
    assert entry.findtext(f"{ATOM}summary") == "摘要 &lt;i&gt;&amp;"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "林知远、沈若水"
    assert entry.findtext(f"{ATOM}updated") == article.published_at.isoformat()


def test_a_feed_that_is_known_is_not_sent_again(publish, client):
    publish("一")
    response = client.get("/rss.xml")
    known = {"if-none-match": response["ETag"]}
    assert client.get("/rss.xml", headers=known).status_code == 304
    Article.objects.update(excerpt="改过")
    assert client.get("/rss.xml", headers=known).status_code == 200


@pytest.mark.parametrize(
    "address", ["/columns/none/atom.xml", "/tags/9-x/rss.xml", "/atom.json", "/laws/none.xml"]
)
def test_no_such_feed(address, client):
    assert client.get(address).status_code == 404


def test_a_tag_that_only_hidden_articles_bear_has_none(hidden, client):
    hidden(tags=["网贷"])
    assert client.get(f"{Tag.objects.get().get_absolute_url()}atom.xml").status_code == 404


def test_pages_name_their_feeds(archive, client):
    """What a page names is there."""
    link = re.compile(
        r'<link rel="alternate" type="application/(?:atom|rss)\+xml" title="[^"]+" href="[^"/]+//[^/]+([^"]+)">'
    )
    site = ["/atom.xml", "/rss.xml"]
    own = {"/": "", "/columns/debt/": "/columns/debt/", archive: archive, "/laws/": "/laws/"}
    for page, base in own.items():
        found = link.findall(client.get(page).content.decode())
        assert (page, sorted(found)) == (
            page,
            sorted([*site, *(f"{base}{f}.xml" for f in ("atom", "rss") if base)]),
        )
        assert {client.get(feed).status_code for feed in found} == {200}


def test_a_former_lawyer_stays_the_author(publish, client):
    publish()
    Lawyer.objects.update(is_on_staff=False)
    assert b"<name>\xe6\x9e\x97\xe7\x9f\xa5\xe8\xbf\x9c</name>" in client.get("/atom.xml").content
