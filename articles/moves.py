"""The life of an article as a table of moves, and which of them are open to whom."""

from dataclasses import dataclass
from enum import Enum

from articles import revisions
from articles.models import Article, Revision
from articles.rights import is_lawyer, may_write, reviews, why_not_approve
from firm.models import User

State = Revision.State


class Who(Enum):
    """Whom a move is for, beside its permission."""

    WRITER = "writer"  # whoever may write to this article
    APPROVER = "approver"  # a reviewer of its column who neither wrote it nor has approved it already
    REVIEWER = "reviewer"  # a reviewer of its column, and administrators
    KEEPER = "keeper"  # whoever may write to it, and reviewers
    LAWYER = "lawyer"  # such a keeper who is a lawyer
    CLOCK = "clock"  # nobody: run_due makes it when its hour has come


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
    has_target: bool = False  # it names another article: its button stands where that one is chosen
    law: Law | None = None  # what the live article's citations must be like
    writes: bool = False  # a newer revision: what it leads to stands there
    periodic: bool = False  # only in a column whose articles are read again after a time


MOVES = {
    "submit": Move(
        "提交审核",
        "articles.submit_article",
        Who.WRITER,
        frozenset({State.DRAFT, State.RETURNED}),
    ),
    "recall": Move(
        "撤回提交", "articles.submit_article", Who.WRITER, frozenset({State.IN_REVIEW, State.APPROVED})
    ),
    "publish": Move("审核通过并发布", "articles.review_article", Who.APPROVER, frozenset({State.IN_REVIEW})),
    "return": Move(
        "退回修改",
        "articles.review_article",
        Who.REVIEWER,
        frozenset({State.IN_REVIEW, State.APPROVED}),
        needs_reason=True,
    ),
    "release": Move(
        "到时发布",
        "",
        Who.CLOCK,
        frozenset({State.APPROVED}),
        frozenset({Article.State.LIVE, Article.State.WITHDRAWN}),
    ),
    "withdraw": Move(
        "撤下文章",
        "articles.withdraw_article",
        Who.REVIEWER,
        article_states=frozenset({Article.State.LIVE}),
        needs_reason=True,
    ),
    "merge": Move(
        "并入另一篇",
        "articles.merge_article",
        Who.REVIEWER,
        article_states=frozenset({Article.State.LIVE, Article.State.WITHDRAWN}),
        needs_reason=True,
        has_target=True,
    ),
    "confirm": Move(
        "确认法律依据仍然正确",
        "articles.view_article",
        Who.LAWYER,
        article_states=frozenset({Article.State.LIVE}),
        law=Law.CITED,
    ),
    "reread": Move(
        "确认内容仍然适用",
        "articles.view_article",
        Who.LAWYER,
        article_states=frozenset({Article.State.LIVE}),
        periodic=True,
    ),
    "send_back": Move(
        "请作者核对法条",
        "articles.review_article",
        Who.REVIEWER,
        frozenset({State.LIVE}),
        frozenset({Article.State.LIVE}),
        law=Law.CITED,
        needs_reason=True,
        writes=True,
    ),
    "follow": Move(
        "改引现行条文并提交审核",
        "articles.view_article",
        Who.KEEPER,
        frozenset({State.LIVE}),
        frozenset({Article.State.LIVE}),
        law=Law.ADRIFT,
        writes=True,
    ),
}


def available(article: Article, user: User) -> list[str]:
    """The moves that this user may make now, in the order of the table; the admin draws its buttons from this."""
    newest = revisions.newest(article)
    return [
        name for name, move in MOVES.items() if not move.has_target and is_open(name, article, newest, user)
    ]


def is_open(name: str, article: Article, newest: Revision | None, user: User | None) -> bool:
    """Whether a move fits the article and its newest revision as they are, and this user may make it.

    No user is the clock.
    """
    return _fits(MOVES[name], article, newest) and _may(MOVES[name], article, newest, user)


def _fits(move: Move, article: Article, newest: Revision | None) -> bool:
    if article.state not in move.article_states:
        return False
    if move.periodic and not article.column.reread_months:
        return False
    if move.law is Law.CITED and not article.references.exists():
        return False
    if move.law is Law.ADRIFT and not article.references.exclude(drift="").exists():
        return False
    return not move.revision_states or (newest is not None and newest.state in move.revision_states)


def _may(move: Move, article: Article, newest: Revision | None, user: User | None) -> bool:
    if user is None or move.who is Who.CLOCK:
        return user is None and move.who is Who.CLOCK
    if not user.is_active or not user.has_perm(move.permission):
        return False
    return PEOPLE[move.who](article, newest, user)


def _keeps(article: Article, newest: Revision | None, user: User) -> bool:
    return reviews(article, newest, user) or may_write(article, user)


PEOPLE = {
    Who.WRITER: lambda article, newest, user: may_write(article, user),
    Who.APPROVER: lambda article, newest, user: not why_not_approve(article, newest, user),
    Who.REVIEWER: reviews,
    Who.KEEPER: _keeps,
    Who.LAWYER: lambda article, newest, user: is_lawyer(user) and _keeps(article, newest, user),
}
