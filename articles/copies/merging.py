"""What merging a near-copy into another article means beside its state: whose tags, links and lists go where."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q

from articles import linking
from articles.copies import stars
from articles.models import Article, Revision, TaggedArticle
from articles.related import lists
from articles.searching import tasks
from firm import audit
from firm.models import User

LOCK = 0x6D657267  # one merge at a time: each holds several articles


def lock(article: Article, into: Article) -> Article:
    """Lock all rows that a merge writes, in the order of their ids; returns the one that stays.

    The caller holds the transaction, and no lock of an article yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    wanted = Q(pk__in=[article.pk, into.pk]) | Q(merged_into=article.pk)
    rows = Article.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")
    return next(row for row in rows if row.pk == into.pk)


def refuse(article: Article, newest: Revision, into: Article) -> None:
    """Raise ValidationError, in Chinese, where an article cannot be merged into another."""
    if into.pk == article.pk:
        raise ValidationError("不能把文章并入它自己。")
    if article.merged_into_id:
        raise ValidationError("这篇已经并入别的文章。")
    if not into.is_public:
        raise ValidationError(f"保留的《{into.title}》不在线上，不能并入。")
    if newest.state in Revision.LOCKED:
        raise ValidationError("这篇有一版正在审核或等待发布，请先退回再合并。")


def take_over(article: Article, into: Article, *, by: User, reason: str) -> None:
    """Give what was an article's to the one that it was merged into; the caller holds the locks of lock().

    Its tags stay on its own row and are inherited as long as it is merged, so that no later publishing loses them
    and parting gives them back. Links in texts stay as they were written; only the pages' addresses are changed.
    """
    article.merged.update(merged_into=into)
    _retag(into)
    stars.leave(article)
    lists.merge(article, into)
    audit.record("收入另一篇", by=by, target=into, reason=f"《{article.title}》（{article.pk}）。{reason}")
    transaction.on_commit(lambda: linking.readdress(_all_names(into)), robust=True)


def part(article: Article, *, by: User) -> None:
    """An article that is published again stands for itself; the caller holds its lock."""
    former = article.merged_into
    if former is None:
        return
    article.merged_into = None
    article.save(update_fields=["merged_into"])
    _retag(former)
    tasks.ask(
        [former.pk], tasks.Kind.INDEX
    )  # not here: its lock would come before those of the one that goes live
    audit.record(
        "不再收入另一篇", by=by, target=former, reason=f"《{article.title}》（{article.pk}）重新发布。"
    )
    transaction.on_commit(lambda: linking.readdress([article.pk]), robust=True)


def with_inherited(article: Article, names: Iterable[str]) -> list[str]:
    """The names of tags with those of the articles that were merged into this one, each once."""
    by_key = {name.casefold(): name for name in names}
    for name in inherited(article):
        by_key.setdefault(name.casefold(), name)
    return list(by_key.values())


def inherited(article: Article) -> list[str]:
    """The tags of the articles that were merged into this one."""
    found = TaggedArticle.objects.filter(content_object__merged_into=article.pk)
    return list(found.order_by("tag__name").values_list("tag__name", flat=True).distinct())


def _retag(article: Article) -> None:
    if article.live_revision:
        article.tags.set(with_inherited(article, article.live_revision.tag_names))


def _all_names(article: Article) -> list[int]:
    return [article.pk, *article.merged.values_list("pk", flat=True)]
