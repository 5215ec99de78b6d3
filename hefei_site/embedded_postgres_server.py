"""Knows how to start and stop the PostgreSQL server of one checkout, and whether it is there."""

import contextlib
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from hefei_site.embedded_postgres_programs import (
    MAJOR,
    Account,
    EmbeddedPostgresError,
    account_for,
    ourselves,
    private_directory,
    run_client,
    run_server_program,
)

DATABASE = "hefei"
ROLE = "postgres"
PORT = 5432  # only part of the socket's name: no network port is opened

_OUTSIDE = Path("/var/lib/hefei-postgres")
_SHORT = Path("/tmp")  # noqa: S108 - the directory made in it is private and checked to be ours
_LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107  # bytes
_START_SECONDS = 120  # for a server that is there but still recovers
_RETRY_SECONDS = 10  # the children of a killed server may hold its memory for a moment
_STOP_SECONDS = 60

# Given at every start, so that no edited postgresql.conf opens the server to others or lets it lose data.
_SETTINGS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "fsync=on",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
)
# Trust: whoever can enter the socket's directory (0700) can read the data files too; a password adds nothing.
_CLUSTER = ("-U", ROLE, "--auth=trust", "--encoding=UTF8", "--data-checksums", "--no-instructions")
_LOCALES = ("--locale=C.UTF-8", "--no-locale")  # the second where the system (older macOS) lacks the first
_CREATE_DATABASE = r"""
SELECT format('CREATE DATABASE %I', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
"""


class Place(NamedTuple):
    """Where the server of one checkout keeps its things, and as whom it runs."""

    home: Path
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def users(self) -> Path:
        return self.home / "users.lock"


# Where things are.


def place_of(base: Path) -> Place:
    """Returns where the server of this checkout is or would be; creates nothing."""
    base = Path(os.path.realpath(base))
    account = account_for(base)
    name = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    home = base / ".postgres" if account.is_ours else _OUTSIDE / name
    socket = home / "socket"
    return Place(home, socket if _fits(socket) else _SHORT / f"hefei-{account.uid}-{name}", account)


def _fits(directory: Path) -> bool:
    # The kernel limits the length, and PostgreSQL and its clients read a comma or a quote as a list.
    path = os.fsencode(_socket_file(directory))
    return len(path) <= _LONGEST_SOCKET_PATH and not set(b',"') & set(path)


def _socket_file(directory: Path) -> Path:
    return directory / f".s.PGSQL.{PORT}"


def make_home(place: Place) -> None:
    """Creates the directories; raises EmbeddedPostgresError if they are another user's, or symlinks."""
    if not place.account.is_ours:
        _OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
    # Another account may pass through, but neither look around nor change what we rely on.
    private_directory(place.home, ourselves(), mode=0o700 if place.account.is_ours else 0o711)
    private_directory(place.socket, place.account)
    place.log.touch(mode=0o600)
    if not place.account.is_ours:
        os.chown(place.log, place.account.uid, place.account.gid)


# Starting and stopping, by whoever is inside the gate.


def start(place: Place) -> None:
    """Starts the server, on new data if there are none, and returns when it accepts connections.

    Raises EmbeddedPostgresError if the data are another version's, or after 10 seconds of failed attempts, or
    120 of waiting for a server that is there but does not answer.
    """
    _create_data(place)
    begun = time.monotonic()
    while not answers(place):
        alive = living_server(place.data)
        if time.monotonic() - begun > (_START_SECONDS if alive else _RETRY_SECONDS):
            raise EmbeddedPostgresError(f"PostgreSQL 启动失败，原因见 {place.log} 的末尾。")
        if alive:
            time.sleep(0.1)
        else:
            _attempt(place)


