"""A request does not wait for the database without end."""

import pytest
from django.db import OperationalError, connection, connections

from hefei_site import bounded


def test_every_database_is_bounded_and_an_address_has_the_last_word():
    entries = {
        "default": {"OPTIONS": {"connect_timeout": 3}},
        "standby-1": {"OPTIONS": {"options": "-c lock_timeout=1s"}},
    }
    bounded.bound(entries, 2.5)
    said = "-c lock_timeout=2500 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000"
    assert entries == {
        "default": {"OPTIONS": {"connect_timeout": 3, "options": said}},
        "standby-1": {"OPTIONS": {"options": f"{said} -c lock_timeout=1s"}},
    }


def test_nothing_is_bounded_where_that_is_not_wanted():
    entries = {"default": {"OPTIONS": {}}}
    bounded.bound(entries, 0)
    assert entries == {"default": {"OPTIONS": {}}}


def test_what_somebody_has_locked_is_given_up(committed):
    """As in a request; the connection of the test itself is that of a command and waits."""
    entry = {"default": dict(connection.settings_dict)}
    bounded.bound(entry, 0.2)
    other = connections.create_connection("default")
    other.settings_dict = entry["default"]
    try:
        with connection.cursor() as holder, other.cursor() as asking:
            holder.execute("BEGIN; LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(OperationalError, match="lock timeout"):
                asking.execute("SELECT count(*) FROM articles_article")
            holder.execute("ROLLBACK")
    finally:
        other.close()
