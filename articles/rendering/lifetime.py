"""Until when a rendered page is right if nobody writes anything: what the clock alone changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from articles.models import Article, RelatedArticle
from firm.models import Lawyer

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Coming:
    """When the next of those comes out that an article's list names, by the article, and the next of a column."""

    named: Mapping[int, datetime]
    of_column: Mapping[int, datetime]


def coming_for(articles: Sequence[Article]) -> Coming:
    """What is still to come for some pages, in two queries. Read it before what the pages show: what comes out in between
    has then its moment here."""
    coming, columns = Article.objects.coming(), {one.column_id for one in articles}
    listed = RelatedArticle.objects.filter(article__in=articles, other__in=coming.values("pk"))
    named = listed.order_by("other__published_at").values_list("article", "other__published_at")
    of_column = coming.filter(column__in=columns).values_list("column", "published_at")
    return Coming(_first(named), _first(of_column))


def _first(rows: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
    """Of rows in the order of their moments the first of each."""
    found: dict[int, datetime] = {}
    for key, moment in rows:
        found.setdefault(key, moment)
    return found


def holds_until(context: dict, coming: Coming) -> datetime:
    """The first moment at which a page of this context (articles.page) would be another one by the clock."""
    article = context["article"]
    moments = [
        article.expires_at,
        *_of_the_law(context["references"]),
        *_of_licences([article.author, article.law_confirmed_by, *context["coauthors"]]),
        *_of_others(article, context, coming),
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


def _of_others(article: Article, context: dict, coming: Coming) -> Iterator[datetime | None]:
    """When an article that the page names expires, or one that it will name comes out."""
    named = [item.other for item in context["related"]] + [context["previous"], context["next"]]
    yield from (other.expires_at for other in named if other)
    yield coming.named.get(article.pk)
    if context["next"] is None:
        yield coming.of_column.get(article.column_id)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
