"""To which moment the database could be restored now, and whether that is worrying: the rule, with its sources.

What PostgreSQL itself says of its archive (pg_stat_archiver) is not yet the answer:

- last_archived_time is when a file was copied, not up to when it reaches: after an archive that failed for hours, old
  files are copied now. Up to when a file reaches is its own time (pg_ls_waldir, which a member of pg_monitor may ask).
- On an idle primary nothing is archived and nothing is lost: archive_timeout closes a file only where something worth
  keeping was written since the last switch (CheckArchiveTimeout in PostgreSQL's checkpointer.c). Where no closed file
  waits, what was committed more than archive_timeout ago is therefore in the archive.
- An archive_command that hangs is neither a success nor a failure; the closed files that wait tell of it.
- A standby that was promoted "will not archive any WAL … that it did not generate itself" (PostgreSQL's documentation,
  "Continuous Archiving in Standby"): what its predecessor had not yet archived may be missing, so that up to the next
  backup only the last one before the switch is certain. The counters begin anew, too, and so they do after a crash.
- Without a backup to begin with, an archive restores nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from firm.models import Backup

SLACK = timedelta(seconds=15)  # the checkpointer looks at archive_timeout between other work
IN_FLIGHT = 2  # closed files that may wait while all is well
MOST_AGE = timedelta(minutes=10)
MOST_BACKUP_AGE = timedelta(hours=36)  # it is made daily

ASK = """
SELECT clock_timestamp(), current_setting('archive_mode') <> 'off', current_setting('archive_timeout')::interval,
    pg_size_bytes(current_setting('wal_segment_size')),
    CASE WHEN NOT pg_is_in_recovery() THEN pg_walfile_name(pg_current_wal_insert_lsn()) END,
    last_archived_wal, last_archived_time, last_failed_time,
    has_function_privilege('pg_ls_waldir()', 'EXECUTE')
FROM pg_stat_archiver
"""
FILE_TIME = "SELECT modification FROM pg_ls_waldir() WHERE name = %s"


@dataclass(frozen=True, slots=True)
class Archive:
    """What the database says of its archive; times are the database's."""

    now: datetime
    is_on: bool
    timeout: timedelta  # 0: a file is closed only when it is full
    file_bytes: int
    current: str | None  # the file that is being written; None on a standby
    last: str | None  # the file archived last, and when
    last_at: datetime | None
    failed_at: datetime | None
    last_reaches: datetime | None = None  # when the file archived last was closed, where that can be seen

    @property
    def waiting(self) -> int | None:
        """How many closed files are not archived; None where that cannot be known."""
        current, last = (_number(name, self.file_bytes) for name in (self.current, self.last))
        return None if current is None or last is None else current - last - 1

    @property
    def is_failing(self) -> bool:
        """Whether the last attempt failed."""
        return self.failed_at is not None and (self.last_at is None or self.failed_at > self.last_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far back a loss of the database would throw the firm."""

    now: datetime | None  # None only where the moment is, too
    moment: datetime | None  # the newest to which it can be restored; None: not at all
    backup_at: datetime | None  # when the newest backup was whole
    trouble: str = ""  # what is wrong, a Chinese sentence

    @property
    def age(self) -> timedelta | None:
        """How much time of work would be lost."""
        return None if self.moment is None else max(self.now - self.moment, timedelta())

    @property
    def is_worrying(self) -> bool:
        """Whether somebody must look at it."""
        return bool(self.trouble)

    def __str__(self) -> str:
        if self.moment is None:
            return self.trouble
        at = timezone.localtime(self.moment).strftime("%Y-%m-%d %H:%M:%S")
        return f"数据库可以恢复到 {at}（{_long(self.age)}前）。{self.trouble}"


def unknown() -> Standing:
    """What is said where the database does not answer."""
    return Standing(None, None, None, "数据库没有应答，不知道能恢复到什么时候。")


def standing() -> Standing:
    """How things are now; two or three small queries. Raises django.db.Error where the database is away."""
    return judge(_archive(), Backup.objects.filter(gone_at=None).order_by("-ended_at", "-pk").first())


def judge(archive: Archive, backup: Backup | None) -> Standing:
    """The rule, apart from the questions."""
    if backup is None:
        return Standing(archive.now, None, None, "还没有登记过任何备份：数据库丢了就恢复不了。")
    moment = max(backup.ended_at, _reached(archive, backup) or backup.ended_at)
    found = Standing(archive.now, moment, backup.ended_at)
    return Standing(archive.now, moment, backup.ended_at, _trouble(archive, backup, found.age))


def _reached(archive: Archive, backup: Backup) -> datetime | None:
    """Up to when the archive reaches; None where only the backup itself is certain."""
    waiting = archive.waiting
    if not archive.is_on or waiting is None or _timeline(archive.current) != backup.timeline:
        return None
    if waiting <= 0 and archive.timeout:
        return archive.now - archive.timeout - SLACK
    if archive.last_reaches:
        return min(archive.last_reaches, archive.last_at)
    return archive.last_at if waiting <= IN_FLIGHT and not archive.is_failing else None


def _trouble(archive: Archive, backup: Backup, age: timedelta) -> str:
    """The gravest thing that is wrong; empty where nothing is."""
    if not archive.is_on:
        return "数据库没有打开连续归档（archive_mode），备份以后写的内容恢复不了。"
    if archive.current is None:
        return "现在连接的是备库，归档的情况要问主库。"
    if _timeline(archive.current) != backup.timeline:
        return "最近一次备份以后主库切换过，中间的归档可能不全，请马上再做一次备份。"
    if archive.is_failing:
        return "最近一次归档失败了，请查看数据库的日志；没有归档的内容恢复不了。"
    if age > MOST_AGE + archive.timeout:
        return "归档停住了或落后很多，请查看数据库的日志。"
    if archive.now - backup.ended_at > MOST_BACKUP_AGE:
        return f"最近一次备份已是 {_long(archive.now - backup.ended_at)}前，每天应有一次。"
    return ""


def _archive() -> Archive:
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        *said, may_look = cursor.fetchone()
        found = Archive(*said)
        if not may_look or not found.last:
            return found
        cursor.execute(FILE_TIME, [found.last[:24]])
        row = cursor.fetchone()
    return Archive(*said, row[0] if row else None)


def _timeline(name: str) -> int:
    return int(name[:8], 16)


def _number(name: str | None, file_bytes: int) -> int | None:
    """The place of a file among all of any timeline; None for what is none, such as a timeline's history.

    A backup's label names the file at which the backup began; a file of which only a part was written counts as not there.
    """
    try:
        number = int(name[8:16], 16) * (0x1_0000_0000 // file_bytes) + int(name[16:24], 16)
    except (TypeError, ValueError):
        return None
    return number - 1 if name.endswith(".partial") else number


def _long(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    for size, unit in ((24 * 60, "天"), (60, "小时"), (1, "分钟")):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return "不到 1 分钟"
