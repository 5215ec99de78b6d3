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


def version_status(version: StatuteVersion, on: date, *, has_successor: bool) -> Status:
    """The status of one version; has_successor tells whether a later version of the statute exists."""
    if version.effective_from is None:
        return Status.UNKNOWN
    if on < version.effective_from:
        return Status.NOT_YET
    if version.effective_to is None or on < version.effective_to:
        return Status.IN_FORCE
    return Status.AMENDED if has_successor else Status.REPEALED


def statute_status(statute: Statute, versions: Iterable[StatuteVersion], on: date) -> Status:
    """The status of a statute as a whole: that of the version which applies, else of the newest."""
    if statute.repealed_on and on >= statute.repealed_on:
        return Status.REPEALED
    newest_first = sorted(versions, key=lambda version: version.promulgated_on, reverse=True)
    found = [version_status(version, on, has_successor=i > 0) for i, version in enumerate(newest_first)]
    for status in (Status.IN_FORCE, Status.UNKNOWN):
        if status in found:
            return status
    return found[0] if found else Status.UNKNOWN


def next_change(statute: Statute, versions: Iterable[StatuteVersion], on: date) -> date | None:
    """The first day after `on` on which a version starts or ends; until then a verdict holds."""
    dates = [statute.repealed_on]
    for version in versions:
        dates += [version.effective_from, version.effective_to]
    return min((day for day in dates if day and day > on), default=None)


def version_on(versions: Iterable[StatuteVersion], on: date) -> StatuteVersion | None:
    """The version in force on a day; where none is, the newest, since its words are what we have."""
    newest_first = sorted(versions, key=lambda version: version.promulgated_on, reverse=True)
    for version in newest_first:
        started = version.effective_from and version.effective_from <= on
        if started and (version.effective_to is None or on < version.effective_to):
            return version
    return newest_first[0] if newest_first else None