def _attempt(place: Place) -> None:
    for lock_file in (place.data / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
        _remove_if_misleading(lock_file)
    _pg_ctl(place, "start", "-t", str(_START_SECONDS), "-l", place.log.name, "-o", _options(place))


def stop(place: Place) -> None:
    """Ends the server and its connections; raises EmbeddedPostgresError if it lives on after 60 seconds."""
    if living_server(place.data):
        _pg_ctl(place, "stop", "-m", "fast", "-t", str(_STOP_SECONDS))
    if living_server(place.data):
        raise EmbeddedPostgresError(
            f"PostgreSQL 没有在 {_STOP_SECONDS} 秒内停止，原因见 {place.log} 的末尾。"
        )


def answers(place: Place) -> bool:
    """Returns whether the server accepts connections now."""
    if not os.path.exists(_socket_file(place.socket)):
        return False
    return run_client(place.home, "pg_isready", "-q", *_address(place)).returncode == 0


def _create_data(place: Place) -> None:
    version = place.data / "PG_VERSION"
    if not version.exists():
        _initdb(place)
    elif (found := version.read_text().strip()) != MAJOR:
        raise EmbeddedPostgresError(
            f"{place.data} 由 PostgreSQL {found} 建立，现在的程序是 {MAJOR}，"
            "请用旧版程序导出数据后删除该目录，或设置 DATABASE_URL 使用自己的 PostgreSQL。"
        )


def _initdb(place: Place) -> None:
    # Renamed when complete, so that nothing half made is used. Each has a name of its own: initdb outlives a
    # caller that was killed, and when it then fails it deletes its directory.
    for abandoned in place.home.glob("new-data-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    for locale in _LOCALES:
        unfinished = Path(tempfile.mkdtemp(prefix="new-data-", dir=place.home))
        private_directory(unfinished, place.account)
        made = run_server_program(
            place.home, place.account, "initdb", "-D", str(unfinished), locale, *_CLUSTER
        )
        if made.returncode == 0:
            unfinished.rename(place.data)
            return
    raise EmbeddedPostgresError(f"PostgreSQL 数据目录建立失败：{made.stderr.strip()}")


def create_database(place: Place) -> None:
    """Makes DATABASE unless it exists; raises EmbeddedPostgresError with what psql said if that fails."""
    options = ("-X", "-v", "ON_ERROR_STOP=1", "-v", f"name={DATABASE}")
    made = run_client(place.home, "psql", *_address(place), *options, text=_CREATE_DATABASE)
    if made.returncode != 0:
        raise EmbeddedPostgresError(f"数据库 {DATABASE} 建立失败：{made.stderr.strip()}")


def _address(place: Place) -> tuple[str, ...]:
    return "-h", str(place.socket), "-p", str(PORT), "-U", ROLE, "-d", "postgres"


def _options(place: Place) -> str:
    settings = (word for setting in _SETTINGS for word in ("-c", setting))
    return shlex.join(["-D", str(place.data), "-k", str(place.socket), "-p", str(PORT), *settings])


def _pg_ctl(place: Place, *arguments: str) -> None:
    # It pastes -D and -l unquoted into a shell command: hence PGDATA, and a log named relative to home.
    run_server_program(place.home, place.account, "pg_ctl", "-w", *arguments, PGDATA=str(place.data))


# Whether a server process is alive: a PID in a file may by now be anybody's.


def living_server(data: Path) -> int | None:
    """Returns the PID of the server process of this data directory, which may not answer yet, or None."""
    pid = _pid_in(data / "postmaster.pid")
    return pid if pid and _serves(pid, data) else None


def _remove_if_misleading(lock_file: Path) -> None:
    # PostgreSQL sees by itself that a PID is gone, but takes any other process, or a zombie, for the server.
    pid = _pid_in(lock_file)
    if pid is None or not _is_gone(pid):
        lock_file.unlink(missing_ok=True)


def _pid_in(lock_file: Path) -> int | None:
    try:
        return abs(int(lock_file.read_text().partition("\n")[0]))  # negative for a single-user server
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):  # somebody else's process; no possible PID
        return False
    return False


def _serves(pid: int, data: Path) -> bool:
    command = _command_line(pid)  # empty for a zombie
    if not re.search(r"(^|/)postgres(:| |$)", command):
        return False
    with contextlib.suppress(OSError):  # Linux only; knows a server whose checkout was renamed meanwhile
        if os.path.samefile(f"/proc/{pid}/cwd", data):
            return True
    return f" {data} " in f"{command} "


def _command_line(pid: int) -> str:
    if os.path.exists("/proc/self"):
        with contextlib.suppress(OSError):
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" "))
        return ""
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
