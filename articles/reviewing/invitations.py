"""Who may be shown a revision by a link, for how long, and what they answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone

from articles import revisions
from articles.models import Article, PreviewAnswer, PreviewInvitation, Revision
from articles.reviewing import notifying
from articles.rights import may_write, reviews
from firm import audit
from firm.models import User

DAYS = (1, 3, 7, 14)  # for how long a link may be made to work
TOKEN_BYTES = 32  # 256 bits: not to be guessed
MOST_ANSWERS = 20
FORM_SALT = "articles.preview-answer"


class Standing(TextChoices):
    """What a link is good for now; all but the first are the end of it."""

    OPEN = "open", "有效"
    REVOKED = "revoked", "已撤销"
    EXPIRED = "expired", "已过期"
    WITHDRAWN = "withdrawn", "文章已撤下"
    SUPERSEDED = "superseded", "已有新版本"


@dataclass(frozen=True, slots=True)
class Row:
    """One invitation as the newsroom lists it."""

    invitation: PreviewInvitation
    standing: Standing
    answers: list[PreviewAnswer]


def may_invite(article: Article, newest: Revision, user: User) -> bool:
    """Whether somebody who sees the article may show it to others: who writes or reviews it."""
    return user.is_active and (may_write(article, user) or reviews(article, newest, user))


@transaction.atomic
def invite(
    article: Article, *, revision: int, name: str, days: int, may_answer: bool, by: User
) -> tuple[PreviewInvitation, str]:
    """Make an invitation to the article's newest revision; returns it with its token, which is kept nowhere.

    revision is the id of the revision that was newest when the user decided. Raises PermissionDenied, and
    ValidationError where it no longer is, or the article is withdrawn.
    """
    locked = (
        Article.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author")
        .get(pk=article.pk)
    )
    newest = revisions.newest(locked)
    if not may_invite(locked, newest, by):
        raise PermissionDenied("只有能修改或审核这篇文章的人，才能邀请别人预览。")
    if newest.pk != revision:
        raise ValidationError("这篇文章刚刚有了新的版本。请看过新的版本，再生成链接。")
    now = timezone.now()
    if _is_gone(newest, locked, now):
        raise ValidationError("文章已经撤下，不能邀请别人预览。")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = PreviewInvitation.objects.create(
        revision=newest,
        invited_name=name,
        may_answer=may_answer,
        token_hash=_hash(token),
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    what = f"第 {newest.number} 版，给{name}，{days} 天有效" + ("，请对方答复" if may_answer else "")
    audit.record("邀请预览", by=by, target=locked, reason=what)
    return invitation, token


@transaction.atomic
def revoke(article: Article, pk: int, *, by: User) -> PreviewInvitation:
    """End an invitation of this article before its time; done twice, it stays as it is.

    Raises PermissionDenied, and PreviewInvitation.DoesNotExist where the article has no such invitation.
    """
    if not may_invite(article, revisions.newest(article), by):
        raise PermissionDenied("只有能修改或审核这篇文章的人，才能撤销预览链接。")
    invitation = PreviewInvitation.objects.select_for_update(no_key=True).get(
        pk=pk, revision__article=article
    )
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        what = f"第 {invitation.revision.number} 版，给{invitation.invited_name}"
        audit.record("撤销预览邀请", by=by, target=article, reason=what)
    return invitation


def find(token: str) -> PreviewInvitation | None:
    """The invitation that a link belongs to, whatever it is still good for."""
    related = ("revision__article", "revision__written_by", "created_by")
    return PreviewInvitation.objects.select_related(*related).filter(token_hash=_hash(token)).first()


def standing(invitation: PreviewInvitation) -> Standing:
    """What the link is good for now."""
    now, revision = timezone.now(), invitation.revision
    if invitation.revoked_at is not None:
        return Standing.REVOKED
    if invitation.expires_at <= now:
        return Standing.EXPIRED
    if _is_gone(revision, revision.article, now):
        return Standing.WITHDRAWN
    return Standing.SUPERSEDED if revision.state == Revision.State.SUPERSEDED else Standing.OPEN


def form_for(invitation: PreviewInvitation) -> str:
    """The signed mark of one form: it was made by us for this invitation, and its answer counts once.

    There is no session whose rights another site could borrow, hence no CSRF: who can address the form holds the
    link, which is all the authority there is.
    """
    return signing.dumps([invitation.pk, secrets.token_hex(16)], salt=FORM_SALT)


@transaction.atomic
def answer(invitation: PreviewInvitation, *, opinion: str, text: str, form: str) -> PreviewAnswer:
    """Keep what the invited colleague said. It moves nothing.

    Raises ValidationError where the link is dead or takes no answer, MOST_ANSWERS have come, or form is not a
    mark of form_for(). The same form sent again changes nothing.
    """
    locked = PreviewInvitation.objects.select_for_update(no_key=True, of=("self",))
    invitation = locked.select_related("revision__article", "created_by").get(pk=invitation.pk)
    number = _number(form, invitation)
    if (known := invitation.answers.filter(form=number).first()) is not None:
        return known
    if not invitation.may_answer or standing(invitation) != Standing.OPEN:
        raise ValidationError("这个链接已经不能答复了。")
    if invitation.answers.count() >= MOST_ANSWERS:
        raise ValidationError(f"这个链接已经收到 {MOST_ANSWERS} 次答复，不能再提交。请直接联系邀请您的同事。")
    given = PreviewAnswer.objects.create(invitation=invitation, opinion=opinion, text=text, form=number)
    what = f"第 {invitation.revision.number} 版" + (f"：{text}" if text else "")
    by = f"{invitation.invited_name}（受邀预览）"
    audit.record(
        f"预览答复：{given.get_opinion_display()}",
        by=None,
        name=by,
        target=invitation.revision.article,
        reason=what,
    )
    notifying.answered(invitation.revision.article, invitation.created_by, by, given.get_opinion_display())
    return given


def of(article: Article) -> list[Row]:
    """All invitations to the article's revisions, newest first, with their answers."""
    found = (
        PreviewInvitation.objects.filter(revision__article=article)
        .select_related("revision", "created_by")
        .defer("revision__body")
        .prefetch_related("answers")
    )
    for invitation in found:
        invitation.revision.article = article  # the one at hand, for standing()
    return [Row(invitation, standing(invitation), list(invitation.answers.all())) for invitation in found]


def _is_gone(revision: Revision, article: Article, now: datetime) -> bool:
    """Whether what the revision says has been taken off the site: withdrawn, or live and expired."""
    if article.state == Article.State.WITHDRAWN:
        return True
    expired = article.expires_at is not None and article.expires_at <= now
    return revision.state == Revision.State.LIVE and expired


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _number(form: str, invitation: PreviewInvitation) -> str:
    try:
        pk, number = signing.loads(form, salt=FORM_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        pk, number = None, ""
    if pk != invitation.pk:
        raise ValidationError("页面放得太久了，您的文字还没有提交。请再按一次提交。")
    return number
