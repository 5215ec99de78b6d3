"""What PostgreSQL counts of itself: size, connections, what it finds in memory, slow statements, what runs and waits now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection, transaction

from firm import masking

SIZE = """
SELECT pg_database_size(current_database()), current_setting('max_connections')::int,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')
"""
# By what tables are for; the ground of a large site is articles and their index.
CACHE = """
SELECT CASE
        WHEN relname ~ '^articles_(storedpage|pagechange)' THEN '生成好的网页'
        WHEN relname ~ '^articles_(search|keyword|related|article_?tag)' THEN '检索和相关文章'
        WHEN relname ~ '^articles_' THEN '文章和版本'
        WHEN relname ~ '^statutes_' THEN '法规'
        ELSE '账号、记录和其他' END AS of,
    sum(coalesce(heap_blks_hit, 0) + coalesce(idx_blks_hit, 0) + coalesce(toast_blks_hit, 0)),
    sum(coalesce(heap_blks_hit, 0) + coalesce(idx_blks_hit, 0) + coalesce(toast_blks_hit, 0)
        + coalesce(heap_blks_read, 0) + coalesce(idx_blks_read, 0) + coalesce(toast_blks_read, 0))
FROM pg_statio_user_tables WHERE schemaname = current_schema() GROUP BY 1 ORDER BY 3 DESC
"""
LARGEST = """
SELECT c.relname, pg_total_relation_size(c.oid), pg_indexes_size(c.oid), s.n_live_tup, s.n_dead_tup
FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid WHERE s.schemaname = current_schema() ORDER BY 2 DESC LIMIT %s
"""
LONGEST = """
SELECT now() - query_start, query FROM pg_stat_activity
WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'
ORDER BY query_start LIMIT 1
"""
LOCKS = "SELECT count(*), max(now() - waitstart) FROM pg_locks WHERE NOT granted"
HAS_STATEMENTS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements')"
STATEMENTS = """
SELECT calls, mean_exec_time, total_exec_time, query FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query !~* '^(begin|commit|rollback|set |show )'
ORDER BY total_exec_time DESC LIMIT %s
"""
SHOWN, LETTERS = 10, 200
LITERAL = re.compile(r"'(?:[^']|'')*(?:'|\Z)")  # cut off after 1024 bytes (track_activity_query_size)


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of the database; connections in use and allowed."""

    database: int
    allowed: int
    used: int


@dataclass(frozen=True, slots=True)
class Cache:
    """Of some tables' blocks, how many were asked for and found in memory since PostgreSQL began to count."""

    of: str
    hits: int
    asked: int

    @property
    def percent(self) -> float | None:
        return self.hits / self.asked * 100 if self.asked else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its bytes, those of its indexes among them, and about how many rows it has, and dead ones."""

    name: str
    size: int
    indexes: int
    rows: int
    dead: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What was run how often; milliseconds on average and in all."""

    calls: int
    mean: float
    total: float
    text: str


@dataclass(frozen=True, slots=True)
class Now:
    """The statement that has run the longest at this moment, and who waits for a lock."""

    longest: timedelta | None
    text: str
    waiting: int
    waited: timedelta | None


def size() -> Size:
    """One query."""
    ((database, allowed, used),) = _rows(SIZE)
    return Size(database, allowed, used)


def caches() -> list[Cache]:
    """By group of tables, the most asked first."""
    return [Cache(of, int(hits), int(asked)) for of, hits, asked in _rows(CACHE)]


def largest() -> list[Table]:
    """The largest tables."""
    return [Table(*row) for row in _rows(LARGEST, [SHOWN])]


def slow() -> list[Statement] | None:
    """The statements that took the most time in all; None where pg_stat_statements does not count."""
    if _rows(HAS_STATEMENTS) != [(True,)]:
        return None
    try:
        with transaction.atomic():
            rows = _rows(STATEMENTS, [SHOWN])
    except DatabaseError:  # created, but not loaded: shared_preload_libraries
        return None
    return [Statement(calls, mean, total, shown(text)) for calls, mean, total, text in rows]


def now() -> Now:
    """Two queries. Others' statements are seen by members of pg_monitor alone."""
    longest = _rows(LONGEST)
    ((waiting, waited),) = _rows(LOCKS)
    span, text = longest[0] if longest else (None, "")
    return Now(span, shown(text), waiting, waited)


def shown(text: str | None) -> str:
    """A statement on one line, its end left out, without the texts in it, which somebody typed or looked for."""
    line = masking.masked(LITERAL.sub("'…'", " ".join((text or "").split())))
    return line if len(line) <= LETTERS else line[: LETTERS - 1] + "…"


def _rows(sql: str, parameters: Iterable = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters) or None)
        return cursor.fetchall()
