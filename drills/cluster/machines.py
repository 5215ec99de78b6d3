"""Three machines that agree through etcd on whose PostgreSQL takes writes: deploy/patroni/ as shipped, on addresses of loopback."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from drills.postgres import NAME, OWNER, SITE, binaries
from drills.processes import SERVER_USER, DrillError, Place, Process, program, until
from drills.site import ROOT

CLUSTER = "hefei"
PASSWORD = "only-for-rehearsals"  # noqa: S105
PORTS = {"ETCD_PORT": 22379, "ETCD_PEER_PORT": 22380, "PATRONI_PORT": 28008, "POSTGRES_PORT": 25432}
NUMBERS = (1, 2, 3)
DEBIAN_PYTHON = {"PYTHONPATH": "", "VIRTUAL_ENV": ""}  # Patroni's is Debian's


def address(number: int) -> str:
    """Where a machine is."""
    return f"127.0.1.{number}"


@dataclass(slots=True)
class Machine:
    """One of the three: its etcd, and its Patroni with the PostgreSQL that it keeps."""

    here: Place
    number: int
    etcd: Process | None = None
    patroni: Process | None = None

    @property
    def name(self) -> str:
        """What Patroni calls it."""
        return f"db{self.number}"

    @property
    def address(self) -> str:
        """Where it is."""
        return address(self.number)

    @property
    def folder(self) -> Path:
        """Where its things are."""
        return self.here.folder / self.name

    def prepare(self) -> None:
        """Write its configuration from the templates that are shipped."""
        self.here.own(self.folder, SERVER_USER)
        for name in ("patroni.yml", "etcd.env"):
            text = Template((ROOT / "deploy/patroni" / name).read_text("utf-8"))
            (self.folder / name).write_text(text.substitute(self._values()), "utf-8")

    def start_etcd(self) -> None:
        """Start its etcd."""
        lines = (self.folder / "etcd.env").read_text("utf-8").splitlines()
        environment = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        command = [program("etcd", package="etcd-server")]
        self.etcd = self.here.start(
            f"etcd-{self.number}", command, user=SERVER_USER, environment=environment, cwd=self.folder
        )

    def start_patroni(self) -> None:
        """Start its Patroni, which starts PostgreSQL."""
        command = [program("patroni", package="patroni"), self.folder / "patroni.yml"]
        self.patroni = self.here.start(
            f"patroni-{self.number}", command, user=SERVER_USER, environment=DEBIAN_PYTHON, cwd=self.folder
        )

    def postgres(self) -> list[int]:
        """The process ids of its PostgreSQL, the one that started the others first."""
        with suppress(OSError, ValueError, IndexError):
            first = int((self.folder / "data/postmaster.pid").read_text().splitlines()[0])
            return [first, *_children(first)]
        return []

    def kill_postgres(self) -> None:
        """End its PostgreSQL with -9; Patroni stays."""
        for pid in self.postgres():
            with suppress(ProcessLookupError):
                os.kill(pid, 9)

    def die(self) -> None:
        """End everything on it with -9: the machine is gone."""
        pids = self.postgres()
        for process in (self.patroni, self.etcd):
            process.kill()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, 9)

    def come_back(self) -> None:
        """Start what the machine had."""
        self.start_etcd()
        self.start_patroni()

    def _values(self) -> dict[str, str]:
        hosts = [(f"db{number}", address(number)) for number in NUMBERS]
        return {name: str(port) for name, port in PORTS.items()} | {
            "CLUSTER": CLUSTER,
            "NODE_NAME": self.name,
            "NODE_ADDRESS": self.address,
            "ETCD_HOSTS": ",".join(f"{host}:{PORTS['ETCD_PORT']}" for _, host in hosts),
            "ETCD_CLUSTER": ",".join(
                f"{name}=http://{host}:{PORTS['ETCD_PEER_PORT']}" for name, host in hosts
            ),
            "ETCD_DATA_DIR": str(self.folder / "etcd"),
            "DATA_DIR": str(self.folder / "data"),
            "BIN_DIR": str(binaries()),
            "SOCKET_DIR": str(self.folder),
            "RUN_DIR": str(self.folder),
            "NETWORK": "127.0.0.0/8",
            **dict.fromkeys(("PATRONI_PASSWORD", "REPLICATION_PASSWORD", "REWIND_PASSWORD"), PASSWORD),
            "MAX_CONNECTIONS": "120",
            "SHARED_BUFFERS": "128MB",
            "EFFECTIVE_CACHE_SIZE": "512MB",
            "ARCHIVE_COMMAND": "/bin/true",
            "WATCHDOG": "off",
        }


@dataclass(slots=True)
class Machines:
    """The three together, as something that holds the site's database."""

    here: Place
    all: list[Machine] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Their addresses, as libpq has several."""
        return ",".join(machine.address for machine in self.all)

    @property
    def port(self) -> str:
        """Their ports."""
        return ",".join(str(PORTS["POSTGRES_PORT"]) for _ in self.all)

    def start(self) -> None:
        """Make the cluster, and wait until all three follow, one of them synchronously."""
        if os.geteuid() != 0:
            raise DrillError("the cluster has to be started by root, who alone may run programs as others")
        self.all = [Machine(self.here, number) for number in NUMBERS]
        for machine in self.all:
            machine.prepare()
            machine.start_etcd()
        for machine in self.all:
            machine.start_patroni()
        until("three machines that follow, one synchronously", self.is_whole, 120)
        self._furnish()

    def url(self, user: str = SITE, name: str = NAME) -> str:
        """The address of whichever takes writes."""
        hosts = ",".join(f"{machine.address}:{PORTS['POSTGRES_PORT']}" for machine in self.all)
        return f"postgres://{user}:{PASSWORD}@{hosts}/{name}"

    def replicas(self) -> str:
        """DATABASE_REPLICA_URLS: all of them, whichever is a standby at the time."""
        return ",".join(
            f"postgres://{SITE}:{PASSWORD}@{machine.address}:{PORTS['POSTGRES_PORT']}/{NAME}"
            for machine in self.all
        )

    def members(self) -> dict[str, tuple[str, str, int]]:
        """By machine its role, state and lag in bytes, as Patroni tells whoever of them answers."""
        for machine in self.all:
            with suppress(DrillError, ValueError):
                listed = self._patronictl(machine, "list", "-f", "json")
                return {row["Member"]: _member(row) for row in listed}
        return {}

    def leader(self) -> Machine | None:
        """The one that takes writes."""
        return self._with("Leader")

    def synchronous(self) -> Machine | None:
        """The standby that has every acknowledged write."""
        return self._with("Sync Standby")

    def asynchronous(self) -> Machine:
        """The other standby."""
        others = (self.leader(), self.synchronous())
        return next(machine for machine in self.all if machine not in others)

    def is_whole(self) -> bool:
        """Whether there are a primary and two standbys that follow, one of them synchronously."""
        members = self.members()
        roles = sorted(role for role, _, _ in members.values())
        standing = all(state in {"running", "streaming"} for _, state, _ in members.values())
        return roles == ["Leader", "Replica", "Sync Standby"] and standing and self._all_follow()

    def switch_over(self) -> None:
        """Let the synchronous standby take the primary's place, as before work on its machine."""
        leader, candidate = self.leader(), self.synchronous()
        self._patronictl(
            leader, "switchover", CLUSTER, "--master", leader.name, "--candidate", candidate.name, "--force"
        )

    def _all_follow(self) -> bool:
        """Whether the primary sends to both, asked of itself: what Patroni last wrote down may be some seconds old."""
        try:
            found = self.ask(
                "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name <> ''"
            )
        except DrillError:
            return False
        return found == "2"

    def ask(self, query: str, name: str = "postgres") -> str:
        """What the primary answers its superuser."""
        leader = self.leader()
        if leader is None:
            raise DrillError("no machine takes writes")
        command = [
            binaries() / "psql",
            "-h",
            leader.folder,
            "-p",
            str(PORTS["POSTGRES_PORT"]),
            "-d",
            name,
            "-XAtqc",
            query,
        ]
        return self.here.run(command, user=SERVER_USER).strip()

    def _furnish(self) -> None:
        for role in (OWNER, SITE):
            self.ask(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        self.ask(f"CREATE DATABASE {NAME} OWNER {OWNER}")

    def _with(self, role: str) -> Machine | None:
        members = self.members()
        return next((machine for machine in self.all if members.get(machine.name, ("",))[0] == role), None)

    def _patronictl(self, machine: Machine, *arguments: str):
        command = [program("patronictl", package="patroni"), "-c", machine.folder / "patroni.yml", *arguments]
        printed = self.here.run(command, environment=DEBIAN_PYTHON)
        return json.loads(printed) if "json" in arguments else printed


def _member(row: dict) -> tuple[str, str, int]:
    lag = row.get("Lag in MB")
    return row["Role"], row["State"], lag if isinstance(lag, int) else 0


def _children(pid: int) -> Iterator[int]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, children.read_text().split())
