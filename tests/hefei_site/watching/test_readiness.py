"""Ready is who can serve; what else is wrong is said, with what to do, and takes no node out of service."""

import socket
import threading
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from firm import backups, last_run, standbys
from firm.last_run import Ago
from hefei_site.management.commands import run_due
from hefei_site.watching import readiness
from hefei_site.watching.readiness import GIB, MIB, Check, Database, Space, State

MINUTE = timedelta(minutes=1)
WELL = Ago(MINUTE / 2, timedelta(seconds=2), True)
GOOD = Database(3.2, (), WELL)
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
RESTORABLE = backups.Standing(NOW, NOW - MINUTE, NOW)
ROOM = [Space(50 * GIB, 100 * GIB)]


class Standbys:
    """Two standbys, as firm/standbys.py knows them."""

    def __init__(self, fresh=(), **lags):
        self._fresh, self._lags = list(fresh), {name.replace("_", "-"): lag for name, lag in lags.items()}

    def fresh(self):
        return self._fresh

    def lags(self):
        return self._lags


@pytest.fixture
def judged(monkeypatch):
    """judged(answers, watch): the checks by name, of a node whose questions had these answers."""

    def _judged(watch=None, **answers) -> dict[str, Check]:
        answers = {"database": GOOD, "disk": ROOM, "restorable": RESTORABLE} | answers
        found = {name: answer for name, answer in answers.items() if answer != "hangs"}
        monkeypatch.setattr(readiness, "within", lambda seconds, questions: found)
        monkeypatch.setattr(standbys, "watch", lambda: watch or Standbys())
        return {check.name: check for check in readiness.checks()}

    return _judged


def test_all_is_well(judged):
    assert {name: (check.state, check.says, check.advice) for name, check in judged().items()} == {
        "database": (State.OK, "数据库在 3 毫秒内应答。", ""),
        "migrations": (State.OK, "数据表与程序一致。", ""),
        "disk": (State.OK, "最满的一处还剩 50.0 GB（50%）。", ""),
        "run_due": (State.OK, "定时任务 run_due 上次在 30 秒前运行完，用了 2.0 秒。", ""),
        "restorable": (State.OK, "数据库可以恢复到 2026-11-27 09:59:00（1 分钟前）。", ""),
    }


BOTH = {"standby_1": 0, "standby_2": 3 * MIB}
CASES = [
    ({"database": "hangs"}, {}, "failing", "database", "数据库没有在 2 秒内应答。"),
    ({"database": "hangs"}, {"fresh": ["standby-1"], **BOTH}, "warning", "database", "主库没有应答。访客的网页由备库提供"),
    ({"database": "hangs"}, BOTH, "failing", "database", "数据库没有在 2 秒内应答。"),  # standbys that are stale, too
    ({"database": Database(1, ("firm.0007_x",), None)}, {}, "failing", "migrations", "有 1 个数据表的变更还没有做：firm.0007_x。"),
    ({"disk": "hangs"}, {}, "failing", "disk", "磁盘没有应答。"),  # a network disk
    ({"disk": [*ROOM, Space(1 * GIB, 100 * GIB)]}, {}, "failing", "disk", "磁盘快满了，上传会失败：最满的一处还剩 1.0 GB（1%）。"),
    ({"disk": [Space(199 * MIB, 4 * GIB)]}, {}, "failing", "disk", "磁盘快满了"),  # 5 %, but under 200 MB
    ({"disk": [Space(60 * MIB, 64 * MIB)]}, {}, "ok", "disk", "最满的一处还剩 60.0 MB（94%）。"),  # a small /tmp in memory
    ({"disk": [Space(6 * MIB, 64 * MIB)]}, {}, "failing", "disk", "磁盘快满了"),
    ({"disk": [Space(5 * GIB, 100 * GIB)]}, {}, "warning", "disk", "最满的一处还剩 5.0 GB（5%）。"),
    ({"database": Database(1, (), None)}, {}, "warning", "run_due", "定时任务 run_due 还没有运行过"),
    ({"database": Database(1, (), Ago(6 * MINUTE, MINUTE, True))}, {}, "warning", "run_due", "上次在 6 分钟前运行完，用了 60.0 秒。它该每分钟运行一次。"),
    ({"database": Database(1, (), Ago(MINUTE, MINUTE, False))}, {}, "warning", "run_due", "有的事没有办成。"),
    ({}, {"fresh": ["standby-2"], "standby_1": None, "standby_2": 3 * MIB}, "warning", "standbys", "2 个备库里只有 1 个没有落后超过 3 秒：standby-1 没有应答；standby-2 落后 3.0 MB。"),
    ({}, {"fresh": ["standby-2", "standby-1"], **BOTH}, "ok", "standbys", "2 个备库都跟得上：standby-1 落后 0 B；standby-2 落后 3.0 MB。"),
    ({"restorable": backups.Standing(NOW, None, None, "还没有登记过任何备份。")}, {}, "warning", "restorable", "还没有登记过任何备份。"),
    ({"restorable": "hangs"}, {}, "warning", "restorable", "不知道能恢复到什么时候。"),
    ({"restorable": RESTORABLE}, {}, "ok", "restorable", "数据库可以恢复到 2026-11-27 09:59:00（1 分钟前）。"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "watch", "state", "name", "says"), CASES)
