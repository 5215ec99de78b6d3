"""Who may see, write to and review an article."""

from django.db.models import Q

from articles import approvals
from articles.models import Article, Column, Revision
from firm.access import may_approve, may_approve_own
from firm.models import User


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
    """Whether the article is somebody's own: signed with their name, also beside others, or written by them in part."""
    if article.author.user_id == user.pk:
        return True
    part = Q(written_by=user) | Q(author__user=user)
    if lawyer := getattr(user, "lawyer", None):
        part |= Q(coauthor_ids__contains=[lawyer.pk])
    return article.revisions.filter(part).exists()


def reviews(article: Article, newest: Revision | None, user: User) -> bool:
    """Whether somebody looks after the article as a reviewer of its column, or as an administrator."""
    if user.has_perm("articles.edit_every_article"):
        return True
    return user.has_perm("articles.review_article") and _is_named_for(article, newest, user)


def why_not_approve(article: Article, newest: Revision, user: User) -> str:
    """What keeps a reviewer from approving, in a Chinese sentence; empty where nothing does.

    Administrators too are bound by whom the column names: they can change that, and then it is on record.
    """
    if not may_approve(user):
        return "您还在实习、已经离所，或执业证已过有效期，不能审核通过文章。执业证已经更新的，请管理员改一下有效期。"
    if not _is_named_for(article, newest, user):
        return "这个栏目只由指定的审核人审核。"
    if user.pk in approvals.approvers(newest):
        return "您已经审核通过，还要另一位审核人通过后才会发布。"
    if wrote(article, user) and not may_approve_own():
        return "这是您自己写的文章，要由另一位同事审核。"
    return ""


def _is_named_for(article: Article, newest: Revision | None, user: User) -> bool:
    """Whether each column that is concerned, the new one and the one where readers find it now, leaves it to this user."""
    concerned = {newest.column_id} if newest else {article.column_id}
    if article.state == Article.State.LIVE:
        concerned.add(article.column_id)
    others = Column.objects.filter(pk__in=concerned, reviewers__isnull=False).exclude(reviewers=user)
    return not others.exists()


def is_lawyer(user: User) -> bool:
    """Whether the user is one of the firm's lawyers, with a valid 执业证."""
    return getattr(user, "lawyer", None) is not None and may_approve(user)
