"""Whether this node can serve, and what else somebody should look at: a few checks, each with a sentence and a piece of advice."""

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from firm import backups, last_run, standbys
from hefei_site.watching.deadline import within

PATIENCE = 2.0  # seconds for all checks together
STATEMENT = 1500  # milliseconds for a query, so that the database, too, gives up
LATE = timedelta(minutes=5)  # run_due comes each minute
MIB, GIB = 1 << 20, 1 << 30


class State(StrEnum):
    """How a check stands; with one that fails this node cannot serve."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: for a program its name and state, for people the rest."""

    name: str
    title: str
    state: State
    says: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Database:
    """What the database answered, and after how many milliseconds."""

    milliseconds: float
    missing: tuple[str, ...]  # migrations
    run_due: last_run.Ago | None


@dataclass(frozen=True, slots=True)
class Space:
    """Of a file system, in bytes."""

    free: int
    total: int

    @property
    def is_full(self) -> bool:
        """Under 2 %, or under 200 MB; of a small one (a /tmp in memory) under a tenth instead."""
        return self.free < self.total * 0.02 or self.free < min(200 * MIB, self.total * 0.1)

    @property
    def is_low(self) -> bool:
        return self.free < self.total * 0.1 and self.free < 10 * GIB


def checks() -> list[Check]:
    """All of them, within PATIENCE. The standbys are watched by firm/standbys.py and not asked here."""
    found = within(
        PATIENCE,
        {
            "database": database,
            "disk": lambda: [space(folder) for folder in folders()],
            "restorable": backups.standing,
        },
    )
    base, watch = found.get("database"), standbys.watch()
    fresh = watch.fresh()
    return [
        _database(base, fresh),
        _migrations(base),
        _disk(found.get("disk")),
        *_standbys(watch.lags(), fresh),
        _run_due(base),
        _restorable(found.get("restorable") or backups.unknown()),
    ]


def worst(all_checks: Iterable[Check]) -> State:
    """The gravest state among some checks."""
    order = list(State)
    return max((check.state for check in all_checks), key=order.index, default=State.OK)


# What is asked -------------------------------------------------------------------------------------


def database() -> Database:
    """Two queries, where a migration is missing one. Raises django.db.Error where the database does not answer."""
    begun = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s; SELECT app, name FROM django_migrations", [STATEMENT])
        applied = set(cursor.fetchall())
    took = (perf_counter() - begun) * 1000
    missing = tuple(sorted(f"{app}.{name}" for app, name in known_migrations() - applied))
    return Database(took, missing, None if missing else last_run.ago(last_run.RUN_DUE))


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations that this code needs, by app and name; of a squashed one those that it stands for, where they are there."""
    on_disk = MigrationLoader(None).disk_migrations
    squashed = {key for key, one in on_disk.items() if any(replaced in on_disk for replaced in one.replaces)}
    return frozenset(on_disk.keys() - squashed)


def folders() -> list[Path]:
    """Where this node writes: pictures, unless they go to S3, and what is being uploaded."""
    is_local = "filesystem" in settings.STORAGES["default"]["BACKEND"]
    return [*([Path(settings.MEDIA_ROOT)] if is_local else []), Path(tempfile.gettempdir())]


def space(folder: Path) -> Space:
    """Of the file system that a folder is on, or will be on once it is made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    found = os.statvfs(folder)
    return Space(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)


# What is said --------------------------------------------------------------------------------------


def _database(base: Database | None, fresh: list[str]) -> Check:
    said = _about("database", "数据库")
    if base is not None:
        return said(State.OK, f"数据库在 {base.milliseconds:.0f} 毫秒内应答。")
    advice = "请检查 PostgreSQL 是否在运行、磁盘是否已满、连接数是否用完；几台机器的，看 patronictl list。"
    if fresh:
        return said(State.WARNING, "主库没有应答。访客的网页由备库提供；后台现在写不进去。", advice)
    return said(State.FAILING, f"数据库没有在 {PATIENCE:.0f} 秒内应答。", advice)


