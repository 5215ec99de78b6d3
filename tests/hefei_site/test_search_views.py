"""The page of a search of the whole site, and its suggestions."""

import pytest

from articles.searching import suggesting
from articles.searching.patience import TookTooLong
from hefei_site import search_views
from statutes.searching import index as statute_index

pytestmark = pytest.mark.django_db
CODE = "《中华人民共和国民法典》"


@pytest.fixture
def article(publish, civil_code):
    statute_index.refresh()
    return publish("网贷逾期怎么办", tags=["债务"], body="<p>花呗逾期，看《民法典》第1034条。</p>")


def test_an_address_leads_to_the_provision_first(client, article):
    page = client.get("/search/", {"q": "民法典1034"})
    assert [str(one.provision) for one in page.context["provisions"]] == [f"{CODE}第1034条"]
    html = page.content.decode()
    assert html.index("法规和条文") < html.index("found-articles")
    assert [result.article for result in page.context["found"].results] == [article]


def test_a_question_leads_to_articles_first(client, article):
    html = client.get("/search/", {"q": "花呗逾期后个人信息怎么保护"}).content.decode()
    assert html.index("found-articles") < html.index("法规和条文")
    assert "<mark>花呗逾期</mark>" in html
    assert "引用：《民法典》第1034条" in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_common_word_is_counted_up_to_a_bound(client, article, monkeypatch):
    found = search_views.search("花呗")
    more = type(found)(
        **{name: getattr(found, name) for name in found.__slots__} | {"total": 200, "has_more": True}
    )
    monkeypatch.setattr(search_views, "search", lambda *args: more)
    assert "200 篇以上" in client.get("/search/", {"q": "花呗"}).content.decode()


def test_nothing_found(client, article):
    words = client.get("/search/", {"q": "龘"}).content.decode()
    assert "没有找到与“龘”有关的文章。可以换个说法" in words
    other = client.get("/search/", {"q": "花呗", "year": "1999"}).content.decode()
    assert "在这个范围里没有找到与“花呗”有关的文章。" in other
    assert 'href="?q=%E8%8A%B1%E5%91%97"' in other  # without the filters


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\0"},
        {"q": "%00"},
        {"q": "网贷" * 5_000},
        {"q": "花呗", "page": "-1", "tag": "x", "column": "nothing", "year": "²"},
        {"q": "花呗", "page": "9" * 400, "tag": "9" * 400},
        {"q": "<script>"},
        {},
    ],
)
def test_nonsense_is_answered_with_a_page(asked, client, article):
    response = client.get("/search/", asked)
    assert (response.status_code, b"<script>alert" in response.content) == (200, False)
    assert client.get("/search/suggest/", asked).status_code == 200


def test_a_lone_surrogate_in_the_address(client, article):
    assert client.get("/search/?q=%ED%A0%80").status_code == 200


def test_filters_stay_in_the_form_and_in_the_links(client, article):
    tag = article.tags.get()
    page = client.get("/search/", {"q": "花呗", "column": "debt", "tag": tag.pk})
    html = page.content.decode()
    assert '<option value="debt" selected>' in html
    assert f'<input type="hidden" name="tag" value="{tag.pk}">' in html
    assert page.context["without_tag"] == "?q=%E8%8A%B1%E5%91%97&column=debt"
    assert page.context["provisions"] == []  # the law has no columns


def test_the_tags_of_the_results_narrow_them(client, article):
    [(tag, address)] = client.get("/search/", {"q": "花呗"}).context["tags"]
    assert (tag.name, address) == ("债务", f"?q=%E8%8A%B1%E5%91%97&tag={tag.pk}")


def test_what_takes_too_long_is_told(client, monkeypatch):
    def too_long(*args):
        raise TookTooLong("这次查得太久。")

    monkeypatch.setattr(search_views, "search", too_long)
    response = client.get("/search/", {"q": "网贷"})
    assert (response.status_code, "这次查得太久。" in response.content.decode()) == (503, True)
    monkeypatch.setattr(search_views, "suggest", too_long)
    assert client.get("/search/suggest/", {"q": "网贷"}).json() == {"suggestions": []}


def test_suggestions(client, article):
    found = client.get("/search/suggest/", {"q": "网贷逾期"})
    assert found.json() == {
        "suggestions": [{"text": "网贷逾期怎么办", "kind": "文章", "url": article.get_absolute_url()}]
    }
    assert found["X-Robots-Tag"] == "noindex"
    assert client.get("/search/suggest/", {"q": "民法典1034"}).json()["suggestions"][0]["kind"] == "法条"
    assert suggesting.suggest("网") == []


def test_every_page_has_the_box(client, article):
    for path in ("/", article.get_absolute_url(), "/laws/"):
        assert 'action="/search/"' in client.get(path).content.decode()
    assert (
        client.get("/search/").content.decode().count('action="/search/"') == 1
    )  # there it is the page's own