def test_one_thing_is_otherwise(answers, watch, state, name, says, judged, settings):
    settings.STANDBY_MAX_LAG = 3.0
    found = judged(Standbys(**watch), **answers)
    assert (found[name].state, says in found[name].says) == (state, True)
    assert bool(found[name].advice) == (state != "ok")
    assert (readiness.worst(found.values()) == "failing") == (state == "failing")


# What is asked --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_database_is_asked_twice(django_assert_num_queries):
    readiness.known_migrations()
    last_run.note(last_run.RUN_DUE, MINUTE, went_well=True)
    with django_assert_num_queries(2):
        found = readiness.database()
    assert (found.missing, found.run_due.took, 0 < found.milliseconds < 2000) == ((), MINUTE, True)


@pytest.mark.django_db
def test_a_migration_that_is_not_applied(monkeypatch):
    """One that this code does not know is fine: a newer release has begun beside it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'firm' AND name = '0006_freshness'")
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('firm', '0999_newer', now())"
        )
    found = readiness.database()
    assert (found.missing, found.run_due) == (("firm.0006_freshness",), None)


def test_a_folder_that_is_not_made_yet_has_the_room_of_its_parent(tmp_path):
    found = readiness.space(tmp_path / "not" / "made")
    assert 0 < found.free <= found.total


# The whole ------------------------------------------------------------------------------------------


@pytest.fixture
def ready(client, monkeypatch):
    """ready(): status and content of /readyz, with room on the disk whatever this machine has."""
    monkeypatch.setattr(readiness, "space", lambda folder: ROOM[0])

    def _ready() -> tuple[int, dict]:
        response = client.get("/readyz")
        assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
        return response.status_code, response.json()

    return _ready


def test_readyz(ready, committed):
    call_command("run_due")
    status, said = ready()
    checks = {name: check["status"] for name, check in said["checks"].items()}
    assert (status, said["status"]) == (200, "warning")
    assert checks == dict.fromkeys(("database", "migrations", "disk", "run_due"), "ok") | {
        "restorable": "warning"
    }
    assert said["checks"]["restorable"]["says"] == "还没有登记过任何备份：数据库丢了就恢复不了。"


def test_a_warning_takes_no_node_out_of_service(ready, committed):
    status, said = ready()
    assert (status, said["status"], said["checks"]["run_due"]["status"]) == (200, "warning", "warning")


@pytest.mark.django_db
def test_nothing_secret_is_said(ready, monkeypatch):
    """Not even in an error: psycopg2's names hosts and roles."""
    database = connection.settings_dict | {"HOST": "127.0.0.1", "PORT": "1", "USER": "secret-role"}
    monkeypatch.setattr(readiness, "database", lambda: connect(database))
    status, said = ready()
    assert (status, said["checks"]["database"]["says"]) == (503, "数据库没有在 2 秒内应答。")
    assert not {"secret-role", "127.0.0.1", "Traceback", "psycopg2"} & set(
        str(said).replace('"', " ").split()
    )


def connect(database: dict):
    connection.Database.connect(host=database["HOST"], port=database["PORT"], user=database["USER"])


@pytest.mark.django_db
def test_a_database_that_takes_connections_and_says_nothing(ready, monkeypatch):
    """As behind a firewall that drops, or stopped: no request waits longer than two seconds, and threads do not pile up."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        monkeypatch.setattr(readiness, "PATIENCE", 0.5)
        monkeypatch.setattr(
            readiness, "database", lambda: connect({"HOST": "127.0.0.1", "PORT": port, "USER": "x"})
        )
        begun = time.monotonic()
        statuses = [ready()[0] for _ in range(3)]
        took, hanging = (
            time.monotonic() - begun,
            [t for t in threading.enumerate() if t.name == "within-database"],
        )
    assert (statuses, took < 3, len(hanging) <= 1) == ([503] * 3, True, True)


# run_due --------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "noted"),
    [(None, True), (CommandError("mail"), False), (ValueError("broken off"), None)],
)
def test_a_run_that_comes_to_its_end_is_noted(error, noted, monkeypatch):
    def does(command):
        if error:
            raise error

    monkeypatch.setattr(run_due.Command, "_all", does)
    with pytest.raises(type(error)) if error else nullcontext():
        call_command("run_due")
    found = last_run.ago(last_run.RUN_DUE)
    assert (found and found.went_well) == noted
