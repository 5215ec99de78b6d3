"""What a stranger with a link sees: the page as it would be published, once and by nobody else; else a plain sentence."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, PreviewAnswer, PreviewInvitation
from articles.reviewing import invitations
from firm.models import AuditRecord
from tests.conftest import STRICT_POLICY

HOUR = timedelta(hours=1)
FORM = '<form method="post"'  # the header has a search form
BODY = "<p>依《中华人民共和国民法典》第一百一十一条，个人信息受保护。</p>"


@pytest.fixture
def link(author):
    """link(article, …): the address behind an invitation to its newest revision."""

    def _link(article, **asked) -> str:
        asked = {"name": "王工", "days": 7, "may_answer": True, "by": author} | asked
        _, token = invitations.invite(article, revision=revisions.newest(article).pk, **asked)
        return f"/preview/{token}/"

    return _link


@pytest.fixture
def stranger():
    """Somebody without an account, whose every header counts."""
    return Client(enforce_csrf_checks=True)


def expire(article, reviewer, rewrite):
    PreviewInvitation.objects.update(expires_at=timezone.now() - HOUR)


def revoke(article, reviewer, rewrite):
    invitations.revoke(article, PreviewInvitation.objects.get().pk, by=reviewer)


def supersede(article, reviewer, rewrite):
    rewrite(article, title="第二版的标题")
    workflow.perform("submit", article, by=article.author.user)
    workflow.perform("publish", article, by=reviewer)


def withdraw(article, reviewer, rewrite):
    workflow.perform("withdraw", article, by=reviewer, reason="有误")


def nothing(article, reviewer, rewrite):
    pass


DEAD = [
    (expire, "预览链接已经过期"),
    (revoke, "预览链接已经撤销"),
    (supersede, "这篇文章已经有了新的版本"),
    (withdraw, "这篇文章已经撤下"),
]


def assert_unlisted(response):
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response.cookies == {}


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize(("happens", "heading"), [(nothing, "网贷逾期怎么办"), *DEAD])
def test_every_state_has_its_page(happens, heading, method, publish, link, rewrite, reviewer, stranger):
    article = publish()
    path = link(article)
    happens(article, reviewer, rewrite)
    response = getattr(stranger, method)(path)
    assert response.status_code == (200 if happens is nothing else 410)
    if method != "head":
        assert_unlisted(response)
        assert re.findall(r"<h1>(.*?)</h1>", response.content.decode()) == [heading]


@pytest.mark.parametrize("token", ["x" * 43, "1", "长", "a" * 5000, "%00", "%ff"])
def test_an_unknown_token(token, write, link, stranger):
    link(write("一份草稿"))
    response = stranger.get(f"/preview/{token}/")
    assert (response.status_code, "一份草稿" in response.content.decode()) == (404, False)
    assert_unlisted(response)


@pytest.mark.parametrize(("happens", "heading"), DEAD)
def test_a_dead_link_says_nothing_of_the_text(happens, heading, publish, link, rewrite, reviewer, stranger):
    article = publish(body="<p>还没有人读过的话。</p>")
    path = link(article)
    happens(article, reviewer, rewrite)
    html = stranger.get(path).content.decode()
    assert [word for word in ("还没有人读过的话", "网贷逾期怎么办", "第二版的标题") if word in html] == []


def test_a_link_shows_its_own_revision_only(write, publish, link, stranger):
    """Not the draft that was begun beside it, nor another's."""
    article = publish("已发布的标题")
    path = link(article)
    revisions.record(
        article,
        revisions.content_of(revisions.newest(article)) | {"title": "还在改的标题"},
        [],
        by=article.author.user,
        base=revisions.newest(article).pk,
    )
    write("另一份草稿")
    html = stranger.get(path).content.decode()
    assert ("已发布的标题" in html, "还在改的标题" in html, "另一份草稿" in html) == (True, False, False)
    assert (
        stranger.get(article.get_absolute_url().replace(str(article.pk), str(article.pk + 1))).status_code
        == 404
    )


def part(response) -> str:
    """The article and what follows it as rendered, without the picture that only a published page has."""
    html = response.content.decode()
    main = html[html.index('<nav class="crumbs"') : html.index("</main>")]
    main = re.sub(r'<section class="answer".*?</section>', "", main, flags=re.S)
    main = re.sub(r'<img class="qr"[^>]*>', "", main)
    main = re.sub(r'datetime="[^"]*"', "", main)  # to the second
    main = re.sub(
        r"<dd class=\"tags\">.*?</dd>", lambda found: re.sub("<[^>]+>", " ", found[0]), main
    )  # tags without page yet
    return " ".join(main.split())


@pytest.mark.parametrize("again", [False, True], ids=["first publishing", "a live article's next revision"])
def test_the_preview_is_the_published_page(
    again, civil_code, write, publish, rewrite, link, author, reviewer, stranger
):
    publish("邻近的文章", tags=["网贷"], body="<p>网贷逾期怎么办，先看合同。</p>")
    make = publish if again else write
    article = make("网贷逾期与个人信息", body=BODY, tags=["网贷", "逾期"], summary="摘要", keywords="网贷")
    if again:
        rewrite(article, title="网贷逾期与个人信息（修订）", body=BODY + "<p>又一段。</p>")
    workflow.perform("submit", article, by=author, reason="测试")
    shown = stranger.get(link(article))
    workflow.perform("publish", article, by=reviewer)
    assert "第一百一十一条" in part(shown)
    assert part(shown) == part(stranger.get(article.get_absolute_url()))


