"""One query for what is asked of the database at each visit, without the question before it whether it is there."""

from collections.abc import Sequence

from django.db import InterfaceError, OperationalError

from firm.standbys import reading


def one_row(sql: str, parameters: Sequence = ()) -> tuple | None:
    """The first row of a query that changes nothing.

    Django asks SELECT 1 on a connection that was kept (CONN_HEALTH_CHECKS) before a request's first query; here the query
    itself finds out. Where the connection turns out to be gone, a new one is made and the query asked once more.
    """
    connection = reading()
    if connection.in_atomic_block or connection.connection is None:
        return _asked(sql, parameters)
    connection.health_check_done = True
    try:
        return _asked(sql, parameters)
    except (InterfaceError, OperationalError):
        connection.close()
        return _asked(sql, parameters)


def _asked(sql: str, parameters: Sequence) -> tuple | None:
    with reading().cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()
