"""migrate waits for a lock a second at most, tries again, and says when it gives up."""

import threading
import time

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as djangos
from django.db import connection

from hefei_site.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)
ALTER = "ALTER TABLE articles_copyrightnotice ADD COLUMN for_the_test integer"


@pytest.fixture
def altering(monkeypatch):
    """A migration that wants the table for itself."""

    def handle(self, *args, **options):
        with connection.cursor() as cursor:
            cursor.execute(ALTER)

    monkeypatch.setattr(djangos.Command, "handle", handle)
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_copyrightnotice DROP COLUMN IF EXISTS for_the_test")


@pytest.fixture
def reader():
    """Somebody who has read the table and has not ended."""
    with psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.cursor().execute("SELECT count(*) FROM articles_copyrightnotice")
        yield other
    other.close()


def test_it_waits_a_second_and_others_wait_no_longer(altering, reader, monkeypatch, capsys):
    """Whoever reads while it waits is answered when it gives up; then it tries again, and says so."""
    monkeypatch.setattr(migrate, "PAUSES", (0.2, 0.2))
    waited = []

    def read():
        time.sleep(0.3)  # behind the migration
        start = time.monotonic()
        with psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None}) as third:
            third.cursor().execute("SELECT count(*) FROM articles_copyrightnotice")
        waited.append(time.monotonic() - start)
        reader.rollback()

    thread = threading.Thread(target=read)
    thread.start()
    call_command("migrate", verbosity=0)
    thread.join()
    assert waited[0] < 2
    assert "要改的表正被占用，0.2 秒后再试。" in capsys.readouterr().err
    with connection.cursor() as cursor:
        cursor.execute("SELECT for_the_test FROM articles_copyrightnotice")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)  # of the connection that goes on


def test_it_gives_up_with_a_sentence(altering, reader, monkeypatch):
    monkeypatch.setattr(migrate, "PAUSES", (0.01,))
    with pytest.raises(CommandError, match="试了 2 次都没有等到，已经停下"):
        call_command("migrate", verbosity=0, lock_timeout="50ms")


def test_other_errors_are_not_tried_again(monkeypatch):
    tries = []

    def handle(self, *args, **options):
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(1)")

    monkeypatch.setattr(djangos.Command, "handle", handle)
    with pytest.raises(Exception, match="statement timeout"):
        call_command("migrate", verbosity=0)
    assert tries == [1]
