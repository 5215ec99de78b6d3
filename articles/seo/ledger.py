"""Which search engines are to be told of which address, and when: rows of the same transaction as the move.

What is to come is a row that waits: a first publishing until its hour, an article with an end until that. Each move that
changes what the public sees writes the rows of an address anew, so none of them is ever about a plan that was given up.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from articles.models import Article, Push
from articles.seo import engines

Reason = Push.Reason


def shown(article: Article) -> tuple:
    """What decides whether, and what, the public sees of an article."""
    return article.state, article.live_revision_id


def note(article: Article, was: tuple) -> None:
    """Write what engines are to be told after a move, if it changed what is shown; the caller holds the article's lock."""
    if shown(article) == was:
        return
    path = article.get_absolute_url()
    Push.objects.filter(path=path, sent_at=None).delete()
    Push.objects.bulk_create(
        Push(engine=engine.name, path=path, reason=reason, next_try_at=moment)
        for engine in engines.enabled()
        for reason, moment in _events(article, timezone.now())
    )


def _events(article: Article, now: datetime) -> Iterator[tuple[Reason, datetime]]:
    """What is to be told of an article as it is now; of one that nobody could read, nothing."""
    is_known = article.published_at is not None and article.published_at <= now
    if article.state != Article.State.LIVE:
        if is_known:
            yield Reason.GONE, now
        return
    starts = max(article.published_at, now)
    yield Reason.CHANGED if article.revised_at else Reason.PUBLISHED, starts
    if article.expires_at:
        yield Reason.GONE, max(article.expires_at, starts)
