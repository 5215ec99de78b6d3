"""One moment of the database, in which all is asked, whatever is written meanwhile."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction

from firm.verifying import sequences

TRIES = 50
# Below deadlock_timeout (1 s), so that in a knot with a writer it is never the writer who is thrown out.
PATIENCE = "400ms"
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

# While files are read nothing is asked for minutes, and deploy/postgresql/ ends a transaction that stands still.
PATIENT = "SET LOCAL idle_in_transaction_session_timeout = 0"


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is, and where the sequences stood: they alone go on inside a transaction that sees nothing else change."""

    at: datetime
    sequences: dict[str, int]


@contextmanager
def one_moment(hold: Sequence[str] = ()) -> Iterator[Moment]:
    """A transaction that only reads and sees the rows as they are now; its moment, by the database's clock.

    hold are tables whose writers wait until the moment is taken, some milliseconds: what was committed before it is then
    exactly what the transaction sees, so that the database restored to this moment is the same. Else a transaction that is
    being committed at that very moment may fall on either side. Raises OperationalError, ProgrammingError (no right to).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:  # in a caller's transaction the moment is that one's
            cursor.execute(SNAPSHOT)
            cursor.execute(PATIENT)
        with _held(hold):
            cursor.execute("SELECT clock_timestamp()")
            moment = Moment(cursor.fetchone()[0], sequences.positions())
        yield moment


@contextmanager
def _held(tables: Sequence[str]) -> Iterator[None]:
    """Nobody else writes to the tables; a connection of its own, for a transaction that only reads may lock nothing."""
    if not tables:
        yield
        return
    other = connection.copy()
    try:
        other.ensure_connection()
        other.set_autocommit(False)
        _lock(other, tables)
        yield
    finally:
        other.rollback()
        other.close()


def _lock(other, tables: Sequence[str]) -> None:
    names = ", ".join(map(other.ops.quote_name, tables))
    for left in range(TRIES, 0, -1):
        try:
            with other.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
            return
        except OperationalError:
            other.rollback()
            if left == 1:
                raise
