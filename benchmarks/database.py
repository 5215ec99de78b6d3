"""The databases of the benchmarks: on a server of their own with settings fit for an archive, and they may stay for the next run.

The server runs from .bench-postgres/ while a benchmark uses it, unless DATABASE_URL names another than the embedded one.
BENCH_SHARED_BUFFERS=2GB changes what it has: else a quarter of the memory, 4 GB at most, as in the study. BENCH_KEEP=1 or
--keep leaves a database for the next benchmark of the same size; what an earlier one left stays in any case, until
migrations or the generator change. `rm -r .bench-postgres` frees the disk.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from hefei_site import embedded_postgres

PLACE = settings.BASE_DIR / ".bench-postgres"
KEEP = "--keep" in sys.argv or bool(os.environ.get("BENCH_KEEP"))
MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2  # MB
SHARED_BUFFERS = os.environ.get("BENCH_SHARED_BUFFERS") or f"{min(4096, MEMORY // 4)}MB"
SERVER = {
    "shared_buffers": SHARED_BUFFERS,
    "jit": "off",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
}
MARK = "benchmark: "  # what every database of ours is called by its comment; others are left alone
UNFINISHED = f"{MARK}unfinished"


@contextmanager
def database(name: str, *, may_stay: bool = False) -> Iterator[None]:
    """Django's connection in a migrated database of this name: the one that an earlier run left, or an empty one.

    One that this run made goes at the end, unless it may stay and is to be kept. Exits where one that is not ours is in the way.
    """
    _start()
    mark = f"{MARK}{fingerprint()}"
    is_found = may_stay and _comment(name) == mark
    if not is_found:
        _drop(name)
        _make(name, mark)
    try:
        _use(name)
        _say_settings(f"{name}, found again" if is_found else name)
        yield
    finally:
        if not (is_found or (may_stay and KEEP)):
            _drop(name)
        connections.close_all()


def fingerprint() -> str:
    """16 hexadecimal digits that change with the migrations and with what makes up the archive."""
    names = sorted("".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return digest(names, settings.BASE_DIR.glob("hefei_site/generating/*.py"))


def digest(words: Iterable[str], files: Iterable[Path]) -> str:
    """16 hexadecimal digits of some words and of the contents of files."""
    made = sha256("\n".join(words).encode())
    for file in sorted(files):
        made.update(file.read_bytes())
    return made.hexdigest()[:16]


def address() -> str:
    """The address of the database at hand, as DATABASE_URL has it."""
    where = connection.settings_dict
    who = f"{where['USER']}:{where['PASSWORD']}" if where["PASSWORD"] else where["USER"]
    return f"postgres://{who}@/{where['NAME']}?host={where['HOST']}&port={where['PORT']}"


@contextmanager
def filling() -> Iterator[None]:
    """While an archive is written no commit waits for the disk; from then on they do, as in production."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    _run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    connections.close_all()
    try:
        yield
    finally:
        _run(f"ALTER DATABASE {name} RESET synchronous_commit")
        connections.close_all()


def in_two(work: Callable, parts: Iterable = (0, 1)) -> list:
    """Work done by two processes, each with one of the parts and a connection of its own; what they returned."""
    connections.close_all()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        return list(pool.map(work, parts))


def _start() -> None:
    """The server of the benchmarks, with its settings; begun once more where its memory is to be another."""
    if not settings.EMBEDDED_POSTGRES:
        return
    PLACE.mkdir(exist_ok=True)
    connection.settings_dict["HOST"] = str(embedded_postgres.ensure_running(PLACE))
    _use("postgres")
    for name, value in SERVER.items():
        _run(f"ALTER SYSTEM SET {name} = '{value}'")
    _run("SELECT pg_reload_conf()")
    if _one("SELECT pg_size_bytes(current_setting('shared_buffers')) <> pg_size_bytes(%s)", SHARED_BUFFERS):
        connections.close_all()
        embedded_postgres.release()
        embedded_postgres.ensure_running(PLACE)


def _make(name: str, mark: str) -> None:
    _use("postgres")
    quoted = connection.ops.quote_name(name)
    _run(f"CREATE DATABASE {quoted}")
    _run(f"COMMENT ON DATABASE {quoted} IS '{UNFINISHED}'")
    _run(f"ALTER DATABASE {quoted} SET jit = off")
    _use(name)
    call_command("migrate", verbosity=0, interactive=False)
    _run(f"COMMENT ON DATABASE {quoted} IS '{mark}'")


def _drop(name: str) -> None:
    _use("postgres")
    if not _one("SELECT count(*) FROM pg_database WHERE datname = %s", name):
        return
    if not _comment(name).startswith(MARK):
        sys.exit(f"数据库 {name} 不是测速用的，没有动它；请改名，或另用一台 PostgreSQL。")
    _run(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


def _comment(name: str) -> str:
    _use("postgres")
    return (
        _one("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name) or ""
    )


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _say_settings(name: str) -> None:
    shown = ", ".join(f"{one} {_one(f'SHOW {one}')}" for one in ("server_version", "shared_buffers", "jit"))
    print(f"{name}: PostgreSQL {shown.removeprefix('server_version ')}", flush=True)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _one(query: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
        return row and row[0]
