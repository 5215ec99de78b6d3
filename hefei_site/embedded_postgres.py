"""Knows who uses a checkout's PostgreSQL in development: the first starts it, the last to leave stops it."""

import atexit
import contextlib
import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hefei_site.embedded_postgres_programs import EmbeddedPostgresError, find_wheel, refuse_foreign
from hefei_site.embedded_postgres_server import (
    DATABASE,
    PORT,
    ROLE,
    Place,
    answers,
    create_database,
    make_home,
    place_of,
    start,
    stop,
)

__all__ = [
    "DATABASE",
    "PORT",
    "ROLE",
    "EmbeddedPostgresError",
    "ensure_running",
    "is_running",
    "release",
    "socket_directory",
]


class _Held(NamedTuple):
    """A shared lock on the file of users; a forked child inherits the entry, so it says whose it is."""

    place: Place
    pid: int
    descriptor: int


_held: dict[Path, _Held] = {}


def socket_directory(base: Path) -> Path:
    """Returns the directory where the server of the checkout `base` has its socket; starts nothing.

    Raises EmbeddedPostgresError if such a directory exists but is a symlink or somebody else's.
    """
    place = place_of(base)
    refuse_foreign(place.home, os.geteuid())
    refuse_foreign(place.socket, place.account.uid)
    return place.socket


def is_running(base: Path) -> bool:
    """Returns whether the server of the checkout accepts connections now; asks it, which takes some 5 ms.

    Raises EmbeddedPostgresError if there is a socket but the wheel is missing.
    """
    return answers(place_of(base))


def ensure_running(base: Path) -> Path:
    """Starts the server of the checkout if it does not run, and returns the directory of its socket.

    The first use creates the data and DATABASE, which belongs to ROLE. The server then stays for this process
    until it ends or calls release(). Call it again when the server was lost, and in a forked child that
    outlives its parent. The first start takes about a second, recovery after a crash at most 120.
    Raises EmbeddedPostgresError, whose message is one Chinese sentence, if anything prevents it.
    """
    try:
        place = place_of(base)
        if not (_is_user(place) and answers(place)):
            find_wheel()  # before anything is created
            make_home(place)
            with _gate(place):
                _join(place)
                start(place)
                create_database(place)
        return place.socket
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedPostgresError(f"无法运行开发用的 PostgreSQL：{error}") from error


@atexit.register
def release() -> None:
    """Gives the locks of this process back; the last user of a server stops it. A forked child stops nothing.

    Raises EmbeddedPostgresError if the server does not stop within 60 seconds.
    """
    while _held:
        _, held = _held.popitem()
        try:
            if held.pid == os.getpid() and _is_in_place(held):
                _leave(held)
        finally:
            os.close(held.descriptor)


# Who uses the server: every process has a shared lock on one file; whoever starts or stops has another alone.


@contextlib.contextmanager
def _gate(place: Place) -> Iterator[None]:
    descriptor = os.open(place.home / "start-stop.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        # Closing is not enough: a child that another thread forked meanwhile shares the lock.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _join(place: Place) -> None:
    if _is_user(place):
        return
    if outdated := _held.pop(place.home, None):
        os.close(outdated.descriptor)
    descriptor = os.open(place.users, os.O_RDWR | os.O_CREAT, 0o600)
    _held[place.home] = _Held(place, os.getpid(), descriptor)
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def _is_user(place: Place) -> bool:
    held = _held.get(place.home)
    return held is not None and held.pid == os.getpid() and _is_in_place(held)


def _is_in_place(held: _Held) -> bool:
    # Whoever deleted the directory to begin anew made our lock worthless: the new server has new users.
    try:
        return os.path.samestat(os.fstat(held.descriptor), held.place.users.stat())
    except FileNotFoundError:
        return False


def _leave(held: _Held) -> None:
    with _gate(held.place):
        try:
            if _is_last(held):
                stop(held.place)
        finally:
            fcntl.flock(held.descriptor, fcntl.LOCK_UN)  # a forked child would keep it otherwise


def _is_last(held: _Held) -> bool:
    try:
        fcntl.flock(held.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
