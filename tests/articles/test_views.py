"""What visitors get at each address: the right articles, the right status, nothing that should not be there."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import listing
from articles.listing import PER_PAGE
from articles.models import Article, Tag
from firm.models import Lawyer
from tests.articles.conftest import HOUR
from tests.conftest import STRICT_POLICY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ending", ["html", "png"])
def test_what_the_public_may_not_read(ending, hidden, client):
    articles = hidden()
    found = {kind: client.get(f"/hf/{article.pk}.{ending}") for kind, article in articles.items()}
    assert {kind: response.status_code for kind, response in found.items()} == {
        "draft": 404,
        "in_review": 404,
        "future": 404,
        "expired": 410,
        "withdrawn": 410,
    }
    for kind, response in found.items():
        assert articles[kind].title not in response.content.decode()
    assert "没有找到这个页面" in found["draft"].content.decode()
    assert "这篇文章已经撤下" in found["withdrawn"].content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/hf/99999.html",
        "/hf/0.html",
        "/hf/x.html",
        "/hf/-1.html",
        f"/hf/{10**30}.html",
        f"/hf/{10**30}.png",
        "/columns/none/",
        "/tags/999-x/",
        f"/tags/{10**30}-x/",
        "/lawyers/999/",
        f"/lawyers/{10**30}/",
    ],
)
def test_unknown_addresses(address, client):
    response = client.get(address)
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


@pytest.fixture
def pages(publish, hidden, cases, colleague, column, author):
    """Two published articles, one of each hidden kind and one of another column, tag and author."""
    own = {"tags": ["网贷"]}
    shown = [publish("较早的", publish_at=timezone.now() - HOUR, **own), publish("较晚的", **own)]
    hidden(**own)
    publish("别处的", column=cases, tags=["别的"], by=colleague, author=colleague.lawyer, source_name="法院")
    addresses = [column.get_absolute_url(), Tag.objects.get(name="网贷").get_absolute_url()]
    return [*addresses, author.lawyer.get_absolute_url()], shown[::-1]


def test_lists_hold_published_articles_only(pages, client):
    addresses, shown = pages
    for address in addresses:
        response = client.get(address)
        assert response.context["page"].rows == shown
        html = response.content.decode()
        assert [title for title in ("草稿", "待审", "将来", "过期", "撤下", "别处") if title in html] == []
        assert "较晚的</a>" in html


def test_a_list_shows_what_one_chooses_by(pages, client):
    html = client.get(pages[0][0]).content.decode()
    article = pages[1][0]
    assert f'<a href="{article.get_absolute_url()}">较晚的</a>' in html
    assert f"<p>{article.excerpt}</p>" in html
    assert "金融债务　林知远　<time" in html


@pytest.fixture
def many(publish, column):
    """One more article than two pages hold, newest first."""
    first = publish("原本", tags=["网贷"])
    row = Article.objects.filter(pk=first.pk).values().get()
    del row["id"]
    then = timezone.now() - HOUR
    rows = [
        Article(**row | {"title": f"第{n:02}篇", "published_at": then - n * HOUR})
        for n in range(2 * PER_PAGE)
    ]
    Article.objects.bulk_create(rows)
    tag = Tag.objects.get()
    for article in Article.objects.exclude(pk=first.pk):
        article.tagged.create(tag=tag)
    return ["原本", *(f"第{n:02}篇" for n in range(2 * PER_PAGE))]


def test_page_by_page(many, client, column, author):
    """From page to page by what the pages themselves say, down and up again, and to the end at once."""
    pages = [many[:PER_PAGE], many[PER_PAGE : 2 * PER_PAGE], many[2 * PER_PAGE :]]
    for address in (
        column.get_absolute_url(),
        Tag.objects.get().get_absolute_url(),
        author.lawyer.get_absolute_url(),
    ):

        def go(query, address=address):
            page = client.get(f"{address}?{query}").context["page"]
            return page, [article.title for article in page.rows]

        first, titles = go("")
        assert (titles, first.newer) == (pages[0], "")
        second, titles = go(first.older)
        assert titles == pages[1]
        third, titles = go(second.older)
        assert (titles, third.older) == (pages[2], "")
        assert go(third.newer)[1] == pages[1]
        assert go(second.newer)[1] == pages[0]
        oldest, titles = go("oldest=1")
        assert (titles, oldest.older) == (many[-PER_PAGE:], "")
        assert go(oldest.newer)[1] == many[-2 * PER_PAGE : -PER_PAGE]


def test_the_way_between_pages(many, client, column):
    address = column.get_absolute_url()
    first = client.get(address)
    older = first.context["page"].older
    assert f'<a href="?{older}" rel="next">下一页</a><a href="?oldest=1">最早</a>' in first.content.decode()
    html = client.get(f"{address}?{older}").content.decode()
    newer = client.get(f"{address}?{older}").context["page"].newer
    assert f'<a href="{address}">最新</a><a href="?{newer}" rel="prev">上一页</a>' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}?{older}">' in html


def test_what_comes_out_meanwhile_moves_no_page(many, client, column, publish):
    address = column.get_absolute_url()
    older = client.get(address).context["page"].older
    publish("刚刚发布")
    page = client.get(f"{address}?{older}").context["page"]
    assert [article.title for article in page.rows] == many[PER_PAGE : 2 * PER_PAGE]


def test_the_last_page_asks_what_the_first_does(many, client, column):
    counts = []
    for query in ("", "?oldest=1", f"?{client.get(column.get_absolute_url()).context['page'].older}"):
        with CaptureQueriesContext(connection) as seen:
            client.get(column.get_absolute_url() + query)
        counts.append(len(seen))
    assert counts == [counts[0]] * 3
    assert not any("COUNT" in query["sql"] for query in seen)


@pytest.mark.parametrize(
    "key", ["", "0", "-1", "x", "1.5-2", "９-９", "9" * 30, "1-", "\x00", "1-2\n", "9" * 18 + "-1"]
)
def test_no_such_page(key, many, client, column):
    for address in (column.get_absolute_url(), Tag.objects.get().get_absolute_url()):
        for name in ("older", "newer"):
            response = client.get(address, {name: key})
            assert response.status_code == 404
            assert "没有找到这个页面" in response.content.decode()


@pytest.mark.parametrize(("most", "words"), [(41, "共 41 篇文章"), (40, "共 40 篇以上文章")])
def test_a_tag_counts_no_further_than_it_must(most, words, many, client, monkeypatch):
    monkeypatch.setattr(listing, "MOST", most)
    assert words in client.get(Tag.objects.get().get_absolute_url()).content.decode()


def test_what_few_bear_is_not_looked_for_among_all(many, monkeypatch):
    """By their numbers: in a large archive the way through the newest of all took ten times as long."""
    bearing = Article.objects.filter(tagged__tag=Tag.objects.get())
    few, words = listing.counted(bearing)
    assert (words, "articles_taggedarticle" in str(few.query)) == ("41 篇", False)
    assert set(few) == set(bearing)
    monkeypatch.setattr(listing, "MOST", 40)
    assert listing.counted(bearing) == (bearing, "40 篇以上")


def test_an_empty_column_says_so(column, hidden, client):
    hidden()
    response = client.get(column.get_absolute_url())
    assert response.status_code == 200
    assert "这里还没有文章。" in response.content.decode()


def test_a_tag_by_a_wrong_name_leads_to_the_right_one(publish, client):
    publish(tags=["网贷"])
    tag = Tag.objects.get()
    response = client.get(f"/tags/{tag.pk}-旧名字/")
    assert (response.status_code, response["Location"]) == (301, tag.get_absolute_url())


def test_a_tag_that_only_hidden_articles_bear_is_not_public(hidden, client):
    hidden(tags=["网贷"])
    tag = Tag.objects.get()
    assert client.get(tag.get_absolute_url()).status_code == 404
    assert client.get(f"/tags/{tag.pk}-x/").status_code == 404  # not even by its name


def test_lawyers(publish, colleague, client, author):
    publish()
    Lawyer.objects.filter(pk=colleague.lawyer.pk).update(is_on_staff=False)
    assert list(client.get("/lawyers/").context["lawyers"]) == [author.lawyer]
    assert client.get(colleague.lawyer.get_absolute_url()).status_code == 404  # left, and wrote nothing
    Lawyer.objects.filter(pk=author.lawyer.pk).update(is_on_staff=False)
    response = client.get(author.lawyer.get_absolute_url())
    assert "（已离所）" in response.content.decode()


@pytest.fixture
def public(pages):
    article = pages[1][0]
    return [article.get_absolute_url(), f"/hf/{article.pk}.png", *pages[0], "/lawyers/", "/hf/99999.html"]


def test_no_cookie_for_visitors(public, client):
    for address in public:
        response = client.get(address)
        assert (address, dict(response.cookies), response.get("Set-Cookie")) == (address, {}, None)


def test_the_strict_policy_on_every_page(public, client):
    for address in public:
        response = client.get(address)
        parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")]
        assert (address, {name: value for name, _, value in parts if name}) == (address, STRICT_POLICY)
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_head_and_post(public, client):
    strict = Client(enforce_csrf_checks=True)
    for address in public[:-1]:
        head = client.head(address)
        assert (address, head.status_code, head.content) == (address, 200, b"")
        assert (address, client.post(address).status_code) == (address, 405)
        assert (address, client.delete(address).status_code) == (address, 405)
        assert strict.post(address).status_code == 403


def test_nothing_inline(public, client):
    """What the policy would block is not in the pages to begin with."""
    for address in public:
        html = client.get(address).content.decode(errors="replace")
        for inline in ("<style", " style=", " onclick=", "<script>"):
            assert (address, inline in html) == (address, False)
