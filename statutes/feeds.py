"""The feed of what changes in the law: versions promulgated, versions that begin to apply, repeals."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from firm import feeds
from firm.models import Firm
from statutes.models import Statute, StatuteVersion
from statutes.reading import permalink_query

ENTRIES = 30


@require_safe
def changes(request: HttpRequest, form: str) -> HttpResponseBase:
    """The newest changes of the law that the site knows, by the days on which they came."""
    title = f"法规变动 - {Firm.load().short_name}"
    words = "本站收录的法律、法规和司法解释：公布、施行、废止。"
    return feeds.respond(request, feeds.Feed(title, reverse("statutes"), words, entries()), form)


def entries() -> tuple[feeds.Entry, ...]:
    """The changes up to today, the newest first, in three queries."""
    today = timezone.localdate()
    found = [*_promulgated(today), *_begun(today), *_repealed(today)]
    return tuple(sorted(found, key=lambda entry: (entry.published, entry.path), reverse=True)[:ENTRIES])


def _versions():
    earlier = StatuteVersion.objects.filter(
        statute=OuterRef("statute"), promulgated_on__lt=OuterRef("promulgated_on")
    )
    last = Subquery(earlier.order_by("-promulgated_on").values("promulgated_on")[:1])
    return StatuteVersion.objects.select_related("statute").defer("preamble").annotate(last=last)


def _promulgated(today: date) -> Iterator[feeds.Entry]:
    found = _versions().filter(promulgated_on__lte=today).order_by("-promulgated_on", "-pk")
    for version in found[:ENTRIES]:
        day, first = version.promulgated_on, version.effective_from
        title = f"{version.statute}{_words(day)}公布{'修改后的文本' if version.last else ''}"
        starts = f"自{_words(first)}起施行" if first else "施行日期不详"
        yield _entry(version.statute, title, f"{title}，{starts}。", day, _where(version))


def _begun(today: date) -> Iterator[feeds.Entry]:
    """What applies from its promulgation on is told once."""
    later = _versions().filter(effective_from__lte=today, effective_from__gt=F("promulgated_on"))
    for version in later.order_by("-effective_from", "-pk")[:ENTRIES]:
        day, statute = version.effective_from, version.statute
        title = f"{statute}自{_words(day)}起施行"
        words = f"{statute}{_words(version.promulgated_on)}公布的文本，自{_words(day)}起施行。"
        path = f"{statute.get_absolute_url()}{permalink_query(version)}#since"
        yield _entry(statute, title, words, day, path)


def _repealed(today: date) -> Iterator[feeds.Entry]:
    found = Statute.objects.filter(repealed_on__lte=today).order_by("-repealed_on", "-pk")
    for statute in found[:ENTRIES]:
        title = f"{statute}自{_words(statute.repealed_on)}起废止"
        path = f"{statute.get_absolute_url()}#repealed"
        yield _entry(statute, title, f"{title}。", statute.repealed_on, path)


def _entry(statute: Statute, title: str, words: str, day: date, path: str) -> feeds.Entry:
    moment = timezone.make_aware(datetime.combine(day, time()))
    return feeds.Entry(title, path, words, moment, moment, statute.issuer, (statute.get_kind_display(),))


def _where(version: StatuteVersion) -> str:
    """What changed, 条 by 条, where an earlier text is held; else the text itself."""
    if version.last is None:
        return version.statute.get_absolute_url() + permalink_query(version)
    asked = f"?from={version.last.isoformat()}&to={version.promulgated_on.isoformat()}"
    return reverse("statute_changes", args=[version.statute.slug]) + asked


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
