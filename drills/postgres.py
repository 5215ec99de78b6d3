"""A PostgreSQL of Debian's for a rehearsal: made, started, killed, asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from drills.processes import SERVER_USER, DrillError, Place, Process, free_port, until

OWNER, SITE = "hefei_owner", "hefei"  # the role that the tables belong to, and the one that the site runs as
NAME = "hefei"


def binaries() -> Path:
    """The folder of the newest of Debian's PostgreSQL servers. Raises DrillError where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise DrillError("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    return found[-1].parent


@dataclass(slots=True)
class Server:
    """One server: its data, and where it listens."""

    here: Place
    data: Path
    port: int
    host: str = "127.0.0.1"
    settings: Mapping[str, str] = field(default_factory=dict)
    process: Process | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it and wait until it takes questions."""
        options = {"listen_addresses": self.host, "port": str(self.port), **self.settings}
        options |= {"unix_socket_directories": str(self.data.parent), "fsync": "on"}
        # By env, behind the change of user: a library loaded before it would make its files as root.
        command = ["env", *(f"{name}={value}" for name, value in self.environment.items())]
        command += [binaries() / "postgres", "-D", self.data]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.process = self.here.start(f"postgres-{self.port}", command, user=SERVER_USER)
        until(f"PostgreSQL on {self.host}:{self.port}", self.answers)

    def stop(self, mode: str = "fast") -> None:
        """End it as a restart would: connections are cut, nothing is lost. In the mode immediate as a crash would."""
        self.here.run([binaries() / "pg_ctl", "-D", self.data, "-w", "-m", mode, "stop"], user=SERVER_USER)

    def answers(self) -> bool:
        """Whether it takes questions."""
        try:
            return self.one("SELECT 1") == 1
        except psycopg2.Error:
            return False

    def url(self, user: str = SITE, name: str = NAME) -> str:
        """Its address as DATABASE_URL has it."""
        return f"postgres://{user}@{self.host}:{self.port}/{name}"

    def one(self, query: str, *values, name: str = "postgres"):
        """The first value of the first row, asked by the superuser; None where there is none."""
        asked = psycopg2.connect(
            host=self.host, port=self.port, user=SERVER_USER, dbname=name, connect_timeout=3
        )
        try:
            asked.autocommit = True
            with asked.cursor() as cursor:
                cursor.execute(query, values)
                row = cursor.fetchone() if cursor.description else None
                return row and row[0]
        finally:
            asked.close()


def new(here: Place, name: str = "postgres", **settings: str) -> Server:
    """A new server that trusts whoever comes over loopback, running, with the two roles and an empty database."""
    folder = here.own(here.folder / name, SERVER_USER)
    here.run(
        [binaries() / "initdb", "-D", folder / "data", "-U", SERVER_USER, "-A", "trust", "--no-sync", "-k",
         "-E", "UTF8", "--locale=C.UTF-8"], user=SERVER_USER,
    )  # fmt: skip
    server = Server(here, folder / "data", free_port(), settings=settings)
    server.start()
    furnish(server)
    return server


def furnish(server: Server) -> None:
    """Make the two roles and the database."""
    server.one(f"CREATE ROLE {OWNER} LOGIN")
    server.one(f"CREATE ROLE {SITE} LOGIN")
    server.one(f"CREATE DATABASE {NAME} OWNER {OWNER}")
