"""One act on many articles: what would happen to each, and what did."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, Column, Revision
from articles.moves import MOVES, is_open
from articles.reviewing import approvals, readiness
from articles.rights import may_write, visible_to, why_not_approve
from articles.tagging import MAX_LENGTH, names_from_string
from firm import audit
from firm.models import User

log = logging.getLogger(__name__)
MOST = 100
MOST_TAGS = 10
State = Revision.State
Seen = tuple[int, int]  # the id of an article, and of the revision of it that was shown


@dataclass(frozen=True, slots=True)
class Act:
    """What may be done to many articles at once: a move of the workflow, or a change of what is still a draft."""

    name: str
    label: str
    permission: str
    asks: str = ""  # "reason", "column" or "tags"
    is_move: bool = True


ACTS = {
    name: Act(name, MOVES[name].label, MOVES[name].permission, "reason" if MOVES[name].needs_reason else "")
    for name in ("submit", "publish", "return", "withdraw", "reread")
} | {
    "column": Act("column", "换栏目（草稿）", "articles.change_article", "column", is_move=False),
    "tags": Act("tags", "加标签（草稿）", "articles.change_article", "tags", is_move=False),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An article of the list that is to be confirmed: what would happen to it, or why nothing can."""

    article: Article
    newest: Revision
    what: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Result:
    """What has become of one article: what was done, or why it was not."""

    pk: int
    title: str
    done: str
    why_not: str = ""


def plan(act: Act, ids: Iterable[int], user: User) -> list[Row]:
    """The chosen articles that this user sees, the newest number first."""
    articles = Article.objects.filter(visible_to(user), pk__in=list(ids)).select_related("column", "author")
    found = list(articles.defer("body", "body_html").order_by("-pk")[:MOST])
    newest = Revision.objects.filter(article__in=found).order_by("article", "-number").distinct("article")
    related = newest.select_related("column__notice", "own_notice", "author", "written_by")
    of = {revision.article_id: revision for revision in related}
    return [_row(act, article, of[article.pk], user) for article in found if article.pk in of]


def carry_out(act: Act, seen: list[Seen], user: User, asked: str) -> list[Result]:
    """Do it to each, in a transaction of its own, if the revision that was shown is still the newest.

    asked is the reason, the id of the column or the tags. Raises ValidationError where that is missing or wrong.
    """
    value = _CLEANED[act.asks](asked)
    visible = Article.objects.filter(visible_to(user), pk__in=[pk for pk, _ in seen[:MOST]])
    found = visible.select_related("author").defer("body", "body_html").in_bulk()
    return [_one(act, found.get(pk), pk, revision, user, value) for pk, revision in seen[:MOST]]


def _row(act: Act, article: Article, newest: Revision, user: User) -> Row:
    newest.article = article
    why_not = (
        why_not_move(act.name, article, newest, user)
        if act.is_move
        else _why_no_change(article, newest, user)
    )
    return Row(article, newest, "" if why_not else _what(act, newest), why_not)


def why_not_move(name: str, article: Article, newest: Revision, user: User) -> str:
    """What keeps a user from a move, in a Chinese sentence; empty where it seems open."""
    if is_open(name, article, newest, user):
        problems = readiness.missing(newest) if name in {"submit", "publish"} else []
        return "".join([*problems, *(readiness.undeclared(newest) if name == "submit" else [])])
    move = MOVES[name]
    if article.state not in move.article_states:
        return f"文章现在是“{article.public_state}”。"
    if move.revision_states and newest.state not in move.revision_states:
        return f"最新一版现在是“{newest.get_state_display()}”。"
    if move.periodic and not article.column.reread_months:
        return "这个栏目没有规定复查周期。"
    return (name == "publish" and why_not_approve(article, newest, user)) or "您没有这项权限。"


def _why_no_change(article: Article, newest: Revision, user: User) -> str:
    if newest.state != State.DRAFT:
        return f"最新一版现在是“{newest.get_state_display()}”；栏目和标签是文章内容，只能改草稿，再经审核。"
    return "" if may_write(article, user) else "您没有这项权限。"


def _what(act: Act, newest: Revision) -> str:
    if act.name == "submit":
        return "提交给审核人"
    if act.name == "publish":
        return _what_publishing(newest)
    if act.name == "return":
        return f"退回给 {newest.written_by}"
    return {"withdraw": "从网站撤下", "reread": "记下今天复查过"}.get(act.name, "存为新的草稿")


def _what_publishing(newest: Revision) -> str:
    if approvals.missing_approvals(newest) > 1:
        return "记下您的通过，还需另一位审核人"
    if newest.publish_at and newest.publish_at > timezone.now():
        return f"通过，定于 {timezone.localtime(newest.publish_at):%Y-%m-%d %H:%M} 发布"
    return "发布到网站"


def _one(act: Act, article: Article | None, pk: int, revision: int, user: User, value) -> Result:
    if article is None:
        return Result(pk, f"编号 {pk}", "", "没有这篇文章，或您无权查看。")
    try:
        done = (
            _move(act, article, revision, user, value)
            if act.is_move
            else _change(act, article, revision, user, value)
        )
    except workflow.MoveNotAllowed as error:
        audit.record("被拒绝：" + act.label, by=user, target=article)
        return Result(pk, article.title, "", str(error))
    except ValidationError as error:
        return Result(pk, article.title, "", " ".join(error.messages))
    except Exception:
        log.exception("%s could not be done to article %s", act.name, pk)
        return Result(pk, article.title, "", "出了错，没有做。原因见日志。")
    return Result(pk, article.title, done)


def _move(act: Act, article: Article, revision: int, user: User, value: str) -> str:
    workflow.perform(act.name, article, by=user, reason=value, revision=revision)
    return audit.history(article).first().action  # it says more than the button: 还需另一位审核人


def _change(act: Act, article: Article, revision: int, user: User, value: Column | list[str]) -> str:
    newest = revisions.newest(article)
    if why_not := _why_no_change(article, newest, user):
        raise workflow.MoveNotAllowed(why_not)
    content, tags = revisions.content_of(newest), newest.tag_names
    if act.name == "column":
        content |= {"column_id": value.pk}
    else:
        tags = [*tags, *(name for name in value if name not in tags)]
    if len(tags) > MOST_TAGS:
        raise ValidationError(f"最多 {MOST_TAGS} 个标签，加上之后会有 {len(tags)} 个。")
    try:
        revisions.record(article, content, tags, by=user, base=revision)
    except (revisions.EditedMeanwhile, revisions.InReview) as error:
        raise workflow.MoveNotAllowed("您看到的已经不是最新版本，没有改动。") from error
    return "存为新的草稿"


def _reason(asked: str) -> str:
    if not asked.strip():
        raise ValidationError("请写明理由。")
    return asked.strip()


def _column(asked: str) -> Column:
    found = (
        Column.objects.filter(pk=asked).first()
        if asked.isascii() and asked.isdecimal() and len(asked) < 10
        else None
    )
    if found is None:
        raise ValidationError("请选择栏目。")
    return found


def _tags(asked: str) -> list[str]:
    names = names_from_string(asked)
    if not names:
        raise ValidationError("请写标签。")
    if long := [name for name in names if len(name) > MAX_LENGTH]:
        raise ValidationError(f"标签“{long[0][:20]}…”太长，每个最多 {MAX_LENGTH} 个字。")
    return names


_CLEANED: dict[str, Callable] = {"": lambda asked: "", "reason": _reason, "column": _column, "tags": _tags}
