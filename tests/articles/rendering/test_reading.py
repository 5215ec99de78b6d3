"""A kept page is read with one query, is what would be rendered now, and is never shown once it is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Column, CopyrightNotice, PageChange, RelatedArticle, StoredPage, Tag
from articles.rendering import keeping, reading
from firm.models import Firm, Lawyer
from statutes.models import Provision, Statute, StatuteVersion

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BODY = "<p>依《民法典》第1034条第二款，可以要求删除。</p>"


@pytest.fixture
def article(publish, civil_code):
    """The middle one of three in its column, with a tag, a citation and related articles; its page is kept."""
    for title, days in (("旧的一篇讲催收", 9), ("新的一篇讲催收", 1)):
        publish(
            title,
            publish_at=timezone.now() - timedelta(days=days),
            tags=["网贷法律"],
            body=f"<p>{title}，正文另说。</p>",
        )
    found = publish(
        "催收打电话怎么办", body=BODY, tags=["网贷法律"], publish_at=timezone.now() - timedelta(days=5)
    )
    keep(found)
    return found


def keep(article) -> None:
    keeping.keep_together([article.pk])
    assert reading.read(article.pk) is not None


def get(client, article, **headers):
    return client.get(article.get_absolute_url(), headers=headers)


def rendered_now(client, article) -> bytes:
    """The page as the view makes it where none is kept."""
    StoredPage.objects.filter(pk=article.pk).delete()
    return get(client, article).content


def test_one_query(article, client, django_assert_num_queries):
    get(client, article)  # the surroundings are kept from now on
    with django_assert_num_queries(1):
        page = get(client, article)
    assert (page.status_code, "催收打电话怎么办" in page.content.decode()) == (200, True)


def test_what_is_kept_is_what_would_be_rendered(article, client):
    kept = get(client, article).content
    assert kept == rendered_now(client, article)


def test_a_browser_that_has_it_gets_304(article, client):
    page = get(client, article)
    again = get(client, article, if_none_match=page["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", page["ETag"])
    assert get(client, article, if_modified_since=page["Last-Modified"]).status_code == 304
    assert get(client, article, if_none_match='"other"').status_code == 200


def test_caches_keep_it_for_a_second_and_browsers_ask(article, client):
    assert get(client, article)["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=600"
    assert "Cookie" not in get(client, article).get("Vary", "")


def withdraw(article, reviewer):
    workflow.perform("withdraw", article, by=reviewer, reason="有误")


def neighbour(name):
    return lambda article, reviewer: Article.objects.filter(title__startswith=name).update(title="改了题目")


def other_withdrawn(article, reviewer):
    withdraw(article.related.first().other, reviewer)


CHANGES = {
    "its own title": lambda article, _: Article.objects.filter(pk=article.pk).update(title="改了"),
    "the title of the one before it": neighbour("旧的"),
    "the title of the one after it": neighbour("新的"),
    "a related one is withdrawn": other_withdrawn,
    "a related one is banned": lambda article, _: RelatedArticle.objects.filter(article=article).delete(),
    "a reason in its list": lambda article, _: RelatedArticle.objects.update(reason="别的理由"),
    "its author's name": lambda article, _: Lawyer.objects.update(name="林改名"),
    "its author's licence": lambda article, _: Lawyer.objects.update(
        licence_expires_on=timezone.localdate() - HOUR * 24
    ),
    "its tag's name": lambda article, _: Tag.objects.update(name="网络借贷"),
    "its tag is taken off": lambda article, _: article.tagged.all().delete(),
    "its column's name": lambda article, _: Column.objects.update(name="债务"),
    "the order of the menu": lambda article, _: Column.objects.create(
        name="新栏目", slug="new", notice=CopyrightNotice.objects.first()
    ),
    "the notice's words": lambda article, _: CopyrightNotice.objects.update(wording="版权所有"),
    "the firm's name": lambda article, _: Firm.objects.update(name="别的律所"),
    "the firm's telephone": lambda article, _: Firm.objects.update(phone="0571-1234567"),
    "the law's title": lambda article, _: Statute.objects.update(title="民法典（新）"),
    "the provision's words": lambda article, _: Provision.objects.filter(key="1034").update(
        text="更正的文字。"
    ),
    "the version's day": lambda article, _: StatuteVersion.objects.update(promulgated_on="2020-05-29"),
    "a verdict": lambda article, _: article.references.update(drift="repealed"),
    "who wrote it with them": lambda article, _: article.coauthors.add(Lawyer.objects.get()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_anything_it_shows_is_seen_at_once(change, article, client, reviewer):
    before = get(client, article).content
    change(article, reviewer)
    seen = get(client, article)
    assert seen.content == rendered_now(client, article)
    article.refresh_from_db()
    if article.related.exists() or article.tagged.exists():
        keeping.keep_together([article.pk])
        assert get(client, article).content == seen.content
    assert before != seen.content or change is CHANGES["the version's day"]


def test_one_that_is_withdrawn_is_gone_at_once(article, client, reviewer):
    withdraw(article, reviewer)
    assert get(client, article).status_code == 410
    keeping.keep_due(5)
    assert (get(client, article).status_code, StoredPage.objects.filter(pk=article.pk).exists()) == (
        410,
        False,
    )


def test_a_new_one_comes_into_its_neighbours_pages(article, client, publish):
    newest = Article.objects.get(title="新的一篇讲催收")
    keep(newest)
    assert "下一篇：没有了" in get(client, newest).content.decode()
    publish("最新的一篇")
    assert "最新的一篇</a>" in get(client, newest).content.decode()


def test_the_page_of_another_release_is_not_shown(article, client):
    StoredPage.objects.update(rendering="0" * 16, main=b"<p>old</p>")
    assert "催收打电话怎么办" in get(client, article).content.decode()
    assert keeping.due(10)[-1:] == [article.pk]
    keeping.keep_due(5)
    assert (reading.read(article.pk) is not None, PageChange.objects.count()) == (True, 0)


def test_a_change_during_the_rendering_is_not_lost(article, client, monkeypatch):
    rendered = keeping._rendered

    def meanwhile(*args):
        pages = list(rendered(*args))
        Article.objects.filter(pk=article.pk).update(title="其间改的题目")
        return pages

    monkeypatch.setattr(keeping, "_rendered", meanwhile)
    keeping.keep_together([article.pk])
    assert "其间改的题目" in get(client, article).content.decode()
