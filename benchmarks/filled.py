"""A database of its own with a made-up archive, indexed: for `make bench-search` and `make bench-related`."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from articles.copies import stars
from articles.models import Article, SearchDocument
from articles.related import recomputing
from articles.searching import frequencies, tasks
from hefei_site import embedded_postgres
from hefei_site.generating import rows

KEPT = "--keep" in sys.argv  # the database stays for the next run, and what is in it is not made anew
TIMED = "SET jit = off"


@contextmanager
def archive(size: int) -> Iterator[None]:
    """An archive of so many articles."""
    if settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(settings.BASE_DIR)
    connection.settings_dict["TEST"]["NAME"] = f"bench_articles_{size}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=KEPT)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(TIMED)
    try:
        timed(f"{size:,} articles written", size, lambda: rows.generate(rows.Plan(size)))
        if SearchDocument.objects.count() < size * 0.9:
            _index(size)
        yield
    finally:
        if not KEPT:
            connection.creation.destroy_test_db(f"bench_articles_{size}", verbosity=0)


def _index(size: int) -> None:
    timed("terms counted", size, frequencies.count)
    tasks.ask_all(tasks.Kind.INDEX)
    timed("indexed", size, recomputing.index_due)
    timed("sketched", size, stars.sketch_all)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(SIZES)
        print("  " + ", ".join(f"{name} {size}" for name, size in cursor.fetchall()))
    frequencies.count()


def timed(what: str, size: int, work: Callable[[], object]) -> None:
    """Do some work for so many articles and print what it cost."""
    start, before = time.perf_counter(), _processor()
    work()
    spent, busy = time.perf_counter() - start, _processor() - before
    print(
        f"{what} in {spent:.1f} s: {size / spent:,.0f} a second; {busy / size * 1000:.2f} ms of processor each,"
        f" {size / busy:,.0f} a second of one core",
        flush=True,
    )


def _processor() -> float:
    """Seconds of processor of this process and of its server's, where these can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    theirs = sum(map(int, stat.read_text().rsplit(")", 1)[1].split()[11:13])) / 100 if stat.exists() else 0
    return time.process_time() + theirs


class InTheDatabase:
    """Adds up the time that statements take, seen from here: with what it costs to send and read them."""

    def __init__(self):
        self.spent, self.statements = 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.spent += time.perf_counter() - start
            self.statements += 1


def measured(work: Callable[[], object]) -> tuple[object, float, float, int]:
    """What some work gives, its milliseconds, those of its statements, and how many these are."""
    counted, start = InTheDatabase(), time.perf_counter()
    with connection.execute_wrapper(counted):
        result = work()
    return result, (time.perf_counter() - start) * 1000, counted.spent * 1000, counted.statements


def quantiles(times: Iterable[float]) -> str:
    """p50 / p95 / the most."""
    times = sorted(times)
    p50, p95 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    return f"{p50:7.1f} {p95:7.1f} {times[-1]:7.1f}"


def bodies(ids: Iterable[int]) -> dict[int, str]:
    """The bodies of articles."""
    return dict(Article.objects.filter(pk__in=list(ids)).values_list("pk", "body"))


SIZES = """
SELECT relname, pg_size_pretty(pg_table_size(oid)) FROM pg_class WHERE relname IN
('articles_searchdocument', 'search_title', 'search_text', 'articles_keywordposting', 'articles_keywordposting_pkey')
"""
