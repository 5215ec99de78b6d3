"""Who may open a document now: two at a time on the whole site, so that the rest of it goes on answering."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connection, transaction

from articles.importing.word import WordRefused

AT_ONCE = 2
PATIENCE = 5  # seconds to wait for a turn
KEY = 0x776F7264  # "word"; PostgreSQL's advisory locks have no names
BUSY = "现在有别的文档正在导入，请过几秒再试。"


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the places, in all processes together. Raises WordRefused after some seconds without one.

    The place is an advisory lock of a transaction: PostgreSQL gives it back whatever becomes of this process.
    """
    until = monotonic() + PATIENCE
    with transaction.atomic():
        while not _take():
            if monotonic() > until:
                raise WordRefused(BUSY)
            sleep(0.2)
        yield


def _take() -> bool:
    with connection.cursor() as cursor:
        for place in range(AT_ONCE):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [KEY, place])
            if cursor.fetchone()[0]:
                return True
    return False
