"""Until when a rendered page is right if nobody writes anything: what the clock alone changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from articles.models import Article
from firm.models import Lawyer

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def holds_until(context: dict) -> datetime:
    """The first moment at which a page of this context (articles.page) would be another one by the clock."""
    article = context["article"]
    moments = [
        article.expires_at,
        *_of_the_law(context["references"]),
        *_of_licences([article.author, article.law_confirmed_by, *context["coauthors"]]),
        *_of_others(article, context),
    ]
    return min(filter(None, moments), default=NEVER)


def _of_the_law(references) -> Iterator[datetime]:
    """From the day on which a verdict's time has passed, none is shown."""
    return (_midnight(r.holds_until) for r in references if r.holds_until and r.standing is not None)


def _of_licences(lawyers: list[Lawyer | None]) -> Iterator[datetime]:
    """The day after an 执业证 ends, its holder is printed without title and number."""
    today = timezone.localdate()
    ends = (lawyer.licence_expires_on for lawyer in lawyers if lawyer)
    return (_midnight(day + timedelta(days=1)) for day in ends if day and day >= today)


def _of_others(article: Article, context: dict) -> Iterator[datetime | None]:
    """When an article that the page names expires, or one that it will name comes out."""
    named = [item.other for item in context["related"]] + [context["previous"], context["next"]]
    yield from (other.expires_at for other in named if other)
    coming = Article.objects.coming()
    yield coming.filter(pk__in=article.related.values("other")).values_list("published_at", flat=True).first()
    if context["next"] is None:
        yield coming.filter(column=article.column_id).values_list("published_at", flat=True).first()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
