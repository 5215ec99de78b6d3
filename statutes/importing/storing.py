"""An outline -> rows, as often as one likes with the same result."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db import transaction

from statutes.importing.tree import Outline, Part, ProvisionText
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion

ANNEXES_FROM = 20_000  # an annex is numbered above every 条, so that it stands behind them
LONGEST_PATH = 300
SAME_DOCUMENT = 30  # days within which two dates may be those of one version


@dataclass(frozen=True, slots=True)
class Stored:
    """How many provisions a call added, changed, left as they were and removed, and whether the version changed."""

    added: int
    changed: int
    unchanged: int
    removed: int = 0
    version_added: bool = field(default=False, compare=False)
    version_changed: bool = field(default=False, compare=False)

    @property
    def is_news(self) -> bool:
        """Whether anything was written."""
        return any((self.added, self.changed, self.removed, self.version_added, self.version_changed))


@transaction.atomic
def store(outline: Outline, statute: Statute, *, is_excerpt: bool = False, source: str = "") -> Stored:
    """Put one version of a saved statute and its provisions into the database, all or nothing.

    Rows keep their keys and ids. What staff corrected stays. An excerpt adds to a text and removes nothing; the
    whole text takes out what is in it no longer.
    """
    version, added, changed = _version(outline, statute, is_excerpt, source)
    found = _provisions(version, outline, keep=version.is_excerpt or is_excerpt)
    closed = close_versions(statute)
    stored = Stored(*found, version_added=added, version_changed=changed or (closed and not added))
    if stored.is_news:
        Statute.objects.filter(pk=statute.pk).touch()
    return stored


def close_versions(statute: Statute) -> bool:
    """End each version of a statute where the next one begins; whether that changed a row.

    Where the next one's first day is not known the end stays open in the database, and status.py ends the older one on
    the day on which the next was promulgated.
    """
    versions = list(statute.versions.order_by("promulgated_on"))
    news = []
    for version, following in pairwise(versions):
        end = following.effective_from
        if end and version.effective_from and end <= version.effective_from:
            end = None  # it never applied; a row cannot end before it starts
        if version.effective_to != end and "effective_to" not in version.corrected:
            version.effective_to = end
            news.append(version)
    StatuteVersion.objects.bulk_update(news, ["effective_to"])
    return bool(news)


def _version(
    outline: Outline, statute: Statute, is_excerpt: bool, source: str
) -> tuple[StatuteVersion, bool, bool]:
    """The version's row, whether it is new, whether its fields changed."""
    version = _held(list(statute.versions.order_by("promulgated_on")), outline.promulgated_on, source)
    if version is None:
        return _new_version(outline, statute, is_excerpt, source), True, False
    wanted = {
        "effective_from": outline.effective_from or version.effective_from,
        "doc_number": outline.doc_number or version.doc_number,
        "is_excerpt": is_excerpt and version.is_excerpt,
        "preamble": version.preamble if is_excerpt else outline.preamble,
        "source": source if version.is_excerpt or not version.source else version.source,
    }
    return version, False, update(version, wanted)


def _held(versions: list[StatuteVersion], day: date, source: str) -> StatuteVersion | None:
    """The row of this version: that of its day; else the one that came from this source, some days apart or moved by
    staff; else an excerpt some days apart, since a text is adopted, published and dated on different days."""
    of_the_day = [version for version in versions if version.promulgated_on == day]
    near = [v for v in versions if source and abs((v.promulgated_on - day).days) <= SAME_DOCUMENT]
    moved = [v for v in versions if source and v.source == source and "promulgated_on" in v.corrected]
    from_here = [version for version in near if version.source == source]
    excerpts = [version for version in near if version.is_excerpt]
    return next(iter([*moved, *of_the_day, *from_here, *excerpts]), None)


def _new_version(outline: Outline, statute: Statute, is_excerpt: bool, source: str) -> StatuteVersion:
    return StatuteVersion.objects.create(
        statute=statute,
        promulgated_on=outline.promulgated_on,
        effective_from=outline.effective_from,
        doc_number=outline.doc_number,
        preamble=outline.preamble,
        is_excerpt=is_excerpt,
        source=source,
    )


def update(row: Statute | StatuteVersion, wanted: dict) -> bool:
    """Give a row the wanted values but those that staff corrected; whether that changed it."""
    news = {k: v for k, v in wanted.items() if k not in row.corrected and getattr(row, k) != v}
    for name, value in news.items():
        setattr(row, name, value)
    if news:
        row.save(update_fields=list(news))
        Statute.objects.filter(pk=getattr(row, "statute_id", row.pk)).touch()
    return bool(news)


def _provisions(version: StatuteVersion, outline: Outline, *, keep: bool) -> tuple[int, int, int, int]:
    """Write the provisions: how many were added, changed, left alone, removed."""
    held = {row.key: row for row in version.provisions.all()}
    wanted = [_row(version, text, held) for text in outline.provisions]
    added = [row for row in wanted if row.pk is None]
    changed = [row for row in wanted if row.pk and _differ(row, held[row.key])]
    gone = [] if keep else [row.pk for row in held.values() if row.key not in {row.key for row in wanted}]
    if gone:
        version.provisions.filter(pk__in=gone).delete()
    Provision.objects.bulk_create(added)
    Provision.objects.bulk_update(changed, ["path", "text", "shingles"])
    return len(added), len(changed), len(wanted) - len(added) - len(changed), len(gone)


def _row(version: StatuteVersion, text: ProvisionText, held: dict[str, Provision]) -> Provision:
    """The row as it should be, with the id and the corrected fields of the one that is held."""
    row = Provision(
        version=version,
        number=text.address.article + (ANNEXES_FROM if text.part == Part.ANNEX else 0),
        suffix=text.address.suffix,
        key=text.key,
        path=text.path[:LONGEST_PATH],
        text=text.text,
        is_section=text.part != Part.ARTICLE,
    )
    if old := held.get(row.key):
        row.pk = old.pk
        for name in old.corrected:
            setattr(row, name, getattr(old, name))
    row.shingles = fingerprints(row.text)
    return row


def _differ(row: Provision, held: Provision) -> bool:
    return (row.path, row.text) != (held.path, held.text)
