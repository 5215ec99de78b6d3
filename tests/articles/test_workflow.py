"""The workflow as a table: role x state x move."""

import pytest
from django.core.exceptions import ValidationError

from articles import revisions, workflow
from articles.models import Article, Revision, StoredPage
from articles.moves import MOVES, available
from articles.rendering import keeping
from firm import audit
from firm.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(author, colleague, reviewer, administrator):
    return {"author": author, "colleague": colleague, "reviewer": reviewer, "administrator": administrator}


@pytest.fixture
def in_state(write, reviewer, author):
    """An article of the author's in a state of the newsroom."""

    def _make(state) -> Article:
        article = write()
        for name, who in PATHS[state]:
            article = workflow.perform(name, article, by={"a": author, "r": reviewer}[who], reason="理由")
        return article

    return _make


PATHS = {
    "draft": [],
    "in_review": [("submit", "a")],
    "returned": [("submit", "a"), ("return", "r")],
    "live": [("submit", "a"), ("publish", "r")],
    "withdrawn": [("submit", "a"), ("publish", "r"), ("withdraw", "r")],
}


@pytest.mark.parametrize(
    ("state", "who", "moves"),
    [
        ("draft", "author", ["submit"]),
        ("draft", "colleague", []),  # not theirs
        ("draft", "reviewer", []),  # nothing has been handed in
        ("draft", "administrator", ["submit"]),
        ("in_review", "author", ["recall"]),  # cannot approve what they wrote
        ("in_review", "colleague", []),
        ("in_review", "reviewer", ["publish", "return"]),
        ("in_review", "administrator", ["recall", "publish", "return"]),
        ("returned", "author", ["submit"]),
        ("returned", "reviewer", []),
        ("live", "author", []),  # a lawyer does not take pages down
        ("live", "reviewer", ["withdraw"]),
        ("live", "administrator", ["withdraw"]),
        ("withdrawn", "author", []),  # goes live again by a new revision
        ("withdrawn", "reviewer", []),
        ("withdrawn", "administrator", []),
    ],
)
def test_available(state, who, moves, in_state, people):
    article = in_state(state)
    assert available(article, people[who]) == moves
    for name in set(MOVES) - set(moves):
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.perform(name, article, by=people[who], reason="理由")


CITING = "<p>《民法典》第1034条</p>"


@pytest.mark.parametrize(
    ("who", "moves"),
    [
        ("author", ["confirm"]),  # a lawyer, and the article's own
        ("colleague", []),
        ("reviewer", ["withdraw", "send_back"]),  # no lawyer
        ("administrator", ["withdraw", "send_back"]),
    ],
)
def test_what_may_be_done_about_the_law(who, moves, publish, people, civil_code):
    """follow needs a change in the law: tests/articles/law/test_impact.py."""
    article = publish(body=CITING)
    assert available(article, people[who]) == moves
    for name in {"confirm", "send_back", "follow"} - set(moves):
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.perform(name, article, by=people[who], reason="理由")


def test_a_lawyer_who_has_left_confirms_nothing(publish, author, civil_code):
    article = publish(body=CITING)
    author.lawyer.is_on_staff = False
    author.lawyer.save()
    assert available(article, author) == []


def test_what_is_confirmed_is_on_record(publish, author, civil_code):
    article = publish(body=CITING)
    workflow.perform("confirm", article, by=author, reason="逐条看过")
    last = audit.history(article)[0]
    assert (last.action, last.actor, last.reason) == ("确认法律依据仍然正确", author, "逐条看过")


def test_open_problems_need_a_reason(write, author, civil_code):
    article = write(body="<p>《民法典》第9999条</p>")
    with pytest.raises(ValidationError, match="法条核对还有 1 处问题：《中华人民共和国民法典》没有第9999条"):
        workflow.perform("submit", article, by=author)
    assert revisions.newest(article).state == Revision.State.DRAFT
    workflow.perform("submit", article, by=author, reason="读者的原话")
    assert audit.history(article)[0].reason == "读者的原话"


def test_a_whole_life(write, author, reviewer):
    article = write()
    workflow.perform("submit", article, by=author)
    workflow.perform("return", article, by=reviewer, reason="请写明条号")
    assert revisions.newest(article).reason == "请写明条号"
    workflow.perform("submit", article, by=author)
    article = workflow.perform("publish", article, by=reviewer)
    assert article.state == Article.State.LIVE
    article = workflow.perform("withdraw", article, by=reviewer, reason="已经过时")
    assert article.state == Article.State.WITHDRAWN
    acts = list(audit.history(article).values_list("action", "actor", "reason"))
    assert acts == [
        ("撤下文章", reviewer.pk, "已经过时"),
        ("审核通过并发布", reviewer.pk, ""),
        ("提交审核", author.pk, ""),
        ("退回修改", reviewer.pk, "请写明条号"),
        ("提交审核", author.pk, ""),
        ("保存草稿", author.pk, ""),
    ]


