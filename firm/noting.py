"""The backups that a tool says it holds -> rows, so that the site knows what it could be restored from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from firm import audit
from firm.models import Backup

KINDS = {kind.value for kind in Backup.Kind}


class NoBackups(Exception):
    """What was read says nothing of backups; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Made:
    """One backup that is there and whole; times in UTC, sizes in bytes."""

    label: str
    kind: str
    started_at: datetime
    ended_at: datetime
    timeline: int
    bytes: int
    kept_bytes: int
    is_damaged: bool = False  # pgBackRest found pages whose checksum is wrong


@dataclass(frozen=True, slots=True)
class Media:
    """The copies of the uploaded files that stand beside the newest backup."""

    files: int
    bytes: int


def of_pgbackrest(said: list, stanza: str) -> list[Made]:
    """What `pgbackrest info --output=json` lists of a stanza. Raises NoBackups."""
    try:
        here = next((one for one in said if one["name"] == stanza), None)
        if here is None:
            raise NoBackups(f"备份库里没有 {stanza}，请先运行 pgbackrest stanza-create。")
        if here["status"]["code"] not in (0, 2):  # 2: none yet
            raise NoBackups(f"备份库的状态不对：{here['status']['message']}")
        return [_of_pgbackrest(one) for one in here["backup"]]
    except (KeyError, TypeError, ValueError) as error:
        raise NoBackups(f"读不懂 pgbackrest info 的输出（{error!r}）。") from error


def _of_pgbackrest(one: dict) -> Made:
    return Made(
        one["label"],
        one["type"],
        datetime.fromtimestamp(one["timestamp"]["start"], UTC),
        datetime.fromtimestamp(one["timestamp"]["stop"], UTC),
        int(one["archive"]["stop"][:8], 16),
        one["info"]["size"],
        one["info"]["repository"]["delta"],
        bool(one["error"]),
    )


def of_copies(lines: Iterable[str]) -> list[Made]:
    """What deploy/hefei-backup writes of each copy: label, beginning and end (seconds), first WAL file, two sizes. Raises
    NoBackups."""
    found = []
    for line in filter(str.strip, lines):
        try:
            label, started, ended, wal, size, kept = line.split()
            times = [datetime.fromtimestamp(int(each), UTC) for each in (started, ended)]
            found.append(Made(label, Backup.Kind.COPY, *times, int(wal[:8], 16), int(size), int(kept)))
        except (ValueError, OverflowError, OSError) as error:
            raise NoBackups(f"读不懂这一行：{line.strip()}（{error}）。") from error
    return found


@transaction.atomic
def note(made: list[Made], kinds: Iterable[str], media: Media | None = None) -> list[Backup]:
    """Add what is new, mark what is no longer there of these kinds; the new rows. Safe to repeat.

    The media belong to the newest backup, also where it was noted before.
    """
    known = set(Backup.objects.values_list("label", flat=True))
    new = [_row(one) for one in made if one.label not in known]
    Backup.objects.bulk_create(new, ignore_conflicts=True)
    gone = _gone(made, kinds).update(gone_at=timezone.now())
    if made and media:
        newest = max(made, key=lambda one: one.ended_at)
        Backup.objects.filter(label=newest.label).update(media_files=media.files, media_bytes=media.bytes)
    for row in new:
        audit.record("登记备份", by=None, reason=f"{row.label}（{row.get_kind_display()}）")
    if gone:
        audit.record("登记备份已清理", by=None, reason=f"{gone} 份")
    return new


def _row(one: Made) -> Backup:
    return Backup(
        label=one.label, kind=one.kind, started_at=one.started_at, ended_at=one.ended_at, timeline=one.timeline,
        bytes=one.bytes, kept_bytes=one.kept_bytes,
    )  # fmt: skip


def _gone(made: list[Made], kinds: Iterable[str]) -> QuerySet[Backup]:
    labels = [one.label for one in made]
    return Backup.objects.filter(kind__in=list(kinds), gone_at=None).exclude(label__in=labels)
