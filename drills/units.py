"""systemd's part in a machine that has none: reads unit files, starts what they say as they say it, remembers what is enabled.

Of a unit's confinement it keeps what can be had without systemd: user, no new privileges, no capabilities, a file system
that can be read alone but for what the unit names, /tmp of its own, credentials as files.
"""

import os
import pwd
import shlex
import shutil
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from drills.fresh_machine import ENVIRONMENT, Machine
from drills.processes import DrillError, Process, until

PLACES = ("/etc/systemd/system", "/usr/lib/systemd/system")
STUB = """#!/bin/sh
# Stands in for systemd, which is not here: asks who rehearses.
echo "$@" > /run/drill/ask
cat /run/drill/answer
read -r code < /run/drill/code
exit "$code"
"""
READ_ALONE = """
set -e
for path in $WRITABLE; do mount --bind "$path" "$path"; done
mount -o remount,bind,ro /
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs /tmp
exec "$@"
"""
SYSTEM_ALONE = """
set -e
for path in /usr /etc; do mount --bind "$path" "$path"; mount -o remount,bind,ro "$path"; done
mount -t tmpfs -o mode=000,ro tmpfs /root
exec "$@"
"""
PROTECTED = {"strict": READ_ALONE, "full": SYSTEM_ALONE}


@dataclass(slots=True)
class Unit:
    """A unit's file, read: the values of each key, in order; an empty value forgets those before it."""

    name: str
    keys: dict[str, list[str]] = field(default_factory=dict)

    def all(self, key: str) -> list[str]:
        """All values of a key of any section."""
        return self.keys.get(key, [])

    def one(self, key: str, otherwise: str = "") -> str:
        """The last value of a key."""
        return (self.all(key) or [otherwise])[-1]

    def commands(self, key: str) -> list[tuple[list[str], bool]]:
        """The commands of ExecStart and its like, and whether each may fail."""
        return [
            (shlex.split(value.lstrip("-+!@:")), value.lstrip("+!@:").startswith("-"))
            for value in self.all(key)
        ]


def parse(name: str, text: str) -> Unit:
    """A unit from its file. Specifiers are those that are used: %i, %I, %p and %d."""
    unit = Unit(name)
    stem = name.rpartition(".")[0]
    prefix, _, instance = stem.partition("@")
    given = {
        "%i": instance,
        "%I": instance.replace("-", "/"),
        "%p": prefix,
        "%d": f"/run/credentials/{name}",
    }
    for line in text.replace("\\\n", " ").splitlines():
        key, equals, value = line.strip().partition("=")
        if not equals or line.lstrip().startswith(("#", ";", "[")):
            continue
        for specifier, meant in given.items():
            value = value.replace(specifier, meant)
        unit.keys[key] = [*unit.all(key), value] if value else []
    return unit


