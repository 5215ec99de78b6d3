"""Very many articles on their way into GIN indexes: their terms are gathered and taken in by the thousand.

Such an index takes each term of a new article by itself, which is most of the cost of indexing it. Where it may gather
(fastupdate) it sorts in the terms of a thousand articles at once, for a fifth of that; but then a search reads what is
gathered besides, and whoever comes when there is much of it waits for its sorting. So it may only while many are on
their way: who is at that holds a lock for as long as the connection stands, and when nobody does, it is over.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError, connection, transaction

SEARCH = ("search_title", "search_text")
TITLES = ("titles_by_pairs",)
LOCK = 7_305_201  # any number: an advisory lock of ours


@contextmanager
def gathering(*names: str) -> Iterator[None]:
    """Let these indexes gather for the time of the block; without effect inside a transaction, where the role may not, and
    where an index is in use for longer than PATIENCE."""
    owned = [] if connection.in_atomic_block else _those(OWNED, names)
    if not owned:
        yield
        return
    try:
        _run("SELECT pg_advisory_lock_shared(%s)", [LOCK])
        _run(f"SET gin_pending_list_limit = '{GATHERED}'; SET work_mem = '{SORTED_IN}'")
        for name in set(owned) - set(_those(GATHERING, names)):
            _let(name, "on")
        yield
    finally:
        with suppress(InterfaceError, OperationalError):  # of a connection that has died nothing is left
            _run("SELECT pg_advisory_unlock_shared(%s)", [LOCK])
            _run("RESET gin_pending_list_limit; RESET work_mem")
            settle()


def settle() -> None:
    """Take in what is gathered and gather no more, unless somebody is at it. `run_due` calls this for who was killed."""
    names = _those(GATHERING, SEARCH + TITLES)
    if not names or connection.in_atomic_block or not _run("SELECT pg_try_advisory_lock(%s)", [LOCK]):
        return
    try:
        for name in names:
            _take_in(name)  # before too: killed in between, there is little left that nobody would find
            if _let(name, "off"):
                _take_in(name)
    finally:
        _run("SELECT pg_advisory_unlock(%s)", [LOCK])


def _let(name: str, gather: str) -> bool:
    """Whether the index could be told: that needs it for itself for a moment, and all others would wait behind us."""
    try:
        with transaction.atomic():
            _run(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            _run(f"ALTER INDEX {name} SET (fastupdate = {gather})")
    except OperationalError:
        return False
    return True


def _take_in(name: str) -> None:
    _run("SELECT gin_clean_pending_list(%s::regclass)", [name])


def _run(statement: str, values: list = ()) -> object:
    """The first value that a statement gives, if any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchone()[0] if cursor.description else None


def _those(question: str, names: tuple[str, ...]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question, [list(names)])
        return [name for (name,) in cursor.fetchall()]


GATHERED, SORTED_IN, PATIENCE = "16MB", "64MB", "200ms"
OWNED = """
SELECT relname FROM pg_class
WHERE relname = ANY(%s) AND relkind = 'i' AND pg_table_is_visible(oid) AND pg_has_role(relowner, 'USAGE')
"""
GATHERING = f"{OWNED} AND 'fastupdate=on' = ANY(reloptions)"
