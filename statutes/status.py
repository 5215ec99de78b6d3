"""Whether the law holds on a day, worked out from dates and never stored."""

from collections.abc import Iterable
from datetime import date

from django.db.models import TextChoices

from statutes.models import Statute, StatuteVersion


class Status(TextChoices):
    """What a text is on a given day."""

    IN_FORCE = "in_force", "现行有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"
    NOT_YET = "not_yet", "尚未生效"
    UNKNOWN = "unknown", "生效日期不详"


def version_status(
    version: StatuteVersion, on: date, *, has_successor: bool, superseded_on: date | None = None
) -> Status:
    """The status of one version; superseded_on is the day on which a later one took its place, where there is one."""
    if superseded_on and superseded_on <= on:
        return Status.AMENDED
    if version.effective_from is None:
        return Status.UNKNOWN
    if on < version.effective_from:
        return Status.NOT_YET
    if version.effective_to is None or on < version.effective_to:
        return Status.IN_FORCE
    return Status.AMENDED if has_successor else Status.REPEALED


def standings(versions: Iterable[StatuteVersion], on: date) -> list[tuple[StatuteVersion, Status]]:
    """Each version with its status, the newest first."""
    newest_first = _newest_first(versions)
    return [
        (
            version,
            version_status(
                version, on, has_successor=i > 0, superseded_on=_superseded_on(version, newest_first)
            ),
        )
        for i, version in enumerate(newest_first)
    ]


def statute_status(statute: Statute, versions: Iterable[StatuteVersion], on: date) -> Status:
    """The status of a statute as a whole: that of the version which applies, else of the newest."""
    if statute.repealed_on and on >= statute.repealed_on:
        return Status.REPEALED
    found = [status for _, status in standings(versions, on)]
    for status in (Status.IN_FORCE, Status.UNKNOWN):
        if status in found:
            return status
    return found[0] if found else Status.UNKNOWN


def standing_on(
    statute: Statute, version: StatuteVersion | None, versions: Iterable[StatuteVersion], on: date
) -> Status:
    """The status of one version, the statute's repeal counted; of the statute where no version is given."""
    versions = list(versions)
    found = next((status for held, status in standings(versions, on) if held == version), None)
    if found is None:
        return statute_status(statute, versions, on)
    is_repealed = statute.repealed_on and on >= statute.repealed_on
    return Status.REPEALED if is_repealed and found != Status.AMENDED else found


def next_change(statute: Statute, versions: Iterable[StatuteVersion], on: date) -> date | None:
    """The first day after `on` on which a version starts or ends; until then a verdict holds."""
    newest_first = _newest_first(versions)
    dates = [statute.repealed_on]
    for version in newest_first:
        dates += [version.effective_from, version.effective_to, _superseded_on(version, newest_first)]
    return min((day for day in dates if day and day > on), default=None)


def version_on(versions: Iterable[StatuteVersion], on: date) -> StatuteVersion | None:
    """The version in force on a day; where none is known to be, the newest that was there by then and had not ended;
    else the newest, since its words are what we have."""
    newest_first = _newest_first(versions)
    there = [
        version for version in newest_first if begins(version) <= on and not _ended(version, newest_first, on)
    ]
    known = [version for version in there if version.effective_from]
    return next(iter([*known, *there, *newest_first]), None)


def _newest_first(versions: Iterable[StatuteVersion]) -> list[StatuteVersion]:
    return sorted(versions, key=lambda version: version.promulgated_on, reverse=True)


def begins(version: StatuteVersion) -> date:
    """From when a version counts against those before it: its first day, else the day of its promulgation."""
    return version.effective_from or version.promulgated_on


def _superseded_on(version: StatuteVersion, versions: Iterable[StatuteVersion]) -> date | None:
    """The day on which the first of the later versions took this one's place."""
    later = (begins(other) for other in versions if other.promulgated_on > version.promulgated_on)
    return min(later, default=None)


def _ended(version: StatuteVersion, versions: Iterable[StatuteVersion], on: date) -> bool:
    ends = [day for day in (version.effective_to, _superseded_on(version, versions)) if day]
    return bool(ends) and min(ends) <= on
