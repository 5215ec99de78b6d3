"""The databases of the benchmarks on their PostgreSQL (server.py): made, and dropped or kept for the next run.

BENCH_KEEP=1 or --keep leaves a database for the next benchmark of the same size; what an earlier one left stays in any
case, migrated on, until the generator changes. Where a migration that it has had is changed itself, drop it.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from benchmarks.server import one, run, say_settings, start, use

KEEP = "--keep" in sys.argv or bool(os.environ.get("BENCH_KEEP"))
MARK = "benchmark: "  # what every database of ours is called by its comment; others are left alone
UNFINISHED = f"{MARK}unfinished"


@contextmanager
def database(name: str, *, may_stay: bool = False) -> Iterator[None]:
    """Django's connection in a migrated database of this name: the one that an earlier run left, or an empty one.

    One that this run made goes at the end, unless it may stay and is to be kept. Exits where one that is not ours is in the way.
    """
    start()
    mark = f"{MARK}{fingerprint()}"
    is_found = may_stay and _comment(name) == mark
    if not is_found:
        _drop(name)
        _make(name)
    try:
        use(name)
        call_command("migrate", verbosity=0, interactive=False)
        _call(name, mark)  # not before: one that is half made is not kept
        _wait_for_the_disk(name)  # where filling was killed
        say_settings(f"{name}, found again" if is_found else name)
        yield
    finally:
        if not (is_found or (may_stay and KEEP)):
            _drop(name)
        connections.close_all()


def fingerprint() -> str:
    """16 hexadecimal digits that change with what makes up the archive."""
    return digest([], settings.BASE_DIR.glob("hefei_site/generating/*.py"))


def digest(words: Iterable[str], files: Iterable[Path]) -> str:
    """16 hexadecimal digits of some words and of the contents of files."""
    made = sha256("\n".join(words).encode())
    for file in sorted(files):
        made.update(file.read_bytes())
    return made.hexdigest()[:16]


@contextmanager
def filling() -> Iterator[None]:
    """While an archive is written no commit waits for the disk; from then on they do, as in production."""
    name = connection.settings_dict["NAME"]
    run(f"ALTER DATABASE {connection.ops.quote_name(name)} SET synchronous_commit = off")
    connections.close_all()
    try:
        yield
    finally:
        _wait_for_the_disk(name)


def _wait_for_the_disk(name: str) -> None:
    run(f"ALTER DATABASE {connection.ops.quote_name(name)} RESET synchronous_commit")
    connections.close_all()


def _make(name: str) -> None:
    use("postgres")
    quoted = connection.ops.quote_name(name)
    run(f"CREATE DATABASE {quoted}")
    _call(name, UNFINISHED)
    run(f"ALTER DATABASE {quoted} SET jit = off")


def _call(name: str, mark: str) -> None:
    run(f"COMMENT ON DATABASE {connection.ops.quote_name(name)} IS '{mark}'")


def _drop(name: str) -> None:
    use("postgres")
    if not one("SELECT count(*) FROM pg_database WHERE datname = %s", name):
        return
    if not _comment(name).startswith(MARK):
        sys.exit(f"数据库 {name} 不是测速用的，没有动它；请改名，或另用一台 PostgreSQL。")
    run(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


def _comment(name: str) -> str:
    use("postgres")
    return one("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name) or ""
