"""A question of each visit: one query, and a connection that was cut is made anew."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from firm.asking import one_row


@pytest.fixture
def kept(transactional_db):
    """A connection that a request before has left open."""
    connection.ensure_connection()
    connection.health_check_enabled, connection.health_check_done = True, False
    yield connection
    connection.close()


def cut(connection) -> None:
    """As if the server had been started again."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        except OperationalError:
            connection.errors_occurred = False


def test_one_row_and_none(kept):
    assert (one_row("SELECT %s, 2", [1]), one_row("SELECT 1 WHERE false")) == ((1, 2), None)


def test_it_asks_nothing_besides(kept):
    with CaptureQueriesContext(connection) as seen:
        one_row("SELECT 7")
    assert [query["sql"] for query in seen] == ["SELECT 7"]
    assert connection.health_check_done  # so nor does what follows


def test_a_connection_that_was_cut_is_made_anew(kept):
    cut(kept)
    assert one_row("SELECT 7") == (7,)


def test_within_a_transaction_a_failure_is_a_failure(db):
    with pytest.raises(Exception, match="no_such_table"):
        one_row("SELECT * FROM no_such_table")