@dataclass(slots=True)
class Manager:
    """What `systemctl` of a machine asks."""

    machine: Machine
    enabled: list[str] = field(default_factory=list)
    running: dict[str, Process] = field(default_factory=dict)

    def install(self) -> None:
        """Put the stub into the machine and answer it from now on."""
        stub = self.machine.path("/usr/local/bin/systemctl")
        stub.write_text(STUB)
        stub.chmod(0o755)
        os.mkfifo(self.machine.path("/run/drill/ask"))
        os.mkfifo(self.machine.path("/run/drill/answer"))
        threading.Thread(target=self._answer, daemon=True).start()

    def unit(self, name: str) -> Unit:
        """A unit by its name, with what /etc adds to it. Raises DrillError where there is none."""
        name = name if name.endswith((".service", ".timer")) else f"{name}.service"
        template = f"{name.partition('@')[0]}@.{name.rpartition('.')[2]}" if "@" in name else name
        added = sorted(self.machine.path(f"{PLACES[0]}/{name}.d").glob("*.conf"))
        for place in PLACES:
            path = self.machine.path(f"{place}/{template}")
            if path.is_file():
                return parse(name, "\n".join(file.read_text("utf-8") for file in (path, *added)))
        raise DrillError(f"Unit {name} not found.")

    def call(self, *arguments: str) -> str:
        """Do what systemctl is asked. Raises DrillError where it would fail."""
        words = [word for word in arguments if not word.startswith("--")]
        verb, names = words[0], words[1:]
        units = [self.unit(name) for name in names]
        if verb == "enable":
            self._enable(units, now="--now" in arguments)
        elif verb in ("start", "stop", "restart", "reload"):
            for unit in units:
                getattr(self, verb)(unit)
        elif verb != "daemon-reload":
            raise DrillError(f"Unknown command verb {verb}.")
        return ""

    def boot(self) -> dict[str, str]:
        """Start what is enabled, and PostgreSQL where Debian does, as when the machine is switched on; by name why a unit does not start."""
        self.running.clear()
        by_debian = self.machine.path("/etc/postgresql/15/main/start.conf").is_file()
        names = ["postgresql@15-main.service"] * by_debian + self.enabled
        failed = {}
        for name in sorted(dict.fromkeys(names), key=lambda name: name.startswith("hefei")):
            try:
                self.start(self.unit(name))
            except DrillError as error:
                failed[name] = str(error)
        return failed

    def start(self, unit: Unit) -> None:
        """Start a service; one that ends by itself is waited for. A timer is only remembered."""
        if unit.name.endswith(".timer"):
            return
        self._prepare(unit)
        for command, may_fail in unit.commands("ExecStartPre"):
            self._to_its_end(unit, command, may_fail)
        commands = unit.commands("ExecStart")
        if unit.one("Type", "simple") in ("oneshot", "forking"):
            for command, may_fail in commands:
                self._to_its_end(unit, command, may_fail)
        else:
            name = f"unit-{unit.name}"
            self.running[unit.name] = self.machine.here.start(name, self._confined(unit, commands[0][0]))

    def stop(self, unit: Unit) -> None:
        """Ask its main process to end, then make all of them: KillMode=mixed."""
        if commands := unit.commands("ExecStop"):
            for command, _ in commands:
                self._to_its_end(unit, command, True)
        process = self.running.pop(unit.name, None)
        if process is None:
            return
        with suppress(ProcessLookupError, IndexError):
            os.kill(self.main(process), signal.SIGTERM)
        patience = float(unit.one("TimeoutStopSec", "90"))
        until(f"{unit.name} to end", lambda: process.running.poll() is not None, patience)

    def restart(self, unit: Unit) -> None:
        """Stop it, start it."""
        self.stop(unit)
        self.start(unit)

    def reload(self, unit: Unit) -> None:
        """What its ExecReload says. Raises DrillError where it says nothing."""
        if not unit.all("ExecReload"):
            raise DrillError(f"Job type reload is not applicable for unit {unit.name}.")
        for command, may_fail in unit.commands("ExecReload"):
            self._to_its_end(unit, command, may_fail)

    @staticmethod
    def main(process: Process) -> int:
        """The main process of a service, by its number outside: the one child of who entered the machine."""
        outer = process.running.pid
        return int(Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0])

    def _enable(self, units: list[Unit], *, now: bool) -> None:
        for unit in units:
            if not (unit.all("WantedBy") or unit.all("Alias")):
                raise DrillError(f"The unit {unit.name} has no installation config.")
            self.enabled.append(unit.name)
            if now:
                self.start(unit)

    def _prepare(self, unit: Unit) -> None:
        """Its credentials and folders, in the hands of its user."""
        user, group = self._identity(unit)
        folder = self.machine.path(f"/run/credentials/{unit.name}")
        shutil.rmtree(folder, ignore_errors=True)
        for value in unit.all("LoadCredential"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o755)
            name, _, source = value.partition(":")
            shutil.copyfile(self.machine.path(source), folder / name)
            os.chown(folder / name, user, group)
            (folder / name).chmod(0o400)
        for name in unit.all("StateDirectory"):
            state = self.machine.path(f"/var/lib/{name}")
            state.mkdir(exist_ok=True)
            os.chown(state, user, group)
            state.chmod(int(unit.one("StateDirectoryMode", "0755"), 8))

    def _to_its_end(self, unit: Unit, command: list[str], may_fail: bool) -> None:
        process = self.machine.here.start(f"unit-{unit.name}", self._confined(unit, command))
        code = process.running.wait()
        if code and not may_fail:
            raise DrillError(f"Job for {unit.name} failed ({code}):\n{process.tail()}")

    def _confined(self, unit: Unit, command: list[str]) -> list[str]:
        """The command with all that stands before it."""
        user, group = self._identity(unit)
        before: list[str] = []
        variables = ENVIRONMENT | self._environment(unit)
        if script := PROTECTED.get(unit.one("ProtectSystem")):
            variables["WRITABLE"] = " ".join(self._writable(unit))
            before += ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]
        if user:
            others = [str(_account(self.machine, name)[1]) for name in unit.all("SupplementaryGroups")]
            dynamic = ["--groups", ",".join(others)] if others else ["--clear-groups"]
            groups = dynamic if unit.one("DynamicUser") == "yes" else ["--init-groups"]
            before += ["setpriv", "--reuid", str(user), "--regid", str(group), *groups]
            if unit.one("NoNewPrivileges") == "yes":
                before += ["--no-new-privs", "--bounding-set", "-all"]
        elif powers := " ".join(unit.all("CapabilityBoundingSet")).lower().replace("cap_", "+").split():
            before += ["setpriv", "--no-new-privs", "--bounding-set", ",".join(["-all", *powers])]
        command = [word for word in command if not word.startswith("$")]  # of variables that are empty
        where = unit.one("WorkingDirectory", "/")
        pairs = [f"{name}={value}" for name, value in variables.items()]
        return [*self.machine.enter(), "env", "-i", "-C", where, *pairs, *before, *command]

    def _writable(self, unit: Unit) -> list[str]:
        states = [f"/var/lib/{name}" for name in unit.all("StateDirectory")]
        return [path for value in unit.all("ReadWritePaths") for path in value.split()] + states

    def _environment(self, unit: Unit) -> dict[str, str]:
        pairs = [pair for value in unit.all("Environment") for pair in shlex.split(value)]
        for value in unit.all("EnvironmentFile"):
            path = self.machine.path(value.lstrip("-"))
            if path.is_file():
                pairs += [
                    pair
                    for line in path.read_text("utf-8").splitlines()
                    for pair in shlex.split(line, comments=True)
                ]
        if unit.all("StateDirectory"):
            pairs.append(f"STATE_DIRECTORY=/var/lib/{unit.one('StateDirectory')}")
        return dict(pair.split("=", 1) for pair in pairs)

    def _identity(self, unit: Unit) -> tuple[int, int]:
        """The user and group that it runs as; one of its own above all others where systemd would make one up."""
        if unit.one("DynamicUser") == "yes":
            number = 61184 + sum(unit.name.encode()) % 4000
            return number, number
        return _account(self.machine, unit.one("User", "root"))

    def _answer(self) -> None:
        folder = self.machine.path("/run/drill")
        while True:
            asked = (folder / "ask").read_text().split()
            try:
                code, said = 0, self.call(*asked)
            except (DrillError, OSError) as error:
                code, said = 1, f"{error}\n"
            (folder / "code").write_text(f"{code}\n")
            (folder / "answer").write_text(said)


def _account(machine: Machine, name: str) -> tuple[int, int]:
    for line in machine.path("/etc/passwd").read_text().splitlines():
        entry = pwd.struct_passwd(
            [*line.split(":")[:2], *map(int, line.split(":")[2:4]), *line.split(":")[4:]]
        )
        if entry.pw_name == name:
            return entry.pw_uid, entry.pw_gid
    raise DrillError(f"no user {name}")