def _migrations(base: Database | None) -> Check:
    said = _about("migrations", "数据表")
    if base is None:
        return said(State.WARNING, "数据库没有应答，不知道数据表是不是新的。")
    if base.missing:
        names = "、".join(base.missing[:10]) + ("等" if len(base.missing) > 10 else "")
        return said(
            State.FAILING,
            f"有 {len(base.missing)} 个数据表的变更还没有做：{names}。",
            "请运行 manage.py migrate。",
        )
    return said(State.OK, "数据表与程序一致。")


def _disk(spaces: list[Space] | None) -> Check:
    said = _about("disk", "磁盘")
    if spaces is None:
        return said(State.FAILING, "磁盘没有应答。", "请检查存放图片的目录：如果是网络磁盘，看它是否断开。")
    least = min(spaces, key=lambda one: one.free / max(1, one.total))
    says = f"最满的一处还剩 {_size(least.free)}（{least.free / max(1, least.total):.0%}）。"
    advice = "请清理日志和旧文件，或加大磁盘。"
    if any(one.is_full for one in spaces):
        return said(State.FAILING, f"磁盘快满了，上传会失败：{says}", advice)
    return said(State.WARNING, says, advice) if any(one.is_low for one in spaces) else said(State.OK, says)


def _standbys(lags: dict[str, int | None], fresh: list[str]) -> list[Check]:
    """One check for all; none where none are set."""
    if not lags:
        return []
    said = _about("standbys", "备库")
    says = "；".join(
        f"{alias} {'没有应答' if lag is None else f'落后 {_size(lag)}'}"
        for alias, lag in sorted(lags.items())
    )
    if len(fresh) == len(lags):
        return [said(State.OK, f"{len(lags)} 个备库都跟得上：{says}。")]
    most = f"{settings.STANDBY_MAX_LAG:g} 秒"
    return [
        said(
            State.WARNING,
            f"{len(lags)} 个备库里只有 {len(fresh)} 个没有落后超过 {most}：{says}。访客的网页不从落后的备库读。",
            "刚启动的几秒钟里是这样；一直如此的，请检查备库和网络。",
        )
    ]


def _run_due(base: Database | None) -> Check:
    said = _about("run_due", "定时任务")
    advice = "请检查定时器是否每分钟运行 manage.py run_due（systemd 的看 systemctl list-timers hefei-run-due.timer）。"
    if base is None or base.missing:
        return said(State.WARNING, "不知道定时任务上次是什么时候运行的。")
    if base.run_due is None:
        return said(
            State.WARNING, "定时任务 run_due 还没有运行过：到时该上线的不会上线，邮件不会发出。", advice
        )
    last = base.run_due
    says = f"定时任务 run_due 上次在{ago(last.age)}运行完，用了 {last.took.total_seconds():.1f} 秒。"
    if last.age > LATE:
        return said(State.WARNING, f"{says}它该每分钟运行一次。", advice)
    if not last.went_well:
        return said(State.WARNING, f"{says}有的事没有办成。", "原因在 run_due 的日志里，它每分钟会再试。")
    return said(State.OK, says)


def _restorable(found: backups.Standing) -> Check:
    said = _about("restorable", "备份")
    advice = "请看备份程序的日志；做完一次备份后运行 manage.py note_backup 登记。"
    return said(State.WARNING, str(found), advice) if found.is_worrying else said(State.OK, str(found))


def _about(name: str, title: str) -> Callable[..., Check]:
    return lambda state, says, advice="": Check(name, title, state, says, advice)


def ago(span: timedelta) -> str:
    """A span of time as it is said: 3 分钟前."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f" {seconds // size} {unit}前"
    return f" {seconds} 秒前"


def _size(many: int) -> str:
    for size, unit in ((GIB, "GB"), (MIB, "MB"), (1 << 10, "KB")):
        if many >= size:
            return f"{many / size:.1f} {unit}"
    return f"{many} B"
