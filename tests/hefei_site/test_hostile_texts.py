"""Scripts in every text that anybody can write, by every way in: no page shows one so that it would run.

Wagtail had them in rich text, comparisons, list columns, confirmation messages, help texts and class names; WordPress in slugs.
"""

import json
import logging
from xml.parsers import expat

import pytest
from django.test import Client
from django.urls import reverse

from articles import revisions, workflow
from articles.models import Article, LintRule, Revision
from firm.models import Lawyer
from tests.articles.archive.conftest import bring
from tests.hefei_site import hostile
from tests.hefei_site.walking import undone, views
from tests.markup import what_runs

__all__ = ["bring"]
pytestmark = pytest.mark.django_db
DESK = "admin:articles_article_"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p onclick=x>a</p>", ["<p onclick>"]),
        ("<script>x</script>", ["<script {}>"]),
        ('<script src="/static/js/site.js"></script>', []),
        ('<script src="//e.example/static/js/site.js"></script>', 2),  # not ours, and from elsewhere
        ('<script src="/static/../media/x.js"></script>', 1),
        ('<script type="application/ld+json">{}</script>', []),
        ('<script type="importmap">{}</script>', 1),  # without the page's nonce
        ("<svg><a xlink:href='javascript:x'>", ["<a xlink:href='javascript:x'>"]),
        ("<a href=' java\tscript:x'>", 1),
        ("<a href='data:text/html,x'>", 1),
        ("<form action='javascript:x'>", 1),
        ("<p style='x'>", ["<p style>"]),
        ("<style>x</style>", ["<style>"]),
        ("<iframe src='/x'>", ["<iframe>"]),
        ("<img src='//e.example/x'>", 1),
        ("<img src='https://e.example/x'>", 1),
        ("<base href='/x'>", ["<base>"]),
        ("<meta http-equiv=refresh content='0;url=/x'>", 1),
        ("<a href='/x'>&lt;script&gt;</a>", []),
    ],
)
def test_the_checker_sees_what_it_should(html, found):
    """Else the tests below could not fail."""
    assert what_runs(html) == found if isinstance(found, list) else len(what_runs(html)) == found


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def staff(people):
    client = Client(raise_request_exception=False)
    client.force_login(people["administrator"])
    return client


@pytest.fixture
def brought(house, people, bring, tmp_path, monkeypatch, settings):
    """The house with what three imports have brought; their articles by number."""
    Lawyer.objects.filter(user=people["author"]).update(name=hostile.TEXTS[1])
    for path in hostile.archives(tmp_path, monkeypatch):
        bring(path)
    return [501, 521, 541]


def offences(responses) -> dict[str, object]:
    """What runs, and what broke, by where."""
    found = {}
    for name, response in responses:
        if response.status_code >= 500:
            found[name] = response.status_code
        elif response.get("Content-Type", "").startswith("text/html"):
            found[name] = what_runs(response.content.decode())
    return {name: offence for name, offence in found.items() if offence}


def test_imports(brought, client):
    """Each importer's articles, on their pages and in lists."""
    pages = [f"/hf/{pk}.html" for pk in brought] + ["/", "/columns/evil/", "/lawyers/", "/search/?q=恶"]
    responses = [(page, client.get(page)) for page in pages]
    assert [response.status_code for _, response in responses] == [200] * len(pages)
    assert [page for page, response in responses if hostile.MARK not in response.content.decode()] == []
    assert offences(responses) == {}
    assert {url for url in Article.objects.values_list("source_url", flat=True) if url} == set()


def test_every_column_on_every_page(brought, house, staff, client):
    """Each text of each row is a script, written past all forms; every page of the site, for staff and for visitors."""
    columns = hostile.poison()
    assert len(columns) > 50
    queries = {"q": hostile.TEXTS[0], "from": "1", "to": "2", "error": hostile.TEXTS[1]}
    responses = [
        (f"{view.name} {who}", browser.get(house.address(view), queries))
        for who, browser in (("staff", staff), ("visitor", client))
        for view in views()
    ]
    assert offences(responses) == {}
    showing = {
        name.removeprefix("admin:")
        for name, response in responses
        if response.status_code == 200 and hostile.MARK in response.content.decode("utf-8", "replace")
    }
    assert len(showing) > 90
    assert {
        f"{page} visitor" for page in ("home", "article", "preview", "provision", "tag", "search")
    } <= showing
    assert {
        f"articles_article_{page} staff" for page in ("compare", "revision", "change", "preview")
    } <= showing


