"""Who may see and who may write to an article."""

from django.db.models import Q

from articles.models import Article
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
    """Whether the article is somebody's own: signed with their name, or written by them in part."""
    signed = article.author.user_id == user.pk
    return signed or article.revisions.filter(Q(written_by=user) | Q(author__user=user)).exists()


def is_lawyer(user: User) -> bool:
    """Whether the user is one of the firm's lawyers."""
    lawyer = getattr(user, "lawyer", None)
    return lawyer is not None and lawyer.is_on_staff
