"""The sitemaps of the writing: which pages, with which dates, in how many queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Tag
from articles.seo import sitemaps
from firm import sitemaps as files
from firm.models import Lawyer
from tests.articles.conftest import expire
from tests.sitemap_files import listed, maps, pages

pytestmark = pytest.mark.django_db


def test_articles_by_ranges_of_ids(publish, client):
    few = [publish(f"第{n}篇", pk=n) for n in (49_999, 50_000)]
    assert files.numbers(sitemaps.SECTIONS[0]) == [0, 1]
    assert list(listed(client.get("/sitemaps/articles-0.xml"))) == [few[0].get_absolute_url()]
    assert list(listed(client.get("/sitemaps/articles-1.xml"))) == [few[1].get_absolute_url()]


def test_the_date_of_an_article_is_its_last_revision(publish, client):
    article = publish()
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2)]
    Article.objects.update(published_at=days[0])
    assert pages(client, "articles") == {article.get_absolute_url(): "2026-03-01T00:00:00+00:00"}
    Article.objects.update(revised_at=days[1])
    response = client.get(maps(client, "articles")[0])
    assert listed(response) == {article.get_absolute_url(): "2026-03-02T00:00:00+00:00"}
    assert response["Last-Modified"] == "Mon, 02 Mar 2026 00:00:00 GMT"


def test_only_the_published(publish, hidden, client):
    shown = publish()
    hidden(tags=["网贷"])
    assert list(pages(client, "articles")) == [shown.get_absolute_url()]
    assert maps(client, "tags") == []


def test_a_file_asks_two_queries_and_one_if_it_is_known(publish, client, django_assert_num_queries):
    for n in range(3):
        publish(f"第{n}篇")
    (file,) = maps(client, "articles")
    with django_assert_num_queries(2):
        response = client.get(file)
        assert len(listed(response)) == 3
    with django_assert_num_queries(1):
        assert client.get(file, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_a_known_file_is_sent_again_as_soon_as_it_differs(publish, reviewer, client):
    """Also where no date in it grows: what is withdrawn, expires, or comes at an hour that is past for others."""
    one, two, three = (
        publish(f"第{n}篇", publish_at=timezone.now() - timedelta(days=n + 1)) for n in range(3)
    )
    (file,) = maps(client, "articles")
    tags = [client.get(file)["ETag"]]
    since = client.get(file)["Last-Modified"]
    workflow.perform("withdraw", three, by=reviewer, reason="有误")
    tags.append(client.get(file, headers={"if-none-match": tags[-1]})["ETag"])
    expire(two)
    tags.append(client.get(file, headers={"if-none-match": tags[-1]})["ETag"])
    Article.objects.filter(pk=one.pk).update(revised_at=timezone.now())
    tags.append(client.get(file, headers={"if-none-match": tags[-1]})["ETag"])
    assert len(set(tags)) == 4
    assert client.get(file, headers={"if-modified-since": since}).status_code == 200


def test_tags_that_public_articles_bear(publish, write, client):
    publish(tags=["网贷 法律!", "C++"])
    write(tags=["草稿的"])
    tags = {name: Tag.objects.get(name=name).get_absolute_url() for name in ("网贷 法律!", "C++")}
    assert sorted(pages(client, "tags")) == sorted(tags.values())


def test_columns_with_the_day_of_their_newest(publish, column, cases):
    article = publish()
    assert sitemaps.columns() == [("/columns/debt/", article.published_at), ("/columns/cases/", None)]


def test_lawyers_who_have_a_page(publish, author, colleague, client):
    gone = Lawyer.objects.create(name="周某", licence_number="13301200000000009", is_on_staff=False)
    joint = Lawyer.objects.create(name="吴某", licence_number="13301200000000008", is_on_staff=False)
    publish(coauthor_ids=[joint.pk])
    Lawyer.objects.filter(pk=author.lawyer.pk).update(is_on_staff=False)
    paths = [entry.path for entry in sitemaps.lawyers()]
    people = [author.lawyer, colleague.lawyer, joint]
    assert sorted(paths) == sorted(["/lawyers/", *(person.get_absolute_url() for person in people)])
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get(gone.get_absolute_url()).status_code == 404
