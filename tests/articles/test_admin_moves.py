"""Moves made by the buttons of the newsroom."""

import pytest

from articles import revisions, workflow
from articles.models import Article, Revision
from firm import audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(client):
    """press(name, article, by=…, reason=…, revision=…): the button of a move."""

    def _press(name, article, *, by, follow=True, **fields):
        client.force_login(by)
        return client.post(f"/admin/articles/article/{article.pk}/move/{name}/", fields, follow=follow)

    return _press


@pytest.fixture
def waiting(write, author):
    return workflow.perform("submit", write(tags=["网贷"]), by=author)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_publish(waiting, press, reviewer, client):
    response = press("publish", waiting, by=reviewer, revision=revisions.newest(waiting).pk)
    assert said(response) == ["《网贷逾期怎么办》：审核通过并发布，完成。"]
    client.logout()
    assert client.get(waiting.get_absolute_url()).status_code == 200


def test_return_with_its_reason(waiting, press, reviewer, author, client):
    press("return", waiting, by=reviewer, reason="请写明条号")
    client.force_login(author)
    html = client.get(f"/admin/articles/article/{waiting.pk}/change/").content.decode()
    assert "退回理由：请写明条号" in html


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_without_a_reason_nothing_happens(name, waiting, press, reviewer):
    if name == "withdraw":
        workflow.perform("publish", waiting, by=reviewer)
    before = list(Revision.objects.values()), list(Article.objects.values())
    assert said(press(name, waiting, by=reviewer, reason=" ")) == ["请写明理由。"]
    assert (list(Revision.objects.values()), list(Article.objects.values())) == before


def test_withdraw(publish, press, reviewer, client):
    article = publish()
    press("withdraw", article, by=reviewer, reason="过时")
    assert client.get(article.get_absolute_url()).status_code == 410
    assert audit.history(article).first().reason == "过时"


@pytest.mark.parametrize("name", ["submit", "recall", "publish", "return", "withdraw"])
def test_a_link_moves_nothing(name, waiting, reviewer, administrator, client):
    """GET is not for acts, whoever is lured to the address."""
    for user in (reviewer, administrator):
        client.force_login(user)
        assert client.get(f"/admin/articles/article/{waiting.pk}/move/{name}/").status_code == 405
    assert revisions.newest(waiting).state == "in_review"


def test_an_unknown_move(waiting, press, reviewer):
    assert press("erase", waiting, by=reviewer).status_code == 404
    assert press("publish", Article(pk=99999), by=reviewer).status_code == 404


@pytest.mark.parametrize(
    ("name", "who", "label"),
    [
        ("publish", "author", "审核通过并发布"),  # their own
        ("withdraw", "author", "撤下文章"),
        ("return", "author", "退回修改"),
        ("submit", "reviewer", "提交审核"),  # not theirs, and waiting already
        ("recall", "reviewer", "撤回提交"),
        ("withdraw", "reviewer", "撤下文章"),  # not live
    ],
)
def test_what_is_not_allowed_is_refused_and_recorded(name, who, label, waiting, press, request):
    user = request.getfixturevalue(who)
    response = press(name, waiting, by=user, reason="理由")
    assert response.status_code == 403
    assert f"现在不能{label}：文章状态已经变化，或您没有这项权限。" in response.content.decode()
    record = audit.history(waiting).first()
    assert (record.action, record.actor) == (f"被拒绝：{label}", user)
    assert revisions.newest(waiting).state == "in_review"


def test_another_text_than_the_one_seen_is_not_published(waiting, press, rewrite, author, reviewer):
    seen = revisions.newest(waiting).pk
    workflow.perform("recall", waiting, by=author)
    rewrite(waiting, title="换了标题")
    workflow.perform("submit", waiting, by=author)
    response = press("publish", waiting, by=reviewer, revision=seen)
    assert response.status_code == 403
    assert "您看到的已经不是最新版本，请重新打开文章看过之后再操作。" in response.content.decode()
    assert Article.objects.get().state == "never_live"
    press("publish", waiting, by=reviewer, revision=revisions.newest(waiting).pk)
    assert Article.objects.get().title == "换了标题"


@pytest.mark.parametrize("seen", ["", "x", "²", "9" * 30])
def test_a_publisher_says_what_they_saw(seen, waiting, press, reviewer):
    """Without the number of the revision nobody knows which text was approved."""
    response = press("publish", waiting, by=reviewer, revision=seen)
    assert response.status_code == 403
    assert Article.objects.get().state == "never_live"


def test_pressed_twice(waiting, press, reviewer):
    seen = revisions.newest(waiting).pk
    press("publish", waiting, by=reviewer, revision=seen)
    assert press("publish", waiting, by=reviewer, revision=seen).status_code == 403
    assert [r.action for r in audit.history(waiting)][:2] == ["被拒绝：审核通过并发布", "审核通过并发布"]


def test_who_reviews_and_wrote_it_is_told_that_a_colleague_must(waiting, author, reviewer, client):
    author.groups.add(reviewer.groups.get())
    client.force_login(author)
    html = client.get(f"/admin/articles/article/{waiting.pk}/change/").content.decode()
    assert "这是您自己写的文章，要由另一位同事审核。" in html
    assert "/move/publish/" not in html
