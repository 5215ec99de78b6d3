"""Who may see, write to and review an article."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, Column, Revision
from articles.reviewing import approvals
from firm.access import may_approve, may_approve_own
from firm.models import User

FEW = 2000


def visible_to(user: User) -> Q:
    """Which articles somebody sees in the newsroom.

    Administrators see all, reviewers those of their columns and what has been submitted to come there, each their own:
    what they sign, alone or beside others, or wrote in part.
    """
    return _visible(user, Q(pk__in=own(user)))


def visible_among_few(user: User) -> Q:
    """The same articles as visible_to() where other conditions leave few: each is looked at, not all of somebody's own."""
    lawyer = getattr(user, "lawyer", None)
    is_own = Q(Exists(Revision.objects.filter(own_part(user), article=OuterRef("pk"))))
    if lawyer is not None:
        beside = Article.coauthors.through.objects.filter(lawyer=lawyer, article=OuterRef("pk"))
        is_own |= Q(author=lawyer) | Q(Exists(beside))
    return _visible(user, is_own)


def _visible(user: User, is_own: Q) -> Q:
    if user.has_perm("articles.edit_every_article"):
        return Q()
    if not user.has_perm("articles.review_article"):
        return is_own
    columns = reviewed_columns(user)
    if len(columns) == Column.objects.count():
        return Q()
    # Listed where they are few, for then PostgreSQL can take the union of two indexes.
    mine, ours = _listed(own(user)), _listed(_handed_in(columns))
    return Q(column__in=columns) | Q(pk__in=mine) | Q(pk__in=ours)


def own(user: User) -> QuerySet:
    """The ids of somebody's own articles. A union, not one condition with OR: each part is found by an index of its own."""
    written = Revision.objects.order_by().values_list("article")
    parts = [written.filter(written_by=user)]
    if lawyer := getattr(user, "lawyer", None):
        parts += [
            Article.objects.filter(author=lawyer).values_list("pk"),
            Article.coauthors.through.objects.filter(lawyer=lawyer).values_list("article"),
            written.filter(author=lawyer),
            written.filter(coauthor_ids__contains=[lawyer.pk]),
        ]
    return parts[0].union(*parts[1:])


def reviewed_columns(user: User) -> list[int]:
    """The ids of the columns of which somebody with the right to review is a reviewer: named, or none is."""
    free_or_named = Q(reviewers__isnull=True) | Q(reviewers=user)
    return list(Column.objects.filter(free_or_named).order_by("pk").values_list("pk", flat=True).distinct())


def all_reviewers() -> QuerySet[User]:
    """The open accounts that have the right to review, of whatever column."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm("articles.review_article", backend=backend)


def _handed_in(columns: list[int]) -> QuerySet:
    """The ids of the articles of which a text that would come into these columns has been submitted."""
    states = [Revision.State.IN_REVIEW, Revision.State.RETURNED, Revision.State.APPROVED]
    return Revision.objects.filter(state__in=states, column__in=columns).order_by().values_list("article")


def _listed(ids: QuerySet) -> QuerySet | list[int]:
    found = [pk for (pk,) in ids[: FEW + 1]]
    return found if len(found) <= FEW else ids


def may_write(article: Article, user: User) -> bool:
    """Whether somebody may change this article: its author, who wrote it, and administrators."""
    if not user.has_perm("articles.change_article"):
        return False
    return user.has_perm("articles.edit_every_article") or wrote(article, user)


def wrote(article: Article, user: User) -> bool:
    """Whether the article is somebody's own: signed with their name, also beside others, or written by them in part."""
    if article.author.user_id == user.pk:
        return True
    return article.revisions.filter(own_part(user)).exists()


def own_part(user: User) -> Q:
    """Which revisions are somebody's own: written by them, or signed with their name, also beside others."""
    part = Q(written_by=user)
    if lawyer := getattr(user, "lawyer", None):
        part |= Q(author=lawyer) | Q(coauthor_ids__contains=[lawyer.pk])
    return part


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
