"""What leads search engines through the site, and that it leads to nothing which is not public."""

import re

import pytest
from django.conf import settings

from articles.models import Tag
from hefei_site.finding import SECTIONS
from tests.sitemap_files import maps

pytestmark = pytest.mark.django_db
AT = settings.SITE_URL


@pytest.fixture
def site(publish, hidden, civil_code, column):
    """A public article, and of each hidden kind one with the same tag and one of its own; what is public of these."""
    shown = publish("公开的文章", tags=["网贷"], body="<p>依《民法典》第1034条。</p>")
    return shown, list(hidden(tags=["网贷", "藏起来"]).values())


def test_robots_names_the_index_and_each_file(site, client):
    files = maps(client)
    assert files[:2] == ["/sitemap.xml", "/sitemaps/pages.xml"]
    assert [re.sub(r"-\d+", "", file) for file in files[2:]] == [f"/sitemaps/{name}.xml" for name in SECTIONS]
    robots = client.get("/robots.txt").content.decode()
    assert robots.startswith("User-agent: *\nDisallow: /admin/\n\nSitemap: ")
    index = client.get("/sitemap.xml").content.decode()
    assert re.findall(rf"<loc>{AT}([^<]+)</loc>", index) == files[1:]


def test_an_empty_site(client):
    assert maps(client) == ["/sitemap.xml", "/sitemaps/pages.xml"]


@pytest.mark.parametrize(
    ("address", "queries"), [("/robots.txt", 6), ("/sitemap.xml", 6), ("/sitemaps/pages.xml", 2)]
)
def test_queries(address, queries, site, client, django_assert_num_queries):
    """One a section and two for the dates of the law; columns and lawyers."""
    with django_assert_num_queries(queries):
        client.get(address)


def test_every_address_answers_and_none_is_hidden(site, client):
    """A crawl: from robots.txt to all sitemaps and feeds, and to each page that they name."""
    shown, hidden = site
    addresses, words = set(), ""
    for path in maps(client)[1:]:
        content = client.get(path).getvalue().decode()
        addresses |= set(re.findall(rf"<loc>{AT}([^<]+)</loc>", content))
        words += content
    feeds = set()
    for address in addresses:
        response = client.get(address)
        page = response.content.decode()
        assert (address, response.status_code, "noindex" in page) == (address, 200, False)
        assert (address, f'<link rel="canonical" href="{AT}{address}">' in page) == (address, True)
        feeds |= set(re.findall(rf'href="{AT}([^"]+(?:atom|rss)\.xml)"', page))
    words += "".join(client.get(feed).content.decode() for feed in feeds)
    tag = Tag.objects.get(name="网贷").get_absolute_url()
    bases = ["/", "/columns/debt/", tag, "/laws/"]
    assert feeds == {f"{base}{form}.xml" for base in bases for form in ("atom", "rss")}
    assert shown.get_absolute_url() in words
    assert [
        article.title for article in hidden if article.get_absolute_url() in words or article.title in words
    ] == []
    assert Tag.objects.get(name="藏起来").get_absolute_url() not in words


@pytest.mark.parametrize(
    "address", ["/sitemaps/none-0.xml", "/sitemaps/articles-7777.xml", "/sitemaps/articles.xml"]
)
def test_no_such_sitemap(address, site, client):
    assert client.get(address).status_code == 404


def test_home_and_about_say_what_the_firm_is(client):
    for address in ("/", "/about/"):
        assert '"@id": "http://127.0.0.1:8000/#firm"' in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/atom.xml"])
def test_only_read(address, client):
    assert client.post(address).status_code == 405