def test_what_is_answered_to_what_was_posted(house, staff, people):
    """Messages, confirmations, forms shown again with what was typed: for each view, by who may use it."""
    hostile.poison(hostile.SHORT)
    words = {name: hostile.TEXTS[0] for name, value in house.posted.items() if isinstance(value, str)}
    posted = (
        house.posted
        | words
        | {"title": hostile.TEXTS[0][:90], "body": hostile.SHORT, "post": "", "key": "0" * 32}
    )
    author = Client(raise_request_exception=False)
    author.force_login(people["author"])
    responses = []
    for who, browser in (("author", author), ("staff", staff)):
        for view in views():
            if view.name.startswith(DESK if browser is author else "admin:") and "log" not in view.name:
                with undone():
                    answer = browser.post(house.address(view), posted, follow=True)
                responses.append((f"{view.name} {who}", answer))
    assert offences(responses) == {}
    with undone():  # the list's actions name each article on a page of their own
        chosen = {"action": "bulk_submit", "_selected_action": [house.article.pk, house.waiting.pk]}
        page = staff.post(reverse(f"{DESK}changelist"), chosen)
    assert (hostile.MARK in page.content.decode(), what_runs(page.content.decode())) == (True, [])


def test_a_document(house, people):
    """The text, links and name of a .docx: read into the editor, and made a draft."""
    author = Client()
    author.force_login(people["author"])
    read = author.post(reverse(f"{DESK}docx"), {"file": hostile.document()}).json()
    assert (hostile.MARK in read["html"], what_runs(read["html"])) == (True, [])
    pasted = author.post(reverse(f"{DESK}word"), {"html": hostile.BODY}).json()
    assert what_runs(pasted["html"]) == []
    fields = {
        "file": hostile.document(),
        "column": house.article.column_id,
        "author": house.article.author_id,
    }
    page = author.post(reverse(f"{DESK}from_word"), fields, follow=True)
    assert (hostile.MARK in page.content.decode(), what_runs(page.content.decode())) == (True, [])


def test_restored_compared_published(house, people, rewrite, client, staff, reviewer):
    """An old revision with a script in it comes back, stands beside the new one, and goes live."""
    LintRule.objects.update(is_on=False)  # they would ask for answers first
    article = house.waiting
    workflow.perform("return", article, by=reviewer, reason=hostile.TEXTS[0])
    rewrite(
        article, body=hostile.BODY, title=hostile.TEXTS[0], tags=[hostile.TEXTS[1]], note=hostile.TEXTS[1]
    )
    rewrite(article, body="<p>恶，又一版。</p>")
    revisions.restore(article.revisions.get(number=2), by=people["author"], base=revisions.newest(article).pk)
    pages = [
        (n, staff.get(reverse(f"{DESK}{n}", args=[article.pk]), {"from": 2, "to": 3}))
        for n in ("compare", "revisions", "change", "preview")
    ]
    assert offences(pages) == {}
    assert [page.status_code for _, page in pages] == [200] * 4
    workflow.perform("submit", article, by=people["author"])
    workflow.perform("publish", article, by=reviewer)
    live = client.get(article.get_absolute_url())
    assert (live.status_code, hostile.MARK in live.content.decode(), offences([("live", live)])) == (
        200,
        True,
        {},
    )
    assert Revision.objects.filter(article=article, state="live").get().number == 4


BREAKING = [
    "]]></title><script>alert(1)</script>",
    "</script><!--<script>",
    "\u2028\u2029",  # line ends in JavaScript, not in JSON
    "&amp;&lt;&#0;&bogus;",
    "\x01\x08\x0b\x1f\x7f\x85",  # which XML cannot hold
    "\ufffe\uffff\ufdd0",  # which no text should hold
    "😀\u200d💻\u202e",
    '"quoted\\" \\u003c',
]


@pytest.mark.parametrize("text", BREAKING)
def test_feeds_sitemaps_and_linked_data_stay_well_formed(text, house, client):
    """Whatever stands in titles, summaries, names of tags and columns."""
    article = house.article
    Article.objects.filter(pk=article.pk).update(title=f"题{text}", summary=f"摘{text}", keywords=text)
    article.column.__class__.objects.filter(pk=article.column_id).update(name=f"栏{text}"[:30])
    article.tags.update(name=f"签{text}")
    Lawyer.objects.update(name=f"林{text}")
    broken = {}
    for view in views():
        if view.is_admin:
            continue
        response = client.get(house.address(view), {"q": "题"})
        kind = response.get("Content-Type", "")
        try:
            if "xml" in kind:
                expat.ParserCreate().Parse(response.content, True)
            if "json" in kind:
                json.loads(response.content)
            if "html" in kind:
                for block in response.content.decode().split('<script type="application/ld+json">')[1:]:
                    json.loads(block.split("</script>")[0])
                    assert "<" not in block.split("</script>")[0]
        except (expat.ExpatError, ValueError, AssertionError) as error:
            broken[view.name] = repr(error)
    assert broken == {}
