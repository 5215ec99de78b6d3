"""The life of an article as a table of moves, and perform(): the only writer of state."""

from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import citing, following, publishing, rechecking, revisions
from articles.models import Article, CopyrightNotice, Revision
from firm import audit
from firm.access import may_approve_own
from firm.models import User

State = Revision.State


UNANSWERED = "unanswered"  # the code of the refusal to submit open problems without a reason


class Who(Enum):
    """Whom a move is for, beside its permission."""

    WRITER = "writer"  # whoever may write to this article
    OTHER = "other"  # anyone but those who wrote it, unless the firm's row allows that
    KEEPER = "keeper"  # whoever may write to it, and reviewers
    LAWYER = "lawyer"  # such a keeper who is a lawyer
    ANYONE = "anyone"


class Law(Enum):
    """What is asked of the citations of a live article."""

    CITED = "cited"  # there are some
    ADRIFT = "adrift"  # the law has changed under some of them


@dataclass(frozen=True, slots=True)
class Move:
    """One step: from which states of the newest revision or of the article, by whom, and what it is called."""

    label: str
    permission: str
    who: Who
    revision_states: frozenset[str] = frozenset()  # empty: does not look at the revision
    article_states: frozenset[str] = frozenset(Article.State)
    needs_reason: bool = False
    law: Law | None = None  # what the live article's citations must be like


MOVES = {
    "submit": Move(
        "提交审核",
        "articles.change_article",
        Who.WRITER,
        frozenset({State.DRAFT, State.RETURNED}),
    ),
    "recall": Move("撤回提交", "articles.change_article", Who.WRITER, frozenset({State.IN_REVIEW})),
    "publish": Move("审核通过并发布", "articles.review_article", Who.OTHER, frozenset({State.IN_REVIEW})),
    "return": Move(
        "退回修改", "articles.review_article", Who.ANYONE, frozenset({State.IN_REVIEW}), needs_reason=True
    ),
    "withdraw": Move(
        "撤下文章",
        "articles.withdraw_article",
        Who.ANYONE,
        article_states=frozenset({Article.State.LIVE}),
        needs_reason=True,
    ),
    "confirm": Move(
        "确认法律依据仍然正确",
        "articles.view_article",
        Who.LAWYER,
        article_states=frozenset({Article.State.LIVE}),
        law=Law.CITED,
    ),
    "send_back": Move(
        "请作者核对法条",
        "articles.review_article",
        Who.ANYONE,
        frozenset({State.LIVE}),
        frozenset({Article.State.LIVE}),
        law=Law.CITED,
        needs_reason=True,
    ),
    "follow": Move(
        "改引现行条文并提交审核",
        "articles.view_article",
        Who.KEEPER,
        frozenset({State.LIVE}),
        frozenset({Article.State.LIVE}),
        law=Law.ADRIFT,
    ),
}


class MoveNotAllowed(Exception):
    """The move is not open to this user now; the message says so in Chinese."""


def visible_to(user: User) -> Q:
    """Which articles somebody sees in the newsroom: reviewers and administrators all, lawyers their own."""
    if user.has_perm("articles.edit_every_article") or user.has_perm("articles.review_article"):
        return Q()
    return Q(author__user=user) | Q(revisions__written_by=user) | Q(revisions__author__user=user)


def may_write(article: Article, user: User) -> bool:
    """Whether somebody may change this article: its author, who wrote it, and administrators."""
    if not user.has_perm("articles.change_article"):
        return False
    return user.has_perm("articles.edit_every_article") or wrote(article, user)


def wrote(article: Article, user: User) -> bool:
    """Whether the article is somebody's own: signed with their name, or written by them in part."""
    signed = article.author.user_id == user.pk
    return signed or article.revisions.filter(Q(written_by=user) | Q(author__user=user)).exists()


def available(article: Article, user: User) -> list[str]:
    """The moves that this user may make now, in the order of the table; the admin draws its buttons from this."""
    newest = revisions.newest(article)
    return [
        name for name, move in MOVES.items() if _fits(move, article, newest) and _may(move, article, user)
    ]


@transaction.atomic
def perform(
    name: str, article: Article, *, by: User, reason: str = "", revision: int | None = None
) -> Article:
    """Make a move, record it, and return the article as it now is.

    revision is the id of the revision that the user saw; where another one is newest by now, or the move is
    not open, raises MoveNotAllowed. Raises ValidationError where something is missing: a reason, a source.
    """
    locked = Article.objects.select_for_update(of=("self",)).select_related("author").get(pk=article.pk)
    newest = revisions.newest(locked)
    move = MOVES[name]
    if not _fits(move, locked, newest) or not _may(move, locked, by):
        raise MoveNotAllowed(f"现在不能{move.label}：文章状态已经变化，或您没有这项权限。")
    if revision is not None and revision != newest.pk:
        raise MoveNotAllowed("您看到的已经不是最新版本，请重新打开文章看过之后再操作。")
    if move.needs_reason and not reason.strip():
        raise ValidationError("请写明理由。")
    ACTIONS[name](locked, newest, by, reason.strip())
    audit.record(move.label, by=by, target=locked, reason=reason.strip())
    return locked