def test_the_bar_says_whose_preview_it_is(write, link, author, stranger):
    html = stranger.get(link(write())).content.decode()
    bar = " ".join(re.search(r'<div class="preview-bar".*?</div>', html, re.S)[0].split())
    until = timezone.localtime(PreviewInvitation.objects.get().expires_at)
    for words in (
        "给王工的预览",
        "第 1 版（草稿）",
        "林律师 邀请",
        f"{until.month}月{until.day}日 {until:%H:%M} 前有效",
        "尚未发布",
    ):
        assert words in bar
    assert "/admin/" not in html


def test_the_page_keeps_to_the_site_s_policy(write, link, stranger):
    response = stranger.get(link(write()))
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy == STRICT_POLICY


def test_reading_leaves_no_trace(write, link, stranger):
    path = link(write())
    before = AuditRecord.objects.count()
    stranger.get(path)  # as the scanners of mail and messengers do
    assert AuditRecord.objects.count() == before
    assert "sessionid" not in stranger.cookies


# Answering ----------------------------------------------------------------------------------------


def mark(client, path) -> str:
    return re.search(r'name="form" value="([^"]+)"', client.get(path).content.decode())[1]


def test_a_stranger_answers_without_cookie_or_csrf_token(write, link, stranger):
    article = write()
    path = link(article)
    sent = {"opinion": "remarks", "text": "第二段不清楚", "form": mark(stranger, path)}
    response = stranger.post(
        path, sent, HTTP_ORIGIN="null", REMOTE_ADDR="203.0.113.9"
    )  # no-referrer sends null
    assert (response.status_code, response["Location"]) == (302, f"{path}?answered=1#answer")
    assert (response["Referrer-Policy"], response.cookies) == ("no-referrer", {})
    assert PreviewAnswer.objects.values_list("opinion", "text").get() == ("remarks", "第二段不清楚")
    assert AuditRecord.objects.get(action="预览答复：意见").address == "203.0.113.0/24"
    html = stranger.get(response["Location"]).content.decode()
    assert ("您的答复已经送到" in html, "第二段不清楚" in html) == (True, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"opinion": "remarks", "text": ""}, "请写下您的意见。"),
        ({"opinion": "remarks", "text": "  \n "}, "请写下您的意见。"),
        ({"text": "话已写好"}, "请选“同意”或“意见”。"),
        ({"opinion": "publish", "text": "话已写好"}, "请选“同意”或“意见”。"),
        ({"opinion": "remarks", "text": "长" * 2001}, "意见最多 2,000 字，现在有 2001 字，请删短一些。"),
        ({"opinion": "remarks", "text": "话已\0写好"}, "文字里有保存不了的字符，请改用普通文字。"),
        ({"opinion": "agrees", "text": "话已写好", "form": "alt"}, "页面放得太久了，您的文字还没有提交。请再按一次提交。"),
    ],
)  # fmt: skip
def test_a_bad_answer_loses_nothing(sent, sentence, write, link, stranger):
    path = link(write())
    response = stranger.post(path, {"form": mark(stranger, path)} | sent)
    html = response.content.decode()
    assert (response.status_code, PreviewAnswer.objects.count()) == (200, 0)
    assert re.findall(r'role="alert">(.*?)<', html) == [sentence]
    assert sent["text"].strip().replace("\0", "") in html.replace("\0", "")
    assert_unlisted(response)


def test_the_longest_answer(write, link, stranger):
    path = link(write())
    text = "长" * 1998 + "\n长"
    sent = text.replace("\n", "\r\n")  # as browsers send it
    stranger.post(path, {"opinion": "remarks", "text": sent, "form": mark(stranger, path)})
    assert PreviewAnswer.objects.get().text == text


def test_a_hostile_answer_is_shown_as_text(write, link, author, stranger, as_):
    article = write()
    path = link(article, name="<b>王</b>")
    stranger.post(
        path, {"opinion": "remarks", "text": "<script>alert(1)</script>", "form": mark(stranger, path)}
    )
    for html in (stranger.get(path), as_(author).get(f"/admin/articles/article/{article.pk}/change/")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html.content.decode()
        assert ("<script>alert(1)" in html.content.decode(), "<b>王" in html.content.decode()) == (
            False,
            False,
        )


def test_words_sent_to_a_dead_link_can_still_be_copied(write, link, rewrite, stranger):
    article = write()
    path = link(article)
    form = mark(stranger, path)
    rewrite(article, title="第二版")
    response = stranger.post(path, {"opinion": "remarks", "text": "写了很久的话", "form": form})
    assert (response.status_code, PreviewAnswer.objects.count()) == (410, 0)
    assert "写了很久的话</textarea>" in response.content.decode()


def test_who_is_not_asked_has_no_form(write, link, stranger):
    path = link(write(), may_answer=False)
    assert FORM not in stranger.get(path).content.decode()
    response = stranger.post(path, {"opinion": "agrees", "form": "x"})
    assert (response.status_code, PreviewAnswer.objects.count()) == (403, 0)


def test_when_enough_answers_have_come_the_form_is_gone(write, link, stranger):
    path = link(write())
    for _ in range(invitations.MOST_ANSWERS):
        assert stranger.post(path, {"opinion": "agrees", "form": mark(stranger, path)}).status_code == 302
    html = stranger.get(path).content.decode()
    assert (FORM in html, "不能再提交" in html) == (False, True)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method, write, link, stranger):
    assert getattr(stranger, method)(link(write())).status_code == 405


def test_an_answer_is_no_approval(write, link, author, reviewer, stranger):
    article = workflow.perform("submit", write(), by=author)
    path = link(article)
    stranger.post(path, {"opinion": "agrees", "form": mark(stranger, path)})
    assert Article.objects.get().state == "never_live"
    assert revisions.newest(article).state == "in_review"
    assert stranger.get(article.get_absolute_url()).status_code == 404
