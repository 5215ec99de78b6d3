"""Very many articles on their way into GIN indexes: their terms are gathered and taken in by the thousand.

Such an index takes each term of a new article by itself, which is most of the cost of indexing it. Where it may gather
(fastupdate) it sorts in the terms of a thousand articles at once, for a fifth of that; but then a search reads what is
gathered besides, and whoever comes when there is much of it waits for its sorting. So it may only while many are on
their way: who is at that holds a lock for as long as the connection stands, and when nobody does, it is over.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SEARCH = ("search_title", "search_text")
TITLES = ("titles_by_pairs",)
LOCK = 7_305_201  # any number: an advisory lock of ours


@contextmanager
def gathering(*names: str) -> Iterator[None]:
    """Let these indexes gather for the time of the block, outside of any transaction; without effect where the role may
    not."""
    owned = _those(OWNED, names)
    if not owned:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [LOCK])
        cursor.execute(f"SET gin_pending_list_limit = '{GATHERED}'; SET work_mem = '{SORTED_IN}'")
        for name in owned:
            cursor.execute(f"ALTER INDEX {name} SET (fastupdate = on)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [LOCK])
            cursor.execute("RESET gin_pending_list_limit; RESET work_mem")
        settle()


def settle() -> None:
    """Take in what is gathered and gather no more, unless somebody is at it. `run_due` calls this for who was killed."""
    names = _those(GATHERING, SEARCH + TITLES)
    with connection.cursor() as cursor:
        if names and _is_locked(cursor):
            try:
                for name in names:
                    cursor.execute(f"ALTER INDEX {name} SET (fastupdate = off)")
                    cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _is_locked(cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    return cursor.fetchone()[0]


def _those(question: str, names: tuple[str, ...]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question, [list(names)])
        return [name for (name,) in cursor.fetchall()]


GATHERED, SORTED_IN = "16MB", "64MB"
OWNED = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'i' AND pg_has_role(relowner, 'USAGE')"
GATHERING = f"{OWNED} AND 'fastupdate=on' = ANY(reloptions)"
