"""Comments in the admin: the form without scripts, what it says when refused, and whose comments one may touch."""

import pytest
from django.urls import reverse

from articles import revisions, workflow
from articles.models import ReviewComment
from articles.reviewing import comments

pytestmark = pytest.mark.django_db
BODY = "<p>先弄清楚欠多少，再谈怎么还。</p>"


def address(article, name="change", *more) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def form(article, **changes) -> dict:
    return {
        "revision": revisions.newest(article).pk,
        "quote": "欠多少",
        "occurrence": "1",
        "text": "怎么弄？",
    } | changes


@pytest.fixture
def waiting(write, author):
    return workflow.perform("submit", write(body=BODY), by=author)


@pytest.fixture
def said(waiting, reviewer):
    return comments.add(revisions.newest(waiting), quote="欠多少", text="怎么弄？", by=reviewer)


def test_a_comment_stands_beside_its_words(waiting, as_, reviewer):
    response = as_(reviewer).post(address(waiting, "comment"), form(waiting), follow=True)
    html = response.content.decode()
    made = ReviewComment.objects.get()
    assert response.redirect_chain == [(f"{address(waiting)}#comment-{made.pk}", 302)]
    assert f'先弄清楚<mark class="passage" data-comment="{made.pk}">欠多少</mark>，再谈怎么还。' in html
    assert f'<a href="#comment-{made.pk}">审核员</a>：怎么弄？' in html
    assert "还有 1 条意见没有处理，会随退回一起给作者看。" in html


def test_what_is_refused_stays_in_the_form(waiting, as_, reviewer):
    html = as_(reviewer).post(address(waiting, "comment"), form(waiting, quote="没有这句")).content.decode()
    assert "正文里没有这句话。" in html
    assert ("没有这句</textarea>" in html, "怎么弄？</textarea>" in html) == (True, True)
    assert not ReviewComment.objects.exists()


def test_the_author_finds_it_in_the_editor_and_settles_it(waiting, said, as_, author, reviewer):
    workflow.perform("return", waiting, by=reviewer, reason="见意见")
    client = as_(author)
    html = client.get(address(waiting)).content.decode()
    assert 'data-find="欠多少" data-nth="0">跳到文中</button>' in html
    client.post(address(waiting, "comment_act", said.pk, "reply"), {"text": "已改"})
    answer = client.post(address(waiting, "comment_act", said.pk, "resolve"), {"fragment": "1"})
    assert "<strong>已处理</strong>（林律师" in answer.content.decode()
    assert "重新打开" not in answer.content.decode()  # that is a reviewer's
    assert waiting.comments.open().count() == 0


def test_a_revision_of_another_article_is_not_commented_on(waiting, write, as_, reviewer):
    other = write("另一篇", body=BODY)
    response = as_(reviewer).post(address(waiting, "comment"), form(other))
    assert (response.status_code, ReviewComment.objects.count()) == (404, 0)


@pytest.mark.parametrize("act", ["reply", "resolve", "reopen"])
def test_a_comment_of_another_article_is_not_there(act, said, waiting, write, as_, colleague, reviewer):
    """A colleague's own article is no way to the comments of the author's, nor is a guessed number."""
    own = write("同事的", by=colleague, author=colleague.lawyer)
    client = as_(colleague)
    found = [
        client.post(address(article, "comment_act", said.pk, act), {"text": "话"}).status_code
        for article in (own, waiting)
    ]
    assert found == [404, 404]
    said.refresh_from_db()
    assert (said.resolved_at, ReviewComment.objects.count()) == (None, 1)


def test_the_author_does_not_reopen(waiting, said, as_, author):
    comments.resolve(said, by=author)
    assert as_(author).post(address(waiting, "comment_act", said.pk, "reopen")).status_code == 403
    assert as_(author).post(address(waiting, "comment_act", said.pk, "publish")).status_code == 404
    assert as_(author).get(address(waiting, "comment_act", said.pk, "reopen")).status_code == 405


def test_no_comment_reaches_the_public(publish, as_, author, reviewer, client):
    article = publish(body=BODY)
    comments.add(revisions.newest(article), quote="欠多少", text="不许外传的话", by=reviewer)
    assert "不许外传的话" not in client.get(article.get_absolute_url()).content.decode()
    assert "不许外传的话" in as_(author).get(address(article)).content.decode()


def test_words_that_are_marked_inside_a_change(publish, rewrite, as_, author, reviewer):
    article = publish(body=BODY)
    rewrite(article, body=BODY.replace("欠多少", "欠了多少"))
    workflow.perform("submit", article, by=author)
    made = comments.add(revisions.newest(article), quote="欠了多", text="通顺吗", by=reviewer)
    html = as_(reviewer).get(address(article)).content.decode()
    mark = f'<mark class="passage" data-comment="{made.pk}">{{}}</mark>'
    assert f"先弄清楚{mark.format('欠')}<ins>{mark.format('了')}</ins>{mark.format('多')}少，" in html
