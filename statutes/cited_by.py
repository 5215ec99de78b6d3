"""Which other statutes cite a statute, or one 条 of it, as a page lists them; read from the stored rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from statutes.models import LawCitation, Provision, Statute

RANK = {kind: place for place, kind in enumerate(Statute.Kind.values)}
FIELDS = ("key", "number", "suffix", "path", "is_section")


@dataclass(frozen=True, slots=True)
class Citing:
    """A statute that cites, the 条 in which it does, and the day of the version that was read."""

    statute: Statute
    provisions: list[Provision]
    promulgated_on: date
    is_repealed: bool

    def is_older_than(self, day: date) -> bool:
        """Whether the numbers that it cites may be those of an earlier version than that of this day."""
        return self.promulgated_on < day


def cited_by(statute: Statute, key: str | None = None) -> list[Citing]:
    """The statutes whose newest versions cite a statute, with key the 条 of that key, in one query.

    Those in force come first, then by kind, the newest first.
    """
    rows = LawCitation.objects.filter(statute=statute).order_by(
        "provision__version__statute_id", "provision__number", "provision__suffix"
    )
    if key is not None:
        rows = rows.filter(key=key)
    prefix = "provision__version__statute__"
    found = rows.values_list(
        *(prefix + name for name in ("pk", "title", "slug", "kind", "repealed_on")),
        "provision__version__promulgated_on",
        *(f"provision__{name}" for name in FIELDS),
    )
    listed = [_citing(group, rows) for group, rows in groupby(found.distinct(), key=lambda row: row[:6])]
    return sorted(listed, key=_order)


def _citing(group: tuple, rows: Iterable[tuple]) -> Citing:
    *fields, promulgated_on = group
    statute = Statute(**dict(zip(("pk", "title", "slug", "kind", "repealed_on"), fields, strict=True)))
    provisions = [Provision(**dict(zip(FIELDS, row[6:], strict=True))) for row in rows]
    is_repealed = statute.repealed_on is not None and statute.repealed_on <= timezone.localdate()
    return Citing(statute, provisions, promulgated_on, is_repealed)


def _order(citing: Citing) -> tuple:
    kind = RANK.get(citing.statute.kind, len(RANK))
    return citing.is_repealed, kind, -citing.promulgated_on.toordinal(), citing.statute.title
