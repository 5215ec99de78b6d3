"""The archive of a rehearsal: pgBackRest with the shipped configuration, deploy/hefei-backup, and both ways to restore."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from drills.postgres import Server, binaries
from drills.processes import SERVER_USER, Place, program
from drills.site import ROOT

STANZA = "hefei"
PASSPHRASE = "a-passphrase-for-rehearsals-only"  # noqa: S105
SHIPPED = ROOT / "deploy/pgbackrest/pgbackrest.conf"
BACK_UP = ROOT / "deploy/hefei-backup"
SETTINGS = ROOT / "deploy/postgresql/archive.conf"


@dataclass(slots=True)
class Archive:
    """A repository in the rehearsal's folder, and the commands with which a machine keeps and takes out what is in it."""

    here: Place
    name: str = "backup"

    @property
    def folder(self) -> Path:
        """What BACKUP is."""
        return self.here.folder / self.name

    @property
    def config(self) -> Path:
        return self.here.folder / "pgbackrest.conf"

    @property
    def pgbackrest(self) -> str:
        """The command with where its configuration is."""
        found = program("pgbackrest", package="pgbackrest")
        return f"{found} --config={self.config} --config-include-path={self.here.folder}/conf.d"

    def configure(self, data: Path, port: int) -> None:
        """Write the shipped configuration for a data folder, with places of this rehearsal."""
        for part in (self.name, "spool", "logs", "locks", "conf.d"):
            self.here.own(self.here.folder / part, SERVER_USER)
        text = SHIPPED.read_text("utf-8")
        text = text.replace("/srv/backup/pgbackrest", f"{self.folder}/pgbackrest")
        text = text.replace("/var/spool/pgbackrest", f"{self.here.folder}/spool")
        text = text.replace("/var/lib/postgresql/15/main", str(data)).replace(
            "#pg1-port=5432", f"pg1-port={port}"
        )
        text += f"pg1-socket-path={data.parent}\n[global]\nlog-path={self.here.folder}/logs\n"
        text += f"lock-path={self.here.folder}/locks\n"
        self.config.write_text(text, "utf-8")
        key = self.here.folder / "conf.d/key.conf"
        key.write_text(f"[global]\nrepo1-cipher-pass={PASSPHRASE}\n", "utf-8")

    def begin(self) -> None:
        """Make the repository, before WAL is sent to it: an archiver that failed tries again only after a minute."""
        self.here.run([*self.pgbackrest.split(), f"--stanza={STANZA}", "stanza-create"], user=SERVER_USER)

    def settings(self, *, second_way: bool = False) -> dict[str, str]:
        """The shipped settings of PostgreSQL, with the command of this rehearsal."""
        lines = [
            line.partition("=") for line in SETTINGS.read_text("utf-8").splitlines() if line[:1].isalpha()
        ]
        found = {name.strip(): value.strip().strip("'") for name, _, value in lines}
        command = found["archive_command"].replace("pgbackrest", self.pgbackrest, 1)
        if second_way:
            command = f"BACKUP={self.folder} {ROOT}/deploy/hefei-archive-wal %p %f"
        return found | {"archive_command": command}

    def back_up(self, server: Server, site: dict[str, str], *arguments: str, way: str = "pgbackrest") -> str:
        """What deploy/hefei-backup prints."""
        return self.here.run([BACK_UP, *arguments], environment=site | self._environment(server, way))

    def back_up_and_kill(self, server: Server, site: dict[str, str], seconds: float) -> None:
        """Begin with one, and end it with all that it started as the machine's failure would."""
        environment = site | self._environment(server, "pgbackrest")
        process = self.here.start("killed-backup", [BACK_UP], environment=environment)
        time.sleep(seconds)
        process.kill()

    def _environment(self, server: Server, way: str) -> dict[str, str]:
        return {
            "BACKUP": str(self.folder), "STANZA": STANZA, "WAY": way, "SETTLED": "0 seconds",
            "MANAGE": f"{sys.executable} {ROOT}/manage.py", "PGHOST": server.host, "PGPORT": str(server.port),
            "PGUSER": SERVER_USER, "PGBACKREST_CONFIG": str(self.config),
            "PGBACKREST_CONFIG_INCLUDE_PATH": f"{self.here.folder}/conf.d",
        }  # fmt: skip

    def restore(self, data: Path, moment: str) -> None:
        """Put the data folder as of a moment, by pgBackRest, where nothing is yet; PostgreSQL's start does the rest."""
        self.here.own(data, SERVER_USER)
        command = f"{self.pgbackrest} --stanza={STANZA} --pg1-path={data} --type=time --target-action=promote"
        options = [f"--target={moment}", "--archive-mode=off", "restore"]
        self.here.run([*command.split(), *options], user=SERVER_USER)

    def restore_copy(self, data: Path, moment: str) -> None:
        """The same by the second way: the newest copy unpacked and verified, and told where the WAL is."""
        newest = max((self.folder / "copies").glob("2*"))
        self.here.own(data, SERVER_USER)
        as_server = {"user": SERVER_USER}
        self.here.run(["tar", "-xzf", newest / "base.tar.gz", "-C", data], **as_server)
        verify = [binaries() / "pg_verifybackup", "--manifest-path", newest / "backup_manifest", data]
        self.here.run(verify, **as_server)
        lines = [
            f"restore_command = 'gzip -dc {self.folder}/wal/%f.gz > %p'",
            f"recovery_target_time = '{moment}'",
            "recovery_target_action = 'promote'",
        ]
        with (data / "postgresql.auto.conf").open("a") as settings:
            settings.write("\n".join([*lines, ""]))
        (data / "recovery.signal").touch()

    def sizes(self) -> tuple[int, int, int]:
        """Bytes of the backups, of the WAL between them, and of the copied files."""

        def of(*parts: str) -> int:
            paths = (path for part in parts for path in (self.folder / part).rglob("*"))
            return sum(path.stat().st_size for path in paths if path.is_file())

        return of("pgbackrest/backup", "copies"), of("pgbackrest/archive", "wal"), of("media")
