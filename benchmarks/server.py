"""The PostgreSQL of the benchmarks: a server of their own with settings fit for an archive.

It runs from .bench-postgres/ while a benchmark uses it, unless DATABASE_URL names another than the embedded one.
BENCH_SHARED_BUFFERS=2GB changes what it has: else a quarter of the memory, 4 GB at most, as in the study.
`rm -r .bench-postgres` frees the disk.
"""

import os

from django.conf import settings
from django.db import connection, connections

from hefei_site import embedded_postgres

PLACE = settings.BASE_DIR / ".bench-postgres"
MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2  # MB
SHARED_BUFFERS = os.environ.get("BENCH_SHARED_BUFFERS") or f"{min(4096, MEMORY // 4)}MB"
SERVER = {
    "shared_buffers": SHARED_BUFFERS,
    "jit": "off",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
}


def start() -> None:
    """Start the server with its settings, and let Django's connection be to it; begun once more where its memory is to be another."""
    if not settings.EMBEDDED_POSTGRES:
        return
    PLACE.mkdir(exist_ok=True)
    connection.settings_dict["HOST"] = str(embedded_postgres.ensure_running(PLACE))
    use("postgres")
    for name, value in SERVER.items():
        run(f"ALTER SYSTEM SET {name} = '{value}'")
    run("SELECT pg_reload_conf()")
    if one("SELECT pg_size_bytes(current_setting('shared_buffers')) <> pg_size_bytes(%s)", SHARED_BUFFERS):
        connections.close_all()
        embedded_postgres.release()
        embedded_postgres.ensure_running(PLACE)


def use(name: str) -> None:
    """Let Django's connection be to this database."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def address() -> str:
    """The address of the database at hand, as DATABASE_URL has it."""
    where = connection.settings_dict
    who = f"{where['USER']}:{where['PASSWORD']}" if where["PASSWORD"] else where["USER"]
    return f"postgres://{who}@/{where['NAME']}?host={where['HOST']}&port={where['PORT']}"


def say_settings(name: str) -> None:
    """Print what a table depends on: the database, the server's version and memory."""
    shown = ", ".join(f"{what} {one(f'SHOW {what}')}" for what in ("server_version", "shared_buffers", "jit"))
    print(f"{name}: PostgreSQL {shown.removeprefix('server_version ')}", flush=True)


def run(statement: str) -> None:
    """Have a statement done."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def one(query: str, *values):
    """The first value of the first row; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
        return row and row[0]
