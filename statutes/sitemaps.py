"""The sitemaps of the law: each statute, and each 条 of the text that applies today.

What applies no longer, or not yet, is noindex (reading.Reading.is_indexed) and not listed; nor are pages that compare or
list. One text of a statute is read on a day, by status.version_on over its dates.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from firm import sitemaps
from firm.sitemaps import Entry
from statutes.models import Provision, Statute, StatuteVersion
from statutes.status import version_on

DATES = ("statute_id", "promulgated_on", "effective_from", "effective_to")


def current_versions() -> list[int]:
    """The ids of the versions that readers are shown today, one of each statute with a text, in two queries.

    What is known to be in force the database says; status.version_on is asked of the few statutes of which nothing is.
    """
    today, versions = timezone.localdate(), StatuteVersion.objects.order_by()
    known = dict(versions.in_force_on(today).values_list("statute", "pk"))
    others = defaultdict(list)
    for version in versions.exclude(statute__in=known).only(*DATES):
        others[version.statute_id].append(version)
    return [*known.values(), *(version_on(held, today).pk for held in others.values())]


def _provisions() -> QuerySet[Provision]:
    return Provision.objects.filter(version__in=current_versions())


def _provision_entries(rows: QuerySet[Provision]) -> Iterator[Entry]:
    found = rows.values_list(
        "version__statute__slug", "key", *_dates("version__statute__"), "version__effective_from"
    )
    for slug, key, *dates in found:
        yield Entry(reverse("provision", args=[slug, key]), _newest(*dates))


def _statute_entries(rows: QuerySet[Statute]) -> Iterable[Entry]:
    """A statute's page changes when its rows are touched, and on the days on which a version begins or all is repealed."""
    begun = defaultdict(list)
    first_days = StatuteVersion.objects.filter(statute__in=rows, effective_from__isnull=False).order_by()
    for statute, day in first_days.values_list("statute", "effective_from"):
        begun[statute].append(day)
    found = rows.values_list("pk", "slug", *_dates())
    return [Entry(reverse("statute", args=[slug]), _newest(*dates, *begun[pk])) for pk, slug, *dates in found]


def _dates(way: str = "") -> tuple[str, str]:
    return f"{way}touched_at", f"{way}repealed_on"


def _newest(touched: datetime, *days: date | None) -> datetime:
    """The last of these that has come."""
    now = timezone.now()
    begun = [timezone.make_aware(datetime.combine(day, time())) for day in days if day]
    return max([touched, *(moment for moment in begun if moment <= now)])


SECTIONS = (
    sitemaps.Section("statutes", sitemaps.LONG_ADDRESSES, Statute.objects.all, _statute_entries),
    sitemaps.Section("provisions", sitemaps.LONG_ADDRESSES, _provisions, _provision_entries),
)
