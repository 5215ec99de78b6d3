"""Before an article is withdrawn: what leads to it, and why."""

import pytest
from django.utils import timezone

from articles import workflow
from articles.desk import leading
from articles.models import Article, RelatedArticle

pytestmark = pytest.mark.django_db


def address(article) -> str:
    return f"/admin/articles/article/{article.pk}/withdraw/"


def test_the_page_shows_what_leads_there_and_asks_why(publish, write, as_, reviewer):
    article, naming, gone = publish("要撤下的"), publish("提到它的"), publish("提到它、已撤下的")
    RelatedArticle.objects.all().delete()
    for other in (naming, gone, write("草稿")):
        RelatedArticle.objects.create(article=other, other=article, reason="同栏目")
    workflow.perform("withdraw", gone, by=reviewer, reason="有误")
    html = as_(reviewer).get(address(article)).content.decode()
    assert "下面 1 篇文章的“相关文章”里有它" in html
    assert [title in html for title in ("提到它的", "提到它、已撤下的", "草稿")] == [True, False, False]
    assert f'action="/admin/articles/article/{article.pk}/move/withdraw/"' in html
    assert "保存一个新版本并提交审核" in html  # how it comes back
    article.refresh_from_db()
    assert article.state == "live"


def test_the_links_in_other_texts_are_named_first(publish, write, as_, reviewer):
    """Those a reader would click: in live texts, not in drafts."""
    article = publish("要撤下的")
    body = f'<p>详见<a href="{article.get_absolute_url()}">这一篇</a>。</p>'
    publish("链接到它的", body=body)
    write("链接到它的草稿", body=body)
    html = as_(reviewer).get(address(article)).content.decode()
    assert "<strong>1 篇线上文章的正文链接到这里</strong>" in html
    assert "链接到它的</a>（链接文字“这一篇”）" in html
    assert "链接到它的草稿" not in html


def test_nothing_leads_there(publish, as_, reviewer):
    html = as_(reviewer).get(address(publish())).content.decode()
    assert "没有文章的“相关文章”里有它。" in html
    assert "没有线上文章的正文链接到这里。" in html


def test_of_many_the_newest(publish, monkeypatch, as_, reviewer):
    monkeypatch.setattr(leading, "SHOWN", 2)
    article = publish("要撤下的")
    others = [publish(f"第{n}篇") for n in range(4)]
    RelatedArticle.objects.all().delete()
    for other in others:
        RelatedArticle.objects.create(article=other, other=article, reason="同栏目")
    assert [other.title for other in leading.leading_to(article).related] == ["第3篇", "第2篇", "第1篇"]


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("reviewer", "live", 200),
        ("administrator", "live", 200),
        ("author", "live", 403),  # asks a reviewer
        ("colleague", "live", 404),  # does not see it
        ("reviewer", "draft", 403),
        ("reviewer", "withdrawn", 403),
    ],
)
def test_who_gets_the_page(who, state, status, publish, write, as_, reviewer, request):
    article = write() if state == "draft" else publish()
    if state == "withdrawn":
        workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert as_(request.getfixturevalue(who)).get(address(article)).status_code == status


def test_the_review_page_leads_to_it(publish, as_, reviewer):
    article = publish()
    html = as_(reviewer).get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'<a href="{address(article)}">撤下文章……</a>' in html
    assert "move/withdraw" not in html


def test_it_comes_back_by_a_new_revision(publish, republish, reviewer):
    article = publish("撤下又恢复的")
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert republish(article).state == "live"
    assert Article.objects.published().filter(published_at__lt=timezone.now()).get() == article
