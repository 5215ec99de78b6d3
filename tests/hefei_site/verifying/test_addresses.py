"""Every public address is asked for, and one that answers otherwise than it should is named."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.models import Article, OldAddress
from articles.rendering import keeping
from articles.rendering.standing import Standing
from hefei_site.verifying.addresses import Addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(publish, write, civil_code):
    """Public, merged, withdrawn and never live; an old address to an article, one to a page, one that a page hides."""
    for pk in (11, 12):
        publish(f"第 {pk} 篇", pk=pk, tags=["网贷"])
    for pk, target in ((13, None), (15, 12)):
        write("撤下的", pk=pk)
        gone = {"state": Article.State.WITHDRAWN, "published_at": timezone.now(), "merged_into": target}
        Article.objects.filter(pk=pk).update(**gone)
    write("还没发布", pk=14)
    OldAddress.objects.create(old="/post/旧 文.html?id=1", article_id=11)
    OldAddress.objects.create(old="/law", to="/laws/%E6%B0%91%E6%B3%95%E5%85%B8/")
    OldAddress.objects.create(old="/about/", to="/privacy/")


def sentences(sample: int = 0) -> list[str]:
    return [finding.sentence for finding in Addresses(sample).findings()]


def test_all_is_as_it_should_be_and_a_sample_asks_for_fewer(site):
    keeping.keep_all([11])
    few, every = Addresses(1), Addresses()
    assert (list(few.findings()), list(every.findings())) == ([], [])
    assert (few.articles, every.articles, every.kept) == (1, 2, 1)
    assert few.asked < every.asked


def test_what_is_asked_for(site, monkeypatch):
    asked, get = set(), Client.get

    def noting(client, path, **more):
        asked.add(path)
        return get(client, path, **more)

    monkeypatch.setattr(Client, "get", noting)
    sentences()
    wanted = {
        "/hf/11.html", "/hf/12.html", "/hf/13.html", "/hf/14.html", "/hf/15.html", "/", "/about/", "/lawyers/", "/columns/debt/",
        "/columns/debt/rss.xml", "/atom.xml", "/laws/rss.xml", "/laws/", "/sitemap.xml", "/sitemaps/pages.xml", "/robots.txt",
        "/laws/%E6%B0%91%E6%B3%95%E5%85%B8/1034/", "/post/%E6%97%A7%20%E6%96%87.html?id=1",
    }  # fmt: skip
    assert wanted - asked == set()
    assert sum("/tags/" in path for path in asked) == 3  # the tag and its two feeds


def test_a_page_that_breaks_is_named_with_its_status(site, monkeypatch):
    monkeypatch.setattr("articles.views.listing_of", lambda *_: 1 / 0)
    found = sentences()
    assert "网址 /columns/debt/ 回答 500，应是 200。" in found
    assert not any("/hf/" in one for one in found)


def test_a_draft_that_is_shown_is_told_of(site, monkeypatch):
    monkeypatch.setattr("articles.views.reading.response", lambda request, pk: HttpResponse("页"))
    gone = "网址 /hf/{} 回答 200，应是 {}。"
    assert sentences() == [
        gone.format("13.html", 410),
        gone.format("15.html", 301),
        gone.format("14.html", 404),
    ]


def test_an_old_address_that_leads_elsewhere(site, monkeypatch):
    monkeypatch.setattr("hefei_site.views.standing.at", _elsewhere)
    assert "网址 /law 转到 /elsewhere/，应转到 /laws/民法典/。" in sentences()


def _elsewhere(request, number=None):
    return Standing(1, "/elsewhere/", False, False, None)


def test_an_empty_site_answers_too(db):
    assert sentences() == []