def test_a_withdrawn_article_comes_back_by_a_new_revision(publish, author, reviewer):
    article = publish()
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    last = revisions.newest(article)
    content = revisions.content_of(last) | {"title": "改好的标题", "body": "<p>改好了</p>"}
    revisions.record(article, content, [], by=author, base=last.pk)
    workflow.perform("submit", article, by=author)
    article = workflow.perform("publish", article, by=reviewer)
    assert (article.state, article.title) == (Article.State.LIVE, "改好的标题")


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_a_reason_is_asked_for(name, in_state, reviewer):
    article = in_state("in_review" if name == "return" else "live")
    with pytest.raises(ValidationError, match="请写明理由"):
        workflow.perform(name, article, by=reviewer, reason="  ")


def test_a_reviewer_who_also_writes_does_not_approve_their_own(write, author, reviewer):
    author.groups.add(reviewer.groups.get())
    article = write()
    workflow.perform("submit", article, by=author)
    assert available(article, author) == ["recall", "return"]
    Firm.objects.update(allow_self_approval=True)
    assert available(article, author) == ["recall", "publish", "return"]


def test_who_wrote_an_earlier_revision_does_not_approve_a_later_one(write, author, administrator, reviewer):
    """An administrator who rewrote the text is one of its authors."""
    article = write()
    last = revisions.newest(article)
    content = revisions.content_of(last) | {"title": "管理员改过"}
    revisions.record(article, content, [], by=administrator, base=last.pk)
    workflow.perform("submit", article, by=author)
    assert available(article, administrator) == ["recall", "return"]
    assert available(article, reviewer) == ["publish", "return"]


def test_a_closed_account_can_do_nothing(in_state, reviewer):
    article = in_state("in_review")
    reviewer.is_active = False
    reviewer.save()
    assert available(article, reviewer) == []


def test_a_reprint_needs_its_source(write, author, cases):
    article = write(column=cases)
    with pytest.raises(ValidationError, match="请填写来源"):
        workflow.perform("submit", article, by=author)


def test_what_artificial_intelligence_had_to_do_with_it_is_declared(write, author):
    """There is no default that declares in the author's stead."""
    article = write(ai_use="")
    with pytest.raises(ValidationError, match="请选择是否使用了人工智能"):
        workflow.perform("submit", article, by=author)


def test_an_empty_body_is_not_submitted(write, author):
    article = write(body="<p> </p>")
    with pytest.raises(ValidationError, match="正文还是空的"):
        workflow.perform("submit", article, by=author)


def test_publishing_what_one_did_not_see_is_refused(in_state, author, reviewer):
    article = in_state("in_review")
    seen = revisions.newest(article).pk
    workflow.perform("recall", article, by=author)
    last = revisions.newest(article)
    content = revisions.content_of(last) | {"title": "换了标题"}
    revisions.record(article, content, [], by=author, base=last.pk)
    workflow.perform("submit", article, by=author)
    with pytest.raises(workflow.MoveNotAllowed, match="已经不是最新版本"):
        workflow.perform("publish", article, by=reviewer, revision=seen)
    assert Revision.objects.filter(state="live").count() == 0


def test_what_was_withdrawn_comes_back_unchanged(publish, author, reviewer):
    """The same text, submitted and approved once more, is live again."""
    article = publish()
    workflow.perform("withdraw", article, by=reviewer, reason="先撤下来")
    last = revisions.newest(article)
    revisions.record(article, revisions.content_of(last), last.tag_names, by=author, base=last.pk)
    workflow.perform("submit", article, by=author)
    assert workflow.perform("publish", article, by=reviewer).state == Article.State.LIVE


@pytest.mark.usefixtures("committed")
def test_a_page_that_cannot_be_rendered_undoes_no_move_and_is_rendered_later(
    write, author, reviewer, monkeypatch, as_
):
    """The move is committed by then: the reviewer must not be told that it failed."""

    def broken(*_):
        raise RuntimeError("this page breaks the template")

    article = write()
    workflow.perform("submit", article, by=author, reason="测试")
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_rendered", broken)
        seen = {"revision": revisions.newest(article).pk}
        answer = as_(reviewer).post(f"/admin/articles/article/{article.pk}/move/publish/", seen)
    article.refresh_from_db()
    assert (answer.status_code, article.state) == (302, Article.State.LIVE)
    assert (StoredPage.objects.count(), keeping.due(10)) == (0, [article.pk])
    keeping.keep_due(5)
    assert (StoredPage.objects.get().article_id, keeping.due(10)) == (article.pk, [])