def _fits(move: Move, article: Article, newest: Revision | None) -> bool:
    if article.state not in move.article_states:
        return False
    if move.law is Law.CITED and not article.references.exists():
        return False
    if move.law is Law.ADRIFT and not article.references.exclude(drift="").exists():
        return False
    return not move.revision_states or (newest is not None and newest.state in move.revision_states)


def _may(move: Move, article: Article, user: User) -> bool:
    if not user.is_active or not user.has_perm(move.permission):
        return False
    if move.who is Who.WRITER:
        return may_write(article, user)
    if move.who is Who.OTHER:
        return not wrote(article, user) or may_approve_own()
    if move.who in {Who.KEEPER, Who.LAWYER}:
        keeps = user.has_perm("articles.review_article") or may_write(article, user)
        return keeps and (move.who is Who.KEEPER or _is_lawyer(user))
    return True


def _is_lawyer(user: User) -> bool:
    lawyer = getattr(user, "lawyer", None)
    return lawyer is not None and lawyer.is_on_staff


def _submit(article: Article, revision: Revision, by: User, reason: str) -> None:
    if problems := missing(revision):
        raise ValidationError(problems)
    if not reason and (wrong := citing.cite(revision.body, timezone.localdate()).wrong):
        raise ValidationError(
            f"法条核对还有 {len(wrong)} 处问题：{wrong[0].sentence}请改正，或写明为什么仍要提交。",
            code=UNANSWERED,
        )
    revision.submit_reason = reason
    revision.submitted_at = timezone.now()
    _set(revision, State.IN_REVIEW)


def missing(revision: Revision) -> list[str]:
    """What keeps a revision from being submitted, in Chinese sentences."""
    problems = []
    if not revision.body.strip():
        problems.append("正文还是空的。")
    if revision.notice.kind == CopyrightNotice.Kind.REPRINT and not revision.source_name.strip():
        problems.append(f"“{revision.notice.name}”下的文章是公开转载，请填写来源。")
    article = revision.article
    if (
        article.state == Article.State.LIVE
        and revision.publish_at
        and revision.publish_at > timezone.now() >= article.published_at
    ):
        problems.append("文章已经在线上，修改一经审核就会发布；请清空发布时间，或改成过去的时间。")
    if revision.expires_at and revision.expires_at <= (revision.publish_at or timezone.now()):
        problems.append("下架时间必须晚于发布时间。")
    return problems


def _recall(article: Article, revision: Revision, by: User, reason: str) -> None:
    _set(revision, State.DRAFT)


def _return(article: Article, revision: Revision, by: User, reason: str) -> None:
    revision.reason = reason
    _set(revision, State.RETURNED)


def _publish(article: Article, revision: Revision, by: User, reason: str) -> None:
    if problems := missing(revision):
        raise ValidationError(problems)
    Revision.objects.filter(article=article, state=State.LIVE).update(state=State.SUPERSEDED)
    _set(revision, State.LIVE)
    article.state = Article.State.LIVE
    publishing.go_live(article, revision)


def _withdraw(article: Article, revision: Revision, by: User, reason: str) -> None:
    article.state = Article.State.WITHDRAWN
    article.save(update_fields=["state"])


def _confirm(article: Article, revision: Revision, by: User, reason: str) -> None:
    rechecking.confirm(article, by.lawyer)


def _send_back(article: Article, revision: Revision, by: User, reason: str) -> None:
    copy = revisions.copy(revision)
    copy.reason = reason
    _set(copy, State.RETURNED)


def _follow(article: Article, revision: Revision, by: User, reason: str) -> None:
    body = following.followed(article)
    if body is None:
        raise ValidationError("没有找到可以替换的条号，请作者修改正文，或确认文章仍然正确。")
    copy = revisions.copy(revision, body=body, written_by=by)
    copy.submit_reason = reason or "按现行条文更新了条号。"
    copy.submitted_at = timezone.now()
    _set(copy, State.IN_REVIEW)


def _set(revision: Revision, state: str) -> None:
    revision.state = state
    revision.save(update_fields=["state", "submitted_at", "reason", "submit_reason"])


ACTIONS = {
    "submit": _submit,
    "recall": _recall,
    "publish": _publish,
    "return": _return,
    "withdraw": _withdraw,
    "confirm": _confirm,
    "send_back": _send_back,
    "follow": _follow,
}
