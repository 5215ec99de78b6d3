"""Real processes of a rehearsal: started in groups of their own, as the user that they want, and none left behind."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

SERVER_USER = "postgres"  # PostgreSQL's server refuses to be root; its Debian package makes this user
WAIT = 60.0  # seconds for something to come up
STOP = 20.0  # seconds for something to end by itself


class DrillError(Exception):
    """The rehearsal cannot go on; the message says why."""


@dataclass(slots=True)
class Process:
    """A program with its descendants; its output goes to a file."""

    name: str
    log: Path
    running: subprocess.Popen

    def kill(self) -> None:
        """End it and its descendants as the machine's failure would: at once."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, then make it."""
        if self.running.poll() is None:
            self.running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(STOP)
        self.kill()

    def freeze(self) -> None:
        """Let it and its descendants stand still, as where the machine hangs."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    def tail(self, lines: int = 15) -> str:
        """The end of what it said."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)
        if number == signal.SIGKILL:
            self.running.wait()


@dataclass(slots=True)
class Place:
    """A folder of a rehearsal, whose processes end with it."""

    folder: Path
    processes: list[Process] = field(default_factory=list)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        user: str | None = None,
        environment: dict | None = None,
        cwd: Path | None = None,
    ) -> Process:
        """Start a program in a process group of its own; the environment is added to this one's."""
        log = self.folder / f"{name}.log"
        with log.open("ab") as out:
            running = subprocess.Popen(
                [*as_user(user), *map(str, command)],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=os.environ | (environment or {}),
                cwd=cwd or self.folder,
                start_new_session=True,
            )
        process = Process(name, log, running)
        self.processes.append(process)
        return process

    def run(
        self, command: Sequence[str | Path], *, user: str | None = None, environment: dict | None = None
    ) -> str:
        """Run a program to its end and return what it printed. Raises DrillError where it fails."""
        done = subprocess.run(
            [*as_user(user), *map(str, command)],
            capture_output=True,
            text=True,
            env=os.environ | (environment or {}),
            cwd=self.folder,
            check=False,
        )
        if done.returncode:
            raise DrillError(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def own(self, path: Path, user: str) -> Path:
        """A folder below, made and given to a user if we may give."""
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.geteuid() == 0:
            entry = pwd.getpwnam(user)
            os.chown(path, entry.pw_uid, entry.pw_gid)
        return path


@contextmanager
def place(name: str) -> Iterator[Place]:
    """A new folder that others may pass through; at the end its processes end, and it goes. Killed, it does the same."""
    folder = Path(tempfile.mkdtemp(prefix=f"hefei-{name}-"))
    folder.chmod(0o755)
    here = Place(folder)
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield here
    except DrillError:
        for process in here.processes:
            print(f"--- {process.name}\n{process.tail()}", file=sys.stderr)
        raise
    finally:
        for process in reversed(here.processes):
            process.stop()
        signal.signal(signal.SIGTERM, before)
        shutil.rmtree(folder, ignore_errors=True)


def as_user(user: str | None) -> list[str]:
    """What stands before a command that another user is to run; nothing where we are no root, who alone may choose."""
    if user is None or os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]


def program(name: str, *, package: str) -> str:
    """Where a program is. Raises DrillError that names Debian's package."""
    where = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin"
    if found := shutil.which(name, path=where):
        return found
    raise DrillError(f"{name} is not on this machine (Debian: apt install {package})")


def until(what: str, is_so: Callable[[], object], seconds: float = WAIT, pause: float = 0.1):
    """Wait until something is so and return it. Raises DrillError when it takes too long."""
    end = time.monotonic() + seconds
    while True:
        if found := is_so():
            return found
        if time.monotonic() > end:
            raise DrillError(f"{what}: not within {seconds:g} s")
        time.sleep(pause)


def listens(host: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]
