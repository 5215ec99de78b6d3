"""How long a search may take."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

MILLISECONDS = 2_000  # for one statement
SAID = "这次查得太久，没有查完。请稍后再试，或者多写一两个词。"


class TookTooLong(Exception):
    """The database was given up; the message says so in Chinese."""


@contextmanager
def patience() -> Iterator[None]:
    """Bound the time of each statement in the block, which changes nothing. Raises TookTooLong."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s; SET LOCAL jit = off", [MILLISECONDS])
            yield
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong(SAID) from error
        raise
