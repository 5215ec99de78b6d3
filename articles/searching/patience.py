"""How long a search may take."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, transaction
from psycopg2.errors import QueryCanceled

from firm.standbys import reading

MILLISECONDS = 2_000  # for one statement
# Of common words some rows are soon found by reading on through the table, thinks the planner: not where the rows lie at
# its end, as the newest do. The index is always right.
BOUND = "SET LOCAL statement_timeout = %s; SET LOCAL jit = off; SET LOCAL enable_seqscan = off"
FREE = "SET LOCAL statement_timeout = DEFAULT; SET LOCAL jit = DEFAULT; SET LOCAL enable_seqscan = DEFAULT"
SAID = "这次查得太久，没有查完。请稍后再试，或者多写一两个词。"


class TookTooLong(Exception):
    """The database was given up; the message says so in Chinese."""


@contextmanager
def patience() -> Iterator[None]:
    """Bound the time of each statement in the block, which changes nothing, and have it use indexes. Raises TookTooLong."""
    try:
        with transaction.atomic(using=reading().alias), reading().cursor() as cursor:
            cursor.execute(BOUND, [MILLISECONDS])
            yield
            cursor.execute(FREE)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong(SAID) from error
        raise
