"""Which articles link to which, and the addresses that the links have on the pages."""

import pytest
from django.utils import timezone

from articles import linking, workflow
from articles.html import sanitise
from articles.law import rechecking
from articles.models import Article, ArticleLink

pytestmark = pytest.mark.django_db


def link(address: str, words: str = "另一篇") -> str:
    return f'<p><a href="{address}">{words}</a></p>'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (link("/hf/12.html"), {12: "另一篇"}),
        (link("/hf/12.html#law-1"), {12: "另一篇"}),
        (link("/hf/12.html?from=wx"), {12: "另一篇"}),
        (link("http://127.0.0.1:8000/hf/12.html"), {12: "另一篇"}),  # ours
        (link("https://127.0.0.1:8000/hf/12.html"), {12: "另一篇"}),
        (link("https://example.com/hf/12.html"), {}),
        (link("/hf/12.png"), {}),
        (link("/laws/民法典/12/"), {}),
        (link("/hf/12.html", "看<strong>这</strong>篇"), {12: "看这篇"}),
        (
            link("/hf/12.html", "先") + link("/hf/13.html") + link("/hf/12.html", "后"),
            {12: "先", 13: "另一篇"},
        ),
        ("<p>/hf/12.html</p>", {}),
        ("", {}),
    ],
)
def test_links_in_a_body(html, found):
    assert linking.linked(sanitise(html)) == found


def test_links_are_kept_at_publishing(publish, write, republish):
    other, third = publish("甲"), publish("乙")
    article = publish("丙", body=link(f"/hf/{other.pk}.html") + link("/hf/999999.html"))
    draft = write("草稿", body=link(f"/hf/{other.pk}.html"))
    assert [(one.article, one.words) for one in linking.inbound(other)] == [(article, "另一篇")]
    republish(article, body=link(f"/hf/{third.pk}.html") + link(f"/hf/{article.pk}.html"))
    assert list(linking.inbound(other)) == []
    assert [one.article for one in linking.inbound(third)] == [article]
    assert list(linking.inbound(article)) == []  # not from itself
    assert draft.links.count() == 0


def test_links_of_what_is_withdrawn_lead_nowhere(publish, reviewer):
    other = publish("甲")
    article = publish("乙", body=link(f"/hf/{other.pk}.html"))
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert list(linking.inbound(other)) == []
    assert ArticleLink.objects.count() == 1  # known again when it comes back


@pytest.fixture
def merged(publish, write):
    """An article that was merged into another: both, the one that stayed last."""
    old, new = publish("旧"), publish("新")
    Article.objects.filter(pk=old.pk).update(state="withdrawn", merged_into=new)
    return old, new


@pytest.mark.parametrize("address", ["/hf/{}.html", "/hf/{}.html#a", "http://127.0.0.1:8000/hf/{}.html?x=1"])
def test_a_page_leads_to_where_an_article_went(address, merged, publish):
    """What the lawyer wrote stays as it is."""
    old, new = merged
    body = sanitise(link(address.format(old.pk)) + link("https://example.com/hf/1.html"))
    article = publish("链接的", body=body)
    assert article.body == body
    assert article.body_html == body.replace(str(old.pk), str(new.pk))
    assert [one.article for one in linking.inbound(new)] == [article]


def test_checking_the_law_again_keeps_the_address(merged, publish, civil_code):
    old, new = merged
    article = publish("链接的", body=link(f"/hf/{old.pk}.html") + "<p>依《民法典》第111条。</p>")
    rechecking.recheck([article.pk], timezone.localdate())
    article.refresh_from_db()
    assert f'href="/hf/{new.pk}.html"' in article.body_html
    assert f'href="/hf/{old.pk}.html"' in article.body


def test_readdressing_follows_and_gives_back(publish):
    old, new = publish("旧"), publish("新")
    body = sanitise(link(f"/hf/{old.pk}.html") + link(f"/hf/{new.pk}.html"))
    article = publish("链接的", body=body)
    Article.objects.filter(pk=old.pk).update(state="withdrawn", merged_into=new)
    linking.readdress([old.pk])
    article.refresh_from_db()
    assert article.body_html == body.replace(str(old.pk), str(new.pk))
    Article.objects.filter(pk=old.pk).update(state="live", merged_into=None)
    linking.readdress([old.pk])
    article.refresh_from_db()
    assert article.body_html == body


def test_a_page_that_fails_holds_up_no_other(publish, administrator, monkeypatch):
    """Both link to what was merged: the first breaks, the second is brought to the address of today all the same."""
    old, new = publish("旧"), publish("新")
    first, second = (publish(title, body=link(f"/hf/{old.pk}.html")) for title in ("甲", "乙"))
    workflow.perform("merge", old, by=administrator, reason="内容相同", into=new)
    right = linking.with_current_addresses

    def breaks(html, body):
        if not broken:
            broken.append(True)
            raise RuntimeError("a page that breaks")
        return right(html, body)

    broken = []
    monkeypatch.setattr(linking, "with_current_addresses", breaks)
    linking.readdress([old.pk])
    for page in (first, second):
        page.refresh_from_db()
    assert [f"/hf/{new.pk}.html" in page.body_html for page in (first, second)] == [False, True]
