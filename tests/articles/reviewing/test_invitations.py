"""An invitation shows one revision to one stranger for some days; it gives no other right to anybody."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, PreviewAnswer, PreviewInvitation, Revision
from articles.reviewing import invitations
from articles.reviewing.invitations import Standing
from firm import audit
from firm.models import AuditRecord

HOUR = timedelta(hours=1)


@pytest.fixture
def invite(author):
    """invite(article, …): an invitation to its newest revision and the token of its link."""

    def _invite(article, **asked):
        asked = {"name": "王工", "days": 7, "may_answer": True, "by": author} | asked
        asked = {"revision": revisions.newest(article).pk} | asked
        return invitations.invite(article, **asked)

    return _invite


@pytest.fixture
def answer():
    """answer(invitation, opinion=…, text=…): as sent by a form of its own."""

    def _answer(invitation, opinion="agrees", text="", form=None):
        form = invitations.form_for(invitation) if form is None else form
        return invitations.answer(invitation, opinion=opinion, text=text, form=form)

    return _answer


def acts(article) -> list[tuple]:
    return [(r.action, r.actor_name, r.reason) for r in audit.history(article)]


# Making -------------------------------------------------------------------------------------------


def test_an_invitation(write, invite, author):
    article = write()
    invitation, token = invite(article)
    assert (invitation.revision, invitation.invited_name, invitation.created_by) == (
        revisions.newest(article),
        "王工",
        author,
    )
    assert abs(invitation.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert (invitations.standing(invitation), invitations.find(token)) == (Standing.OPEN, invitation)
    assert acts(article)[0] == ("邀请预览", "林律师", "第 1 版，给王工，7 天有效，请对方答复")


def test_the_token_is_long_random_and_kept_nowhere(write, invite):
    article = write()
    made = [invite(article) for _ in range(3)]
    tokens = {token for _, token in made}
    assert (len(tokens), {len(token) for token in tokens}) == (3, {43})  # 32 bytes, in base64
    rows = str(list(PreviewInvitation.objects.values()) + list(AuditRecord.objects.values()))
    assert [token for token in tokens if token in rows] == []


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("author", True),  # writes it
        ("administrator", True),
        ("reviewer", True),
        ("colleague", False),  # another lawyer
    ],
)
def test_who_may_invite_and_revoke(who, allowed, write, invite, author, request):
    article, user = write(), request.getfixturevalue(who)
    mine, _ = invite(article)
    outcome = []
    for act in (lambda: invite(article, by=user), lambda: invitations.revoke(article, mine.pk, by=user)):
        try:
            act()
            outcome.append(True)
        except PermissionDenied:
            outcome.append(False)
    assert outcome == [allowed, allowed]


def test_a_reviewer_of_another_column_does_not_invite(write, invite, reviewer, administrator, column):
    article = write()
    column.reviewers.add(administrator)
    with pytest.raises(PermissionDenied):
        invite(article, by=reviewer)


def test_a_closed_account_does_not_invite(write, invite, author):
    article = write()
    author.is_active = False
    with pytest.raises(PermissionDenied):
        invite(article)


def test_only_the_revision_that_was_seen_is_shown_on(write, rewrite, invite):
    article = write()
    seen = revisions.newest(article)
    rewrite(article, title="改过的标题")
    with pytest.raises(ValidationError, match="刚刚有了新的版本"):
        invite(article, revision=seen.pk)
    assert not PreviewInvitation.objects.exists()


def test_nobody_is_invited_to_what_is_withdrawn(publish, invite, reviewer):
    article = workflow.perform("withdraw", publish(), by=reviewer, reason="有误")
    with pytest.raises(ValidationError, match="文章已经撤下"):
        invite(article)


# What becomes of it -------------------------------------------------------------------------------


def test_a_link_dies_by_time(write, invite):
    invitation, token = invite(write())
    PreviewInvitation.objects.update(expires_at=timezone.now() - HOUR)
    assert invitations.standing(invitations.find(token)) == Standing.EXPIRED
    assert PreviewInvitation.objects.get() == invitation  # it stays as a record


def test_revoking_is_on_record_once(write, invite, reviewer):
    article = write()
    invitation, token = invite(article)
    for _ in range(2):
        invitations.revoke(article, invitation.pk, by=reviewer)
    assert invitations.standing(invitations.find(token)) == Standing.REVOKED
    assert [act for act in acts(article) if act[0] == "撤销预览邀请"] == [
        ("撤销预览邀请", "审核员", "第 1 版，给王工")
    ]


def test_an_invitation_of_another_article_is_not_revoked(write, invite, author):
    invitation, _ = invite(write())
    with pytest.raises(PreviewInvitation.DoesNotExist):
        invitations.revoke(write("另一篇"), invitation.pk, by=author)


def test_a_link_follows_its_revision_and_no_other(write, rewrite, invite, author, reviewer):
    """Through review to the live page and, once there is a next one live, to its end."""
    article = write()
    _, token = invite(article)
    standings = []
    for step in (
        lambda: workflow.perform("submit", article, by=author),
        lambda: workflow.perform("return", article, by=reviewer, reason="改"),
        lambda: workflow.perform("submit", article, by=author),
        lambda: workflow.perform("publish", article, by=reviewer),
        lambda: rewrite(article, title="第二版"),  # a draft beside the live one
        lambda: workflow.perform("submit", article, by=author),
        lambda: workflow.perform("publish", article, by=reviewer),
    ):
        step()
        standings.append(invitations.standing(invitations.find(token)))
    assert standings == [Standing.OPEN] * 6 + [Standing.SUPERSEDED]


def test_a_newer_draft_is_the_end_of_a_draft_s_link(write, rewrite, invite):
    article = write()
    _, token = invite(article)
    rewrite(article, title="第二版")
    assert invitations.standing(invitations.find(token)) == Standing.SUPERSEDED


def test_a_withdrawn_or_expired_article_is_the_end_of_the_link(publish, invite, reviewer):
    withdrawn, expired = publish(), publish("过期的", expires_at=timezone.now() + HOUR)
    tokens = [invite(withdrawn)[1], invite(expired)[1]]
    workflow.perform("withdraw", withdrawn, by=reviewer, reason="有误")
    Article.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - HOUR)
    assert [invitations.standing(invitations.find(token)) for token in tokens] == [Standing.WITHDRAWN] * 2


@pytest.mark.parametrize("token", ["", "x", "长" * 43, "a\0b", "\udc80", "../admin"])
def test_no_other_token_opens_anything(token, write, invite):
    invite(write())
    assert invitations.find(token) is None


def test_the_stored_hash_is_no_token(write, invite):
    invitation, _ = invite(write())
    assert invitations.find(invitation.token_hash) is None


# Answering ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opinion", "text", "action", "reason"),
    [
        ("agrees", "", "预览答复：同意", "第 1 版"),
        ("agrees", "很好", "预览答复：同意", "第 1 版：很好"),
        ("remarks", "第二段不清楚", "预览答复：意见", "第 1 版：第二段不清楚"),
    ],
)
def test_an_answer_is_kept_under_the_invited_name_and_on_record(
    opinion, text, action, reason, write, invite, answer
):
    article = write()
    given = answer(invite(article)[0], opinion, text)
    assert (given.opinion, given.text, given.invitation.invited_name) == (opinion, text, "王工")
    assert acts(article)[0] == (action, "王工（受邀预览）", reason)


def test_an_answer_moves_nothing(write, invite, answer, author):
    article = workflow.perform("submit", write(), by=author)
    before = list(Revision.objects.values()), list(Article.objects.values())
    answer(invite(article)[0])
    assert (list(Revision.objects.values()), list(Article.objects.values())) == before


def test_the_same_form_counts_once(write, invite, answer):
    invitation, _ = invite(write())
    form = invitations.form_for(invitation)
    assert answer(invitation, form=form) == answer(invitation, "remarks", "再来", form=form)
    assert PreviewAnswer.objects.count() == 1
    assert AuditRecord.objects.filter(action__startswith="预览答复").count() == 1


@pytest.mark.parametrize("form", ["", "x", "x:y:z"])
def test_a_form_that_we_did_not_make_is_refused(form, write, invite, answer):
    with pytest.raises(ValidationError, match="还没有提交"):
        answer(invite(write())[0], form=form)


def test_another_invitation_s_form_is_refused(write, invite, answer):
    article = write()
    (one, _), (two, _) = invite(article), invite(article)
    with pytest.raises(ValidationError, match="还没有提交"):
        answer(one, form=invitations.form_for(two))


def test_answers_are_limited_in_number(write, invite, answer, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_ANSWERS", 2)
    invitation, _ = invite(write())
    answer(invitation)
    answer(invitation)
    with pytest.raises(ValidationError, match="已经收到 2 次答复"):
        answer(invitation)
    assert PreviewAnswer.objects.count() == 2


def test_who_is_not_asked_does_not_answer(write, invite, answer):
    with pytest.raises(ValidationError, match="不能答复"):
        answer(invite(write(), may_answer=False)[0])


def test_a_dead_link_takes_no_answer(write, rewrite, invite, answer):
    article = write()
    invitation, _ = invite(article)
    rewrite(article, title="第二版")
    with pytest.raises(ValidationError, match="不能答复"):
        answer(invitation)


def test_the_database_refuses_remarks_without_words(write, invite):
    invitation, _ = invite(write())
    with pytest.raises(IntegrityError, match="remarks_have_words"), transaction.atomic():
        PreviewAnswer.objects.create(invitation=invitation, opinion="remarks", form="x")


# The list -----------------------------------------------------------------------------------------


def test_the_list_of_an_article(write, rewrite, invite, answer, django_assert_num_queries):
    article = write()
    first, _ = invite(article)
    answer(first, "remarks", "第二段不清楚")
    answer(first)
    rewrite(article, title="第二版")
    second, _ = invite(article, name="李工")
    invite(write("另一篇"))
    with django_assert_num_queries(2):
        rows = invitations.of(article)
    assert [(r.invitation, r.standing, [a.opinion for a in r.answers]) for r in rows] == [
        (second, Standing.OPEN, []),
        (first, Standing.SUPERSEDED, ["remarks", "agrees"]),
    ]
    assert re.fullmatch("王工：第 1 版", str(first))
