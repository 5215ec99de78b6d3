"""What the templates of the law's pages are given."""

from dataclasses import replace

from django.http import QueryDict

from firm.linked_data import json_ld
from statutes import legislation
from statutes.changes import Change, Kind, compared
from statutes.cited_by import cited_by
from statutes.contents import contents
from statutes.difference import difference
from statutes.history import counterpart, history
from statutes.models import Provision, StatuteVersion
from statutes.reading import DayError, Reading, day_of


def of_statute(reading: Reading) -> dict:
    """The whole text of the version that is shown, the versions, and the statutes that cite it."""
    found = contents(_provisions(reading.version))
    return _shared(reading) | {
        "contents": found,
        "count": sum(len(stretch.provisions) for stretch in found.stretches),
        "cited_by": cited_by(reading.statute),
        "legislation": json_ld(legislation.of_statute(reading)),
    }


def of_provision(reading: Reading, key: str) -> dict | None:
    """One 条 of the version that is shown. Where today's text has it not, that of the newest version which has it; where
    the text of a day has it not, none. None where no version has it."""
    held = _held(reading, key)
    if not held:
        return None
    here = next((row for row in held if row.version == reading.version), None)
    shown = here or (None if reading.is_asked else held[0])
    context = {"key": key, "address": held[0].address, "is_elsewhere": here is None, "shown": shown}
    if shown is None:
        return _shared(reading) | context
    if here is None:
        context["became"] = _became(reading, shown)
        reading = replace(reading, version=shown.version)
    before, after = Provision.objects.neighbours(shown) if here else (None, None)
    return (
        _shared(reading)
        | context
        | {
            "previous": before,
            "next": after,
            "history": history(shown, reading.versions),
            "cited_by": cited_by(reading.statute, key),
            "legislation": json_ld(legislation.of_provision(reading, shown)),
        }
    )


def of_changes(reading: Reading, query: QueryDict) -> dict:
    """What changed between two versions, 条 by 条; between the one that applies and the one before it if none are named."""
    context = _shared(reading) | {"is_refused": False, "older": None, "newer": None}
    if len(reading.versions) < 2:
        return context
    try:
        older, newer = _pair(reading, query)
    except DayError as error:
        return context | {"problem": str(error), "is_refused": True}
    texts = [_provisions(version) for version in (older, newer)]
    rows = [{row.key: row for row in provisions} for provisions in texts]
    found = compared(*(tuple((row.key, row.text) for row in provisions) for provisions in texts))
    return context | {
        "older": older,
        "newer": newer,
        "entries": [_entry(change, *rows) for change in found if change.kind is not Kind.MOVED],
        "moved": [(rows[0][c.old], rows[1][c.new]) for c in found if c.kind is Kind.MOVED],
        "counts": [(kind.value, n) for kind in Kind if (n := sum(c.kind is kind for c in found))],
        "unchanged": len(texts[1]) - sum(change.new is not None for change in found),
    }


def of_citing(reading: Reading, key: str | None) -> dict | None:
    """All that cites a statute or, with a key, one 条 of it; None where no version has that."""
    held = _held(reading, key) if key else []
    if key and not held:
        return None
    return _shared(reading) | {
        "provision": held[0] if key else None,
        "address": held[0].address if key else "",
        "cited_by": cited_by(reading.statute, key),
    }


def _shared(reading: Reading) -> dict:
    """What every page of a statute is given; a version comes with its status today and with the one before it."""
    versions = reading.versions
    older = [*versions[1:], None]
    return {
        "reading": reading,
        "statute": reading.statute,
        "version": reading.version,
        "versions": [(v, reading.standing(v), before) for v, before in zip(versions, older, strict=False)],
    }


def _provisions(version: StatuteVersion | None) -> list[Provision]:
    """A version's provisions, each with its version, so that an address costs no query."""
    found = list(version.provisions.defer("shingles")) if version else []
    for provision in found:
        provision.version = version
    return found


def _held(reading: Reading, key: str) -> list[Provision]:
    """What stands under a key in each version that has it, the version that applies today first, then the newest."""
    versions = {version.pk: version for version in reading.versions}
    found = list(Provision.objects.filter(version__in=versions, key=key))
    for provision in found:
        provision.version = versions[provision.version_id]
        provision.version.statute = reading.statute
    order = [reading.current, *reading.versions]
    return sorted(found, key=lambda row: order.index(row.version))


def _became(reading: Reading, old: Provision) -> Provision | None:
    """The 条 of today's text that has the words of one which is there no longer."""
    current = reading.current
    if current is None or current.promulgated_on < old.version.promulgated_on:
        return None
    return counterpart(old, current)


def _pair(reading: Reading, query: QueryDict) -> tuple[StatuteVersion, StatuteVersion]:
    """The older and the newer of the versions that ?from= and ?to= name. Raises DayError."""
    by_day = {version.promulgated_on: version for version in reading.versions}
    newest_first = sorted(by_day, reverse=True)
    current = reading.current.promulgated_on
    to = day_of(query.getlist("to")) if "to" in query else max(current, newest_first[-2])
    if to not in by_day:
        raise DayError(f"本站没有收录 {to.isoformat()} 公布的版本。")
    before = next((day for day in newest_first if day < to), newest_first[0])
    since = day_of(query.getlist("from")) if "from" in query else before
    if since not in by_day:
        raise DayError(f"本站没有收录 {since.isoformat()} 公布的版本。")
    if since == to:
        raise DayError("两边是同一个版本，请选两个不同的版本。")
    return by_day[min(since, to)], by_day[max(since, to)]


def _entry(change: Change, before: dict[str, Provision], after: dict[str, Provision]) -> dict:
    old, new = before.get(change.old), after.get(change.new)
    return {
        "kind": change.kind,
        "old": old,
        "new": new,
        "shown": new or old,
        "is_renumbered": bool(old and new and old.key != new.key),
        "lines": difference(old.text if old else "", new.text if new else ""),
    }
