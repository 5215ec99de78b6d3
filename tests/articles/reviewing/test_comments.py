"""Comments on a passage: made, answered, settled, reopened, and found again."""

import pytest
from django.core.exceptions import ValidationError

from articles import revisions, workflow
from articles.comparing.anchoring import Found
from articles.models import ReviewComment
from articles.reviewing import comments
from firm import audit

pytestmark = pytest.mark.django_db
BODY = "<p>网贷逾期以后，先弄清楚欠多少。</p><p>再谈怎么还，不要怕。再谈怎么还，也不要拖。</p>"


@pytest.fixture
def waiting(write, author):
    """An article in review."""
    return workflow.perform("submit", write(body=BODY), by=author)


@pytest.fixture
def said(waiting, reviewer):
    """The reviewer's comment on it."""
    return comments.add(revisions.newest(waiting), quote="先弄清楚", text="怎么弄清楚？", by=reviewer)


def test_a_comment_is_kept_with_what_stands_around_its_words(waiting, reviewer):
    made = comments.add(
        revisions.newest(waiting), quote=" 再谈怎么还 ", occurrence=1, text=" 说两遍了 ", by=reviewer
    )
    assert (made.quote, made.before[-4:], made.after, made.occurrence) == (
        "再谈怎么还",
        "不要怕。",
        "，也不要拖。",
        1,
    )
    record = audit.history(waiting).first()
    assert (record.action, record.actor_name, record.reason) == (
        "提出意见",
        "审核员",
        "“再谈怎么还”：说两遍了",
    )
    assert revisions.newest(waiting).state == "in_review"  # a comment does not return


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"quote": "没有这句"}, "quote", "正文里没有这句话。请从正文里选中或复制原话；对全文的意见请把这一栏留空。"),
        ({"quote": "再谈怎么还", "occurrence": 2}, "occurrence", "这句话在正文里只出现 2 次。"),
        ({"text": "  "}, "text", "请写下您的意见。"),
        ({"text": "长" * 2001}, "text", "意见最多 2,000 个字，现在有 2,001 个。"),
        ({"quote": "长" * 1001}, "quote", "所指的文字太长，最多 1,000 个字；请只选要说的那一句。"),
    ],
)  # fmt: skip
def test_what_is_not_taken(waiting, reviewer, given, field, sentence):
    with pytest.raises(ValidationError) as refused:
        comments.add(revisions.newest(waiting), by=reviewer, **{"quote": "先弄清楚", "text": "意见"} | given)
    assert refused.value.message_dict == {field: [sentence]}
    assert not ReviewComment.objects.exists()


def test_a_comment_on_the_whole_text(waiting, reviewer):
    comments.add(revisions.newest(waiting), quote="", text="再短一点。", by=reviewer)
    (thread,) = comments.threads(waiting, BODY)
    assert (thread.where, thread.place.block) == ("对全文的意见", None)


def test_answers_settling_and_reopening(waiting, said, author, reviewer):
    comments.reply(comments.reply(said, "看合同。", by=author), "好。", by=reviewer)
    (thread,) = comments.threads(waiting, BODY)
    assert [reply.text for reply in thread.replies] == ["看合同。", "好。"]  # one level deep
    comments.resolve(said, by=author)
    comments.resolve(said, by=reviewer)  # twice is once
    said.refresh_from_db()
    assert (said.resolved_by, waiting.comments.open().count()) == (author, 0)
    comments.reopen(said, by=reviewer)
    assert waiting.comments.open().count() == 1
    acts = [record.action for record in audit.history(waiting)[:5]]
    assert acts == ["重新打开意见", "意见已处理", "回复意见", "回复意见", "提出意见"]


ACTS = {
    "add": lambda article, said, by: comments.add(revisions.newest(article), quote="", text="话", by=by),
    "reply": lambda article, said, by: comments.reply(said, "话", by=by),
    "resolve": lambda article, said, by: comments.resolve(said, by=by),
    "reopen": lambda article, said, by: comments.reopen(said, by=by),
}


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("author", ["add", "reply", "resolve"]),
        ("colleague", []),  # another lawyer's article
        ("reviewer", ["add", "reply", "resolve", "reopen"]),
        ("administrator", ["add", "reply", "resolve", "reopen"]),
    ],
)
def test_who_may(who, allowed, waiting, said, request):
    user, done = request.getfixturevalue(who), []
    for name, act in ACTS.items():
        try:
            act(waiting, said, user)
            done.append(name)
        except comments.CommentRefused:
            pass
    assert done == allowed


def test_a_reviewer_who_is_not_named_for_the_column_only_reads(
    waiting, said, column, administrator, reviewer
):
    column.reviewers.add(administrator)
    for act in ACTS.values():
        with pytest.raises(comments.CommentRefused):
            act(waiting, said, reviewer)


def test_comments_are_found_again_in_a_later_text(waiting, said):
    (thread,) = comments.threads(waiting, "<p>新的开头。</p>" + BODY)
    assert (thread.place.found, thread.place.block, thread.where) == (Found.EXACT, 1, "")
    (thread,) = comments.threads(waiting, "<p>网贷逾期以后，一定先要弄清楚欠多少。</p>")
    assert (thread.place.block, thread.where) == (0, "原文已改")
    (thread,) = comments.threads(waiting, "<p>完全不同。</p>")
    assert (thread.place.block, thread.where) == (None, "原文已删去，找不到位置")
