"""A new Debian in a folder: made by debootstrap, with processes, mounts and a loopback network of its own that end with it."""

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drills.processes import DrillError, Place, Process, program, until

SUITE = "bookworm"
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
}
# With mounts and processes of its own, all of which end with whoever started it, however that ends.
APART = [
    "setpriv",
    "--pdeathsig",
    "KILL",
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--kill-child",
]
# What the machine has instead of a kernel's start: its mounts and its loopback; then it only buries the dead.
FIRST = """
set -e
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount -t tmpfs -o mode=755,nosuid tmpfs "$1/dev"
for device in null zero full random urandom tty; do touch "$1/dev/$device"; mount --bind /dev/$device "$1/dev/$device"; done
ln -s /proc/self/fd "$1/dev/fd"; ln -s fd/0 "$1/dev/stdin"; ln -s fd/1 "$1/dev/stdout"; ln -s fd/2 "$1/dev/stderr"
mkdir "$1/dev/shm" "$1/dev/pts"; mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
root=$1; shift
for lent; do
  IFS== read -r from to mode <<<"$lent"
  mount --bind "$from" "$root$to"; mount -o "remount,bind,$mode" "$root$to"
done
ip link set lo up
touch "$root/run/drill/ready"
while :; do sleep 3600 & wait $! || :; done
"""
NO_SERVICES = "#!/bin/sh\n# Packages start nothing by themselves here: services are started as the document says.\nexit 101\n"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a command: its exit code, what it printed, how many seconds it took."""

    code: int
    output: str
    seconds: float


@dataclass(slots=True)
class Machine:
    """A Debian in a folder of a rehearsal."""

    here: Place
    root: Path
    first: Process | None = None
    lent: list[str] = field(default_factory=list)

    def enter(self, *, networked: bool = False) -> list[str]:
        """What stands before a command that is to run in it; without a network but its own loopback unless said otherwise."""
        spaces = ["--mount", "--pid", "--uts", "--ipc", *([] if networked else ["--net"])]
        return ["nsenter", "--target", str(self.pid()), *spaces, "chroot", str(self.root)]

    def run(self, command: Sequence[str], *, networked: bool = False, timeout: float = 900) -> Done:
        """Run a command as root to its end."""
        began = time.monotonic()
        try:
            done = subprocess.run(
                [*self.enter(networked=networked), "env", "-i", *_pairs(ENVIRONMENT), *command],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                errors="replace", timeout=timeout, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            return Done(124, f"not within {error.timeout:g} s", time.monotonic() - began)
        return Done(done.returncode, done.stdout, time.monotonic() - began)

    def shell(self, command: str, **options) -> Done:
        """Run what somebody types, in bash."""
        return self.run(["bash", "-c", command], **options)

    def path(self, inside: str) -> Path:
        """Where a file of the machine lies, seen from outside."""
        return self.root / inside.lstrip("/")

    def lend(self, outside: Path, inside: str = "", *, writable: bool = False) -> None:
        """Let it see a folder from outside at the next start, at the same place unless said otherwise."""
        inside = inside or str(outside)
        self.path(inside).mkdir(parents=True, exist_ok=True)
        self.lent.append(f"{outside}={inside}={'rw' if writable else 'ro'}")

    def start(self, taken: Sequence[Path] = ()) -> None:
        """Give it its processes, mounts and loopback; folders that are taken from outside can be read alone.

        All of it is the kernel's to end: with the first process, which ends with this one, however this one ends.
        """
        self.path("/run/drill").mkdir(parents=True, exist_ok=True)
        for path in taken:
            self.lend(path)
        ready = self.path("/run/drill/ready")
        ready.unlink(missing_ok=True)
        command = [
            *APART, "--net", "--uts", "--ipc", "bash", "-c", FIRST, "first", self.root, *self.lent,
        ]  # fmt: skip
        self.first = self.here.start("machine", command)
        until("the machine", lambda: ready.exists() or self.first.running.poll() is not None, 20)
        if not ready.exists():
            raise DrillError(f"the machine does not start:\n{self.first.tail()}")

    def pid(self) -> int:
        """The machine's first process, by its number outside: the one child of unshare."""
        outer = self.first.running.pid
        return int(Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0])


def make(here: Place, root: Path, options: argparse.Namespace) -> Machine:
    """A new Debian from a mirror, not started, with what this machine lends it: its name server, and files such as pip's settings."""
    command = [program("debootstrap", package="debootstrap"), "--variant=minbase"]
    if options.include:
        command.append(f"--include={','.join(options.include)}")
    if options.keyring:
        command.append(f"--keyring={options.keyring}")
    here.run([*command, SUITE, root, options.mirror])
    machine = Machine(here, root)
    machine.path("/etc/apt/sources.list").write_text(
        f"deb {options.mirror} {SUITE} main\ndeb {options.mirror} {SUITE}-updates main\n"
        f"deb {options.security} {SUITE}-security main\n"
    )
    shutil.copyfile("/etc/resolv.conf", machine.path("/etc/resolv.conf"))
    policy = machine.path("/usr/sbin/policy-rc.d")
    policy.write_text(NO_SERVICES)
    policy.chmod(0o755)
    return machine


def furnish(machine: Machine, taken: Sequence[Path]) -> None:
    """Give a machine that is not started files and folders of this one, at the same places."""
    for path in taken:
        if path.is_file():
            machine.path(str(path)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, machine.path(str(path)))
        elif path.is_dir():
            machine.lend(path)


def claim(here: Place) -> None:
    """Say in a folder whose it is, for those that come later."""
    (here.folder / "owner").write_text(str(os.getpid()))


def forget_the_killed(name: str) -> None:
    """Remove the folders of rehearsals that were killed with -9; their processes and mounts have gone with them."""
    for owner in Path(tempfile.gettempdir()).glob(f"hefei-{name}-*/owner"):
        if not Path(f"/proc/{owner.read_text()}").exists():
            shutil.rmtree(owner.parent, ignore_errors=True)


def is_possible() -> str:
    """Why a machine cannot be made here; empty where it can."""
    if os.geteuid() != 0:
        return "only root can make one"
    missing = [
        name for name in ("debootstrap", "unshare", "nsenter", "setpriv", "ip") if not shutil.which(name)
    ]
    return f"not on this machine: {', '.join(missing)}" if missing else ""


def _pairs(environment: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in environment.items()]
