"""An article in the words of schema.org, as its page carries it."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Column
from articles.seo import linked_data
from firm.models import Lawyer

SITE = "https://law.example"
ANY = st.text(st.characters(codec=None, categories=None), max_size=120)
FIRM = "浙江合飞律师事务所"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def of_page(client, address: str) -> list[dict]:
    html = client.get(address).content.decode()
    return [
        json.loads(block)
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    ]


@pytest.mark.django_db
def test_an_article(publish, colleague, civil_code, client):
    article = publish(
        "网贷逾期怎么办",
        body="<p>依《民法典》第1034条。</p>",
        tags=["网贷", "催收"],
        coauthor_ids=[colleague.lawyer.pk],
        summary="摘要",
    )
    Article.objects.update(
        published_at=datetime(2026, 3, 1, tzinfo=UTC), revised_at=datetime(2026, 3, 2, 1, 2, 3, 4, tzinfo=UTC)
    )
    page = f"{SITE}{article.get_absolute_url()}"
    people = [
        {"@type": "Person", "name": lawyer.name, "jobTitle": "律师", "url": f"{SITE}/lawyers/{lawyer.pk}/"}
        for lawyer in (article.author, colleague.lawyer)
    ]
    found, way = of_page(client, article.get_absolute_url())
    assert found == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "网贷逾期怎么办",
        "description": "摘要",
        "url": page,
        "mainEntityOfPage": page,
        "inLanguage": "zh-CN",
        "articleSection": "金融债务",
        "keywords": ["网贷", "催收"],
        "datePublished": "2026-03-01T00:00:00+00:00",
        "dateModified": "2026-03-02T01:02:03+00:00",
        "author": people,
        "publisher": {"@type": "Organization", "@id": f"{SITE}/#firm", "name": FIRM, "url": f"{SITE}/"},
        "citation": [
            {
                "@type": "Legislation",
                "name": "《中华人民共和国民法典》第1034条",
                "url": f"{SITE}/laws/%E6%B0%91%E6%B3%95%E5%85%B8/1034/",
            }
        ],
    }
    assert [item["name"] for item in way["itemListElement"]] == ["首页", "金融债务", "网贷逾期怎么办"]


@pytest.mark.django_db
def test_a_reprint_is_its_source_s(publish, cases, client):
    source = {"source_name": "最高人民法院", "source_url": "https://court.example/1"}
    found, _ = of_page(client, publish(column=cases, **source).get_absolute_url())
    assert found["author"] == {"@type": "Organization", "name": "最高人民法院"}
    assert ([person["name"] for person in found["editor"]], found["isBasedOn"]) == (
        ["林知远"],
        source["source_url"],
    )


@pytest.mark.django_db
def test_a_preview_says_nothing_to_search_engines(write, as_, author):
    """And the page is noindex, as before."""
    article = write()
    address = f"/admin/articles/article/{article.pk}/preview/"
    html = as_(author).get(address).content.decode()
    assert ('<meta name="robots" content="noindex">' in html, "ld+json" in html) == (True, False)


@pytest.mark.django_db
def test_the_head_of_an_article_s_page(publish, client):
    html = client.get(
        publish('引号"和<尖括号>', tags=["网贷"], summary="摘要").get_absolute_url()
    ).content.decode()
    found = dict(re.findall(r'<meta property="([a-z_:]+)" content="([^"]*)">', html))
    times = [found.pop("article:published_time"), found.pop("og:url")]
    assert (found, len(times)) == (
        {
            "og:type": "article",
            "og:title": "引号&quot;和&lt;尖括号&gt;",
            "og:description": "摘要",
            "og:site_name": FIRM,
            "og:locale": "zh_CN",
            "article:section": "金融债务",
            "article:tag": "网贷",
        },
        2,
    )
    assert times[1] == html.split('<link rel="canonical" href="')[1].split('"')[0]


@given(ANY)
def test_any_title_makes_two_blocks(title):
    article = Article(
        pk=1, title=title, excerpt=title, column=Column(name=title, slug="x"), author=Lawyer(pk=1, name=title)
    )
    written = linked_data.blocks(article, f"{SITE}/hf/1.html", title, [], [title], [])
    written.encode()
    found = re.findall(r'<script type="application/ld\+json">([^<>&]*)</script>', written)
    assert [json.loads(block)["@type"] for block in found] == ["Article", "BreadcrumbList"]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<p>无图</p>", ""),
        (
            '<p>一</p><figure><img src="/media/images/a.webp" srcset="x"></figure>',
            f"{SITE}/media/images/a.webp",
        ),
        ("<p>&lt;img src=&quot;/a&quot;</p>", ""),  # words about a picture are none
    ],
)
def test_the_picture_of_an_article(html, address):
    assert linked_data.picture(Article(body_html=html)) == address
