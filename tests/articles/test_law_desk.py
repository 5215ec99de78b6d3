"""Checking a text that is being written, and correcting it by one click."""

import re
from html import unescape

import pytest

from articles import revisions, workflow
from articles.html import MAX_BYTES
from articles.models import Revision

pytestmark = pytest.mark.django_db
CHECK = "/admin/articles/article/check/"
WORDS = "任何组织或者个人不得非法收集、使用、加工、传输他人个人信息，不得非法买卖、提供或者公开他人个人信息。"
BODY = f"<p>《民法典》第1034条规定：“{WORDS}”</p><p>见《民法典》第111条。</p>"


def test_the_panel_of_an_unsaved_text(as_, author, civil_code):
    response = as_(author).post(CHECK, {"body": BODY, "fragment": "1"})
    html = unescape(response.content.decode())
    assert "<html" not in html
    assert "找到 2 处引用，1 处有问题。" in html
    assert "文中的话不在《中华人民共和国民法典》第1034条，而在《中华人民共和国民法典》第111条。" in html
    assert re.findall(r"<button[^>]*>([^<]+)", html) == ["改为第111条"]
    assert "action=" not in html  # it is made in the editor
    assert not Revision.objects.exists()


def test_without_javascript_it_is_a_page_of_its_own(as_, author, civil_code):
    html = as_(author).post(CHECK, {"body": BODY}).content.decode()
    assert "这是对您刚才文字的核对，文字还没有保存。" in html
    assert "找到 2 处引用，1 处有问题。" in html


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "还没有找到法条引用"),
        ("x" * (MAX_BYTES + 1), "正文太长"),
        ("<div>" * 101, "正文的格式嵌套超过 100 层"),
        ("《" * 2001, "正文里的书名号超过 2,000 处"),
        ("\0<script>alert(1)</script>《民法典》第111条", "找到 1 处引用，没有发现问题。"),
    ],
)
def test_any_text_is_answered(body, said, as_, author, civil_code):
    response = as_(author).post(CHECK, {"body": body, "fragment": "1"})
    assert (response.status_code, said in response.content.decode()) == (200, True)


def test_only_who_writes_may_ask(client, as_, author, reviewer):
    assert client.post(CHECK, {"body": BODY}).status_code == 302
    assert as_(reviewer).post(CHECK, {"body": BODY}).status_code == 403
    assert as_(author).get(CHECK).status_code == 405


@pytest.fixture
def correct(as_, author):
    """correct(article, old=…, by=…): what the button of a correction posts."""

    def _correct(article, *, by=author, **changes):
        data = {
            "revision": revisions.newest(article).pk,
            "old": "第1034条",
            "new": "第111条",
            "nth": "0",
        } | changes
        return as_(by).post(f"/admin/articles/article/{article.pk}/correct/", data, follow=True)

    return _correct


def test_one_click_makes_the_next_draft(correct, write, civil_code):
    article = write(body=BODY, tags=["网贷"], summary="摘要", keywords="词")
    response = correct(article)
    assert "已把“第1034条”改为“第111条”，存为新的草稿。" in response.content.decode()
    old, new = Revision.objects.order_by("number")
    assert new.body == BODY.replace("第1034条", "第111条")
    for name in ("title", "tag_names", "summary", "keywords", "column", "author"):
        assert getattr(new, name) == getattr(old, name)


@pytest.mark.parametrize(
    "changes",
    [{"old": "第111条"}, {"new": "第1条"}, {"nth": "7"}, {"revision": "0"}, {"revision": "x"}, {"new": ""}],
)
def test_only_what_was_offered_is_done(changes, correct, write, civil_code):
    article = write(body=BODY)
    assert correct(article, **changes).status_code == 404
    assert Revision.objects.count() == 1


def test_only_who_may_write_corrects(correct, write, author, colleague, reviewer, civil_code):
    article = write(body=BODY)
    assert (correct(article, by=colleague).status_code, correct(article, by=reviewer).status_code) == (
        404,
        403,
    )
    workflow.perform("submit", article, by=author, reason="理由")
    assert correct(article).status_code == 403  # in review
    assert Revision.objects.count() == 1


def test_submitting_with_open_problems_asks_for_a_reason(as_, write, author, typed, civil_code):
    article = write(body=BODY)
    client = as_(author)
    address = f"/admin/articles/article/{article.pk}/change/"
    html = client.post(address, typed(article) | {"_submit": "1"}, follow=True).content.decode()
    assert "草稿已保存，但还不能提交：法条核对还有 1 处问题：" in html
    assert "带着这些问题提交审核" in html
    newest = revisions.newest(article)
    move = f"/admin/articles/article/{article.pk}/move/submit/"
    client.post(move, {"revision": newest.pk, "reason": "  "})
    assert revisions.newest(article).state == "draft"
    client.post(move, {"revision": newest.pk, "reason": "原文如此"})
    newest.refresh_from_db()
    assert (newest.state, newest.submit_reason) == ("in_review", "原文如此")


def test_what_is_not_held_needs_no_reason(write, author, civil_code):
    article = write(body="<p>《谁也没有的办法》第三条</p>")
    workflow.perform("submit", article, by=author)
    assert revisions.newest(article).state == "in_review"
