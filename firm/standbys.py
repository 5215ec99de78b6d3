"""Which database a visitor's page is read from: a standby that holds what was written a moment ago, else the primary.

A request is answered from one database, from its first query to its last byte: the site's state and a page made for it must not
come from two standbys of which one is behind. Staff, previews and whatever writes read the primary.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from time import monotonic, sleep

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOOK_EVERY = 1.0  # seconds
TRUSTED = 2.5  # seconds for which a standby counts as it was last seen
WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"  # bytes
# A standby that was made the primary since is as fresh as can be. (PostgreSQL 15, 9.27.3 and 9.27.4)
REPLAYED = """
SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, '0/0')
"""

_alias: ContextVar[str] = ContextVar("read_from", default=DEFAULT_DB_ALIAS)


def reading() -> BaseDatabaseWrapper:
    """The connection that this request reads from; outside of one the primary's."""
    return connections[_alias.get()]


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Let everything in the block be read from one database."""
    before = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(before)


class Router:
    """Django's way to ask (DATABASE_ROUTERS): reads go where the request reads, writes and migrations to the primary."""

    def db_for_read(self, model, **hints) -> str:
        return _alias.get()

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool:
        return db == DEFAULT_DB_ALIAS


@dataclass(slots=True)
class Watch:
    """What is known of the standbys, looked at each second by a thread for each server, so that no request ever waits for it.

    What the primary has written is remembered for max_lag seconds: a standby that has replayed the oldest of it lags
    no more than that. While the primary does not answer nothing new is known to be written, and the last is what counts.
    """

    aliases: tuple[str, ...]
    max_lag: float  # seconds
    written: deque[tuple[float, int]] = field(
        default_factory=deque
    )  # when, and how many bytes of WAL there were
    replayed: dict[str, tuple[float, int]] = field(default_factory=dict)
    turns: Iterator[int] = field(default_factory=count)
    is_looking: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fresh(self) -> list[str]:
        """The standbys that may be read from now, another one first each time."""
        self._begin()
        now = monotonic()
        needed = self._needed(now)
        found = [alias for alias in self.aliases if self._is_fresh(alias, needed, now)]
        first = next(self.turns) % len(found) if found else 0
        return found[first:] + found[:first]

    def lags(self) -> dict[str, int | None]:
        """By standby how many bytes of WAL it is behind the primary; None where one of them does not answer."""
        self._begin()
        now, last = monotonic(), self.written[-1][1] if self.written else None
        seen = {alias: self.replayed.get(alias, (0.0, 0)) for alias in self.aliases}
        return {
            alias: max(0, last - lsn) if last is not None and now - at < TRUSTED else None
            for alias, (at, lsn) in seen.items()
        }

    def saw_written(self, lsn: int, now: float) -> None:
        """The primary had written so much at this moment."""
        self.written.append((now, lsn))
        while len(self.written) > 1 and now - self.written[0][0] > self.max_lag:
            self.written.popleft()

    def saw_replayed(self, alias: str, lsn: int, now: float) -> None:
        """A standby had replayed so much at this moment."""
        self.replayed[alias] = (now, lsn)

    def _needed(self, now: float) -> int | None:
        for at, lsn in list(self.written):
            if now - at <= self.max_lag:
                return lsn
        return self.written[-1][1] if self.written else None

    def _is_fresh(self, alias: str, needed: int | None, now: float) -> bool:
        at, lsn = self.replayed.get(alias, (float("-inf"), 0))
        return now - at < TRUSTED and (needed is None or lsn >= needed)

    def _begin(self) -> None:
        if self.is_looking:
            return
        with self.lock:
            if not self.is_looking and self.aliases:
                for alias in (DEFAULT_DB_ALIAS, *self.aliases):
                    threading.Thread(
                        target=self._look, args=[alias], name=f"watch-{alias}", daemon=True
                    ).start()
            self.is_looking = True

    def _look(self, alias: str) -> None:
        while True:
            began = monotonic()
            if (lsn := _position(alias)) is not None:
                if alias == DEFAULT_DB_ALIAS:
                    self.saw_written(lsn, began)
                else:
                    self.saw_replayed(alias, lsn, began)
            sleep(max(0.1, LOOK_EVERY - (monotonic() - began)))


@cache
def watch() -> Watch:
    """What this process knows of its standbys."""
    aliases = tuple(alias for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS)
    return Watch(aliases, settings.STANDBY_MAX_LAG)


def _position(alias: str) -> int | None:
    """How many bytes of WAL the primary has written, or a standby replayed; None where it does not answer."""
    connection = connections[alias]
    query = WRITTEN if alias == DEFAULT_DB_ALIAS else REPLAYED
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = cursor.fetchone()[0]
            return None if found is None else int(found)
    except Error:
        connection.close()
        return None
