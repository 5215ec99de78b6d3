"""To which moment the database can be restored: the rule case by case, and what PostgreSQL itself is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from firm import backups
from firm.backups import Archive, judge
from firm.models import Backup

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FILE = 16 * 1024 * 1024
THIRD, FOURTH, SIXTH, TENTH = (f"0000000100000000000000{number}" for number in ("03", "04", "06", "0A"))
PROMOTED = "00000002" + FOURTH[8:]


def archive(**changed) -> Archive:
    """The third file was archived half a minute ago, the fourth is being written."""
    usual = {
        "now": NOW, "is_on": True, "timeout": MINUTE, "file_bytes": FILE, "current": FOURTH, "last": THIRD,
        "last_at": NOW - MINUTE / 2, "failed_at": None,
    }  # fmt: skip
    return Archive(**usual | changed)


def backup(hours: float = 5, timeline: int = 1) -> Backup:
    return Backup(label="20261127-070000F", ended_at=NOW - timedelta(hours=hours), timeline=timeline)


CERTAIN = MINUTE + backups.SLACK  # what archive_timeout may leave out
HOURS = 60


@pytest.mark.parametrize(
    ("changed", "minutes", "trouble"),
    [
        ({}, 1.25, ""),  # nothing waits: all but what archive_timeout has still to close
        ({"last_at": NOW - 600 * MINUTE}, 1.25, ""),  # nobody wrote for ten hours: nothing is lost
        ({"current": SIXTH}, 0.5, ""),  # two files are on their way
        ({"current": SIXTH, "last_at": NOW - 30 * MINUTE}, 30, "归档停住了"),  # it neither works nor fails: it hangs
        ({"current": TENTH}, 5 * HOURS, "归档停住了"),  # catching up; up to when the third reaches is not seen
        ({"current": TENTH, "last_reaches": NOW - 90 * MINUTE}, 90, "归档停住了"),  # … and here it is
        ({"current": TENTH, "last_reaches": NOW + 9 * MINUTE}, 0.5, ""),  # a copied file's time is no proof
        ({"current": SIXTH, "failed_at": NOW}, 5 * HOURS, "最近一次归档失败"),  # failures newer than successes
        ({"failed_at": NOW - MINUTE}, 1.25, ""),  # it failed once and has caught up
        ({"timeout": timedelta()}, 0.5, ""),  # only full files are closed: the last one's time
        ({"last": None, "last_at": None}, 5 * HOURS, "归档停住了"),  # the counters began anew
        ({"last": "00000002.history"}, 5 * HOURS, "归档停住了"),  # no file of rows
        ({"last": f"{THIRD}.00000028.backup"}, 1.25, ""),  # a backup's label goes by its file
        ({"last": f"{FOURTH}.partial", "current": SIXTH}, 0.5, ""),  # a part of a file is none: the third's end
        ({"is_on": False}, 5 * HOURS, "数据库没有打开连续归档"),
        ({"current": None}, 5 * HOURS, "现在连接的是备库"),  # a standby's counters say nothing
        ({"current": PROMOTED}, 5 * HOURS, "最近一次备份以后主库切换过"),  # the predecessor's last files may be missing
    ],
)  # fmt: skip
def test_what_can_be_restored(changed, minutes, trouble):
    found = judge(archive(**changed), backup())
    assert (found.age / MINUTE, found.trouble[: len(trouble)]) == (minutes, trouble)
    assert found.is_worrying == bool(trouble)


def test_a_backup_newer_than_the_archive_counts():
    assert judge(archive(current=TENTH), backup(hours=0.01)).age == timedelta(hours=0.01)


def test_a_backup_on_the_new_timeline_ends_the_worry():
    assert not judge(archive(current=PROMOTED, last="00000002" + THIRD[8:]), backup(timeline=2)).is_worrying


def test_an_archive_without_a_backup_restores_nothing():
    found = judge(archive(), None)
    assert (found.moment, found.age, found.is_worrying) == (None, None, True)
    assert str(found) == "还没有登记过任何备份：数据库丢了就恢复不了。"


def test_an_old_backup_is_worrying_although_the_archive_is_whole():
    found = judge(archive(), backup(hours=50))
    assert (found.age, found.trouble) == (CERTAIN, "最近一次备份已是 2 天前，每天应有一次。")


def test_it_is_said_in_one_sentence():
    assert str(judge(archive(), backup())) == "数据库可以恢复到 2026-11-27 19:58:45（1 分钟前）。"
    failing = str(judge(archive(current=SIXTH, failed_at=NOW), backup()))
    assert failing == (
        "数据库可以恢复到 2026-11-27 15:00:00（5 小时前）。最近一次归档失败了，请查看数据库的日志；没有归档的内容恢复不了。"
    )


def test_files_are_counted_across_the_border_of_four_gigabytes():
    assert archive(last="0000000100000001000000FF", current="000000010000000200000000").waiting == 0


@pytest.mark.django_db
def test_the_database_is_asked(noted):
    """The tests' server archives nothing: only the backup itself is certain, and that is said."""
    found = backups.standing()
    assert found.moment == noted.ended_at
    assert found.trouble.startswith("数据库没有打开连续归档")
    assert found.is_worrying
    assert found.age >= timedelta(hours=1)


@pytest.mark.django_db
def test_without_a_row_there_is_no_moment():
    found = backups.standing()
    assert (found.moment, found.age, found.is_worrying) == (None, None, True)


@pytest.fixture
def noted(db):
    at = datetime.now(UTC) - timedelta(hours=1)
    sizes = {"bytes": 3_000_000, "kept_bytes": 1_000_000}
    return Backup.objects.create(
        label="20261127-070000F", kind="full", started_at=at, ended_at=at, timeline=1, **sizes
    )
