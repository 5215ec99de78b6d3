"""perform(): the only writer of an article's state."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import failing, publishing, revisions
from articles.copies import merging
from articles.law import citing, following, rechecking
from articles.models import Approval, Article, Revision
from articles.moves import MOVES, is_open
from articles.related import lists
from articles.rendering import keeping
from articles.reviewing import answering, approvals, notifying, readiness
from articles.seo import ledger
from firm import audit
from firm.models import User

State = Revision.State


class MoveNotAllowed(Exception):
    """The move is not open to this user now; the message says so in Chinese."""


class LawChanged(MoveNotAllowed):
    """The law under the article is not what the user saw; the message says so in Chinese."""


@transaction.atomic
def perform(
    name: str,
    article: Article,
    *,
    by: User | None,
    reason: str = "",
    revision: int | None = None,
    law: str | None = None,
    into: Article | None = None,
) -> Article:
    """Make a move, record it, and return the article as it now is; by is None where the clock makes it.

    revision is the id of the revision that the user saw; where another one is newest by now, or the move is
    not open, raises MoveNotAllowed, and LawChanged where law is not the state of the law (drift.law_state) that
    holds for the article by now. Raises ValidationError where something is missing: a reason, a source.
    into is the article that stays where this one is merged.
    """
    stays = merging.lock(article, into) if into else None
    locked = (
        Article.objects.select_for_update(of=("self",), no_key=True)
        .select_related("author")
        .get(pk=article.pk)
    )
    newest = revisions.newest(locked)
    _refuse(name, locked, newest, by, has_target=stays is not None)
    _refuse_unseen(locked, newest, revision, law)
    move, reason = MOVES[name], reason.strip()
    if move.needs_reason and not reason:
        raise ValidationError("请写明理由。")
    given = {"into": stays} if move.has_target else {}
    was = ledger.shown(locked)
    done = ACTIONS[name](locked, newest, by, reason, **given)
    audit.record(done or move.label, by=by, target=locked, reason=reason)
    # The move holds by then. A page that cannot be rendered is logged, stays on the list, and is tried again each minute.
    transaction.on_commit(partial(keeping.keep_all, [locked.pk]))
    notifying.tell(name, locked, revisions.newest(locked) if move.writes else newest, by, reason)
    ledger.note(locked, was)
    return locked


def _refuse(name: str, article: Article, newest: Revision, by: User | None, *, has_target: bool) -> None:
    move = MOVES[name]
    if not is_open(name, article, newest, by) or move.has_target != has_target:
        raise MoveNotAllowed(f"现在不能{move.label}：文章状态已经变化，或您没有这项权限。")


def _refuse_unseen(article: Article, newest: Revision, revision: int | None, law: str | None) -> None:
    """Nobody moves a text, or confirms a law, that is not the one they saw."""
    if revision is not None and revision != newest.pk:
        raise MoveNotAllowed("您看到的已经不是最新版本，请重新打开文章看过之后再操作。")
    if law is not None and law != rechecking.law_now(article):
        raise LawChanged("文章所引的法条刚刚又有变动，没有确认。请看过下面的变动之后再确认。")


def _submit(article: Article, revision: Revision, by: User, reason: str) -> None:
    if problems := [*readiness.missing(revision), *readiness.undeclared(revision)]:
        raise ValidationError(problems)
    if not reason and (wrong := readiness.wrong_law(revision)):
        raise ValidationError(f"{wrong}请改正，或写明为什么仍要提交。")
    revision.submit_reason = reason
    revision.submitted_at = timezone.now()
    _set(revision, State.IN_REVIEW)


def _recall(article: Article, revision: Revision, by: User, reason: str) -> None:
    _set(revision, State.DRAFT)


def _return(article: Article, revision: Revision, by: User, reason: str) -> None:
    revision.reason = reason
    _set(revision, State.RETURNED)


def _publish(article: Article, revision: Revision, by: User, reason: str) -> str:
    if problems := [*readiness.missing(revision), *answering.open_problems(revision)]:
        raise ValidationError(problems)
    Approval.objects.create(revision=revision, by=by, submitted_at=revision.submitted_at)
    if approvals.missing_approvals(revision):
        return "审核通过，还需另一位审核人"
    if _waits_for_its_hour(article, revision):
        _set(revision, State.APPROVED)
        return f"审核通过，定于 {timezone.localtime(revision.publish_at):%Y-%m-%d %H:%M} 发布"
    _make_live(article, revision, by)
    return ""


def _waits_for_its_hour(article: Article, revision: Revision) -> bool:
    """What readers know already changes when run_due says so; a first publishing is hidden by its date alone."""
    now = timezone.now()
    is_known = article.published_at is not None and article.published_at <= now
    return is_known and revision.publish_at is not None and revision.publish_at > now


def _release(article: Article, revision: Revision, by: None, reason: str) -> str:
    """At its hour; what can no longer be published goes back with the reason instead of failing each minute."""
    if revision.publish_at and revision.publish_at > timezone.now():
        raise MoveNotAllowed("还没有到发布时间。")
    if problems := readiness.at_its_hour(revision):
        revision.reason = "到了发布时间，但是不能发布：" + "".join(problems)
        _set(revision, State.RETURNED)
        return revision.reason[:50]
    _make_live(article, revision, by)
    return ""


def _make_live(article: Article, revision: Revision, by: User | None) -> None:
    merging.part(article, by=by)
    Revision.objects.filter(article=article, state=State.LIVE).update(state=State.SUPERSEDED)
    _set(revision, State.LIVE)
    article.state = Article.State.LIVE
    publishing.go_live(article, revision)
    failing.done_anew(article.pk)


def _withdraw(article: Article, revision: Revision, by: User, reason: str) -> None:
    """What was approved for a later hour waits no longer: it would bring the page back."""
    if revision.state == State.APPROVED:
        _set(revision, State.DRAFT)
    article.state = Article.State.WITHDRAWN
    article.save(update_fields=["state"])
    lists.withdraw(article)


def _reread(article: Article, revision: Revision, by: User, reason: str) -> None:
    article.reread_at = timezone.now()
    article.save(update_fields=["reread_at"])


def _merge(article: Article, revision: Revision, by: User, reason: str, *, into: Article) -> str:
    merging.refuse(article, revision, into)
    article.state, article.merged_into = Article.State.WITHDRAWN, into
    article.save(update_fields=["state", "merged_into"])
    merging.take_over(article, into, by=by, reason=reason)
    return f"并入文章 {into.pk}"


def _confirm(article: Article, revision: Revision, by: User, reason: str) -> None:
    cited = citing.cite(article.body, timezone.localdate())
    if (wrong := cited.wrong) and not reason:
        raise ValidationError(
            f"法条核对还有 {len(wrong)} 处问题：{wrong[0].sentence}仍要确认的，请写明理由。"
        )
    rechecking.confirm(article, cited, by.lawyer)


def _send_back(article: Article, revision: Revision, by: User, reason: str) -> None:
    copy = revisions.copy(revision)
    copy.reason = reason
    _set(copy, State.RETURNED)


def _follow(article: Article, revision: Revision, by: User, reason: str) -> None:
    found = following.followed(article)
    if found is None:
        raise ValidationError("没有找到可以放心替换的条号，请作者修改正文，或由律师确认文章仍然正确。")
    body, left = found
    copy = revisions.copy(revision, body=body, written_by=by)
    copy.submit_reason = reason or "按现行条文更新了条号。" + (
        f"另有 {left} 处没有改，请人工核对。" if left else ""
    )
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
    "release": _release,
    "withdraw": _withdraw,
    "merge": _merge,
    "confirm": _confirm,
    "reread": _reread,
    "send_back": _send_back,
    "follow": _follow,
}
