"""The indexes gather while many articles come, and only then."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from articles.searching.gathering import LOCK, SEARCH, TITLES, gathering, settle

pytestmark = pytest.mark.django_db(transaction=True)


def _gathering() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE 'fastupdate=on' = ANY(reloptions)")
        return {name for (name,) in cursor.fetchall()}


def connected():
    return connection.get_new_connection(connection.get_connection_params())


@contextmanager
def other_connection():
    other = connected()
    try:
        yield other.cursor()
    finally:
        other.close()


def test_the_indexes_gather_for_the_time_of_the_block():
    assert _gathering() == set()
    with gathering(*SEARCH):
        assert _gathering() == set(SEARCH)
    assert _gathering() == set()


def test_an_error_ends_it_too():
    with pytest.raises(KeyError), gathering(*TITLES):
        raise KeyError
    assert _gathering() == set()


def test_settling_waits_for_who_is_at_it_and_ends_what_was_killed():
    other = connected()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [LOCK])
        cursor.execute("ALTER INDEX search_text SET (fastupdate = on)")
        other.commit()
    settle()
    assert _gathering() == {"search_text"}  # its work goes on
    with gathering(*SEARCH):
        pass
    assert _gathering() == {*SEARCH}  # what another one began, that one ends
    other.close()  # killed
    while _gathering():  # the server notices it in its time
        settle()


def test_none_named_is_none_touched():
    with gathering():
        assert _gathering() == set()


def test_an_index_in_use_is_let_be():
    """Else all who come after would wait behind us."""
    with other_connection() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchdocument")  # its transaction goes on
        with gathering(*SEARCH):
            assert _gathering() == set()
    with gathering(*SEARCH), other_connection() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchdocument")
        settle()
        assert _gathering() == set(SEARCH)
    assert _gathering() == set()


def test_inside_a_transaction_nothing_gathers():
    with transaction.atomic(), gathering(*SEARCH):
        assert _gathering() == set()
