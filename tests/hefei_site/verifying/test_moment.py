"""The moment is one: what is written meanwhile is not seen, and with writers held nothing falls between."""

import threading

import pytest
from django.db import OperationalError, connection

from firm.models import Told
from hefei_site.verifying import moment
from hefei_site.verifying.moment import one_moment


def in_another_connection(work) -> threading.Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_is_written_meanwhile_is_not_seen(committed):
    with one_moment():
        in_another_connection(lambda: Told.objects.create(key="后来的")).join()
        assert Told.objects.count() == 0
    assert Told.objects.count() == 1


def test_nothing_can_be_written_in_it(committed):
    with pytest.raises(Exception, match="read-only transaction"), one_moment(["firm_told"]):
        Told.objects.create(key="x")


def test_held_writers_go_on_as_soon_as_the_moment_is_taken(committed):
    with one_moment(["firm_told", "firm_mail"]) as taken:
        in_another_connection(lambda: Told.objects.create(key="等过的")).join(10)
        assert Told.objects.count() == 0
    assert [told.at > taken.at for told in Told.objects.all()] == [True]


def test_a_writer_that_does_not_end_is_not_waited_for_for_ever(committed, monkeypatch):
    monkeypatch.setattr(moment, "TRIES", 1)
    monkeypatch.setattr(moment, "PATIENCE", "50ms")
    wrote, done = threading.Event(), threading.Event()

    def write():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; INSERT INTO firm_told (key, at) VALUES ('x', now())")
            wrote.set()
            done.wait(20)
            cursor.execute("ROLLBACK")

    writer = in_another_connection(write)
    wrote.wait(20)
    with pytest.raises(OperationalError, match="lock timeout"), one_moment(["firm_told"]):
        pass
    done.set()
    writer.join()


def test_sequences_stand_where_they_stood_at_the_moment(committed):
    """They alone go on inside the transaction; the restored database must be compared with the moment."""
    Told.objects.create(key="先前")
    with one_moment(["firm_told"]) as taken:
        in_another_connection(lambda: Told.objects.create(key="后来")).join(10)
        (row,) = Told.objects.all()
        assert taken.sequences["firm_told_id_seq"] == row.pk
