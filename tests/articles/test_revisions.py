"""Recording what lawyers write."""

import pytest

from articles import revisions, workflow
from articles.models import Article, Revision
from firm import audit

pytestmark = pytest.mark.django_db


def states(article) -> list[tuple[int, str]]:
    return list(article.revisions.values_list("number", "state"))


def test_start(author, column):
    content = {
        "title": "标题",
        "body": "<p>正文<script>x</script></p>",
        "column": column,
        "author": author.lawyer,
    }
    first = revisions.start(content, ["网贷"], by=author, pk=837828)
    first.refresh_from_db()
    assert (first.article_id, first.number, first.state) == (837828, 1, "draft")
    assert (first.body, first.tag_names, first.written_by) == ("<p>正文</p>", ["网贷"], author)
    article = Article.objects.get()
    assert (article.pk, article.title, article.state, article.body) == (837828, "标题", "never_live", "")
    assert [record.action for record in audit.history(article)] == ["保存草稿"]


def test_the_next_revision_supersedes_the_open_one(write, rewrite, colleague):
    article = write(tags=["网贷"])
    second = rewrite(article, title="第二版", by=colleague)
    assert (second.number, second.title, second.tag_names, second.written_by) == (
        2,
        "第二版",
        ["网贷"],
        colleague,
    )
    assert states(article) == [(2, "draft"), (1, "superseded")]
    assert revisions.newest(article) == second
    rewrite(article, title="第三版")
    assert states(article) == [(3, "draft"), (2, "superseded"), (1, "superseded")]


@pytest.mark.parametrize(
    ("changes", "is_new"),
    [
        ({}, False),
        (
            {"body": "<p>网贷逾期以后，先弄清楚欠多少，再谈怎么还。</p><script></script>"},
            False,
        ),  # equal once clean
        ({"title": "网贷逾期怎么办？"}, True),
        ({"tags": ["网贷"]}, True),
        ({"tags": ["债务", "网贷"]}, False),
        ({"tags": ["网贷", "债务"]}, True),  # the order is the author's
        ({"summary": "摘要"}, True),
        ({"source_url": "https://e.example/"}, True),
    ],
)
def test_the_same_is_not_saved_twice(changes, is_new, write, rewrite):
    article = write(tags=["债务", "网贷"])
    rewrite(article, **changes)
    assert article.revisions.count() == (2 if is_new else 1)
    assert audit.history(article).count() == (2 if is_new else 1)


def test_nothing_is_written_over_what_somebody_saved_meanwhile(write, rewrite, author, column):
    article = write()
    opened = revisions.newest(article)
    saved = rewrite(article, title="同事改过")
    content = {"title": "我改的", "body": "<p>我写的</p>", "column": column, "author": author.lawyer}
    with pytest.raises(revisions.EditedMeanwhile) as refused:
        revisions.record(article, content, [], by=author, base=opened.pk)
    assert refused.value.newest == saved
    with pytest.raises(revisions.EditedMeanwhile):  # nor without having looked at all
        revisions.record(article, content, [], by=author, base=None)
    assert [r.title for r in article.revisions.all()] == ["同事改过", "网贷逾期怎么办"]


def test_what_waits_for_review_is_not_written_to(write, rewrite, author):
    article = write()
    workflow.perform("submit", article, by=author)
    with pytest.raises(revisions.InReview):
        rewrite(article, title="改")
    assert states(article) == [(1, "in_review")]
    workflow.perform("recall", article, by=author)
    rewrite(article, title="改")
    assert states(article) == [(2, "draft"), (1, "superseded")]


def test_a_returned_text_is_written_on(write, rewrite, author, reviewer):
    article = write()
    workflow.perform("submit", article, by=author)
    workflow.perform("return", article, by=reviewer, reason="请写明条号")
    rewrite(article, title="改好了")
    assert states(article) == [(2, "draft"), (1, "superseded")]
    assert Revision.objects.get(number=1).reason == "请写明条号"


def test_writing_to_a_live_article_leaves_its_page_alone(client, publish, rewrite, cases, colleague):
    article = publish("线上的标题", tags=["网贷"])
    row = Article.objects.filter(pk=article.pk).values().get()
    page = client.get(article.get_absolute_url()).content
    rewrite(
        article,
        title="新标题",
        body="<p>新正文</p>",
        tags=["新标签"],
        summary="新",
        column_id=cases.pk,
        author_id=colleague.lawyer.pk,
    )
    assert Article.objects.filter(pk=article.pk).values().get() == row
    assert client.get(article.get_absolute_url()).content == page
    assert states(article) == [(2, "draft"), (1, "live")]


def test_the_lists_know_an_unpublished_article_by_its_draft(write, rewrite, cases, colleague):
    article = write()
    rewrite(article, title="新标题", column_id=cases.pk, author_id=colleague.lawyer.pk)
    article.refresh_from_db()
    assert (article.title, article.column, article.author) == ("新标题", cases, colleague.lawyer)
    assert article.body == ""
