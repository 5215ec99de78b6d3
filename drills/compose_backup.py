"""The backup of compose.yaml: it is made, the site knows of it, and docs/backup.md's own lines bring the database back."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from drills.compose_stack import ROOT, Stack, main_of
from drills.processes import DrillError, Process, until

ASK = "curl --silent --header Host:localhost --header X-Forwarded-Proto:https http://127.0.0.1:8000/readyz"
SAYS = re.compile(r"数据库可以恢复到[^\"]*")


class Backups:
    """What happens to a database that `begin` starts again."""

    def __init__(self, stack: Stack, database: Process, begin: Callable[[], Process]):
        self.stack, self.database, self._begin = stack, database, begin
        self._moment = ""

    def rows(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """What is done, in this order."""
        yield "backup: deploy/backups", self._made
        yield "the site knows of it", self._noted
        yield "a moment, then all articles are gone", self._disaster
        yield "restored to the moment, as docs/backup.md says", self._restored
        yield "a backup after it", self._made
        yield "restored on a new machine with new passwords", self._restored_anew

    def _made(self) -> str:
        made = self._volume("backup") / ".made"
        made.unlink(missing_ok=True)
        self._while_runs("backup", made.exists, 240, PAUSE="1")
        return f"{_megabytes(self._volume('backup') / 'pgbackrest')} MB in /srv/backup/pgbackrest"

    def _noted(self) -> str:
        self._while_runs("run_due", lambda: SAYS.search(self._readyz()), 60, SUCCEEDED="/srv/media/run_due")
        return SAYS.search(self._readyz())[0]

    def _disaster(self) -> str:
        self._sql("CREATE SCHEMA drill; CREATE TABLE drill.kept AS SELECT 1")
        self._moment = self._sql("SELECT clock_timestamp()")
        self._sql(
            "SELECT pg_sleep(1); DROP TABLE drill.kept; DROP TABLE articles_article CASCADE; SELECT pg_switch_wal()"
        )
        return f"the moment: {self._moment}"

    def _restored(self) -> str:
        self._stop()
        for command in told("The whole to a moment"):
            self.stack.once("database", ["sh", "-c", command], MOMENT=self._moment)
        self._begin_again()
        rows, articles = self._sql(
            "SELECT (SELECT count(*) FROM drill.kept), count(*) FROM articles_article"
        ).split("|")
        return f"{rows} row of 1, the table of articles with {articles}"

    def _restored_anew(self) -> str:
        self._stop()
        self.stack.machine.shell(
            "rm -r /volumes/database/* /volumes/secrets_site/* /volumes/secrets_owner/* /volumes/secrets_database/*"
        )
        self.stack.once("secrets")
        for command in told("A new machine"):
            self.stack.once("database", ["sh", "-c", command])
        self._begin_again()
        self.stack.once("database", ["/srv/hefei/deploy/postgresql/roles.sh"])
        self.stack.once("migrate")
        due = self._volume("media") / "run_due"
        due.unlink()
        self._while_runs("run_due", due.exists, 60, SUCCEEDED="/srv/media/run_due")
        rows = self._sql("SELECT count(*) FROM drill.kept")
        return f"{rows} row of 1; the owner and the site log in"

    def _while_runs(self, name: str, is_so: Callable[[], object], seconds: float, **settings: str) -> None:
        """Let a service run until something is so."""
        process = self.stack.start(name, **settings)

        def looked() -> object:
            if process.running.poll() is not None:
                raise DrillError(process.tail())
            return is_so()

        until(f"what {name} does", looked, seconds, 0.5)
        os.kill(main_of(process), signal.SIGTERM)
        process.running.wait(60)

    def _readyz(self) -> str:
        return self.stack.machine.shell(ASK).output

    def _stop(self) -> None:
        os.kill(main_of(self.database), signal.SIGINT)
        self.database.running.wait(60)

    def _begin_again(self) -> None:
        self.database = self._begin()
        until(
            "the database to take writes", lambda: self._asked("SELECT pg_is_in_recovery()") == "f", 120, 0.5
        )

    def _asked(self, statement: str) -> str:
        """The same as _sql; empty where nobody answers yet."""
        try:
            return self._sql(statement)
        except DrillError:
            if self.database.running.poll() is None:
                return ""
            raise

    def _sql(self, statement: str) -> str:
        """What the last statement says, asked by PostgreSQL's own user through its socket."""
        return self.stack.once("database", ["psql", "-XAtq", "-d", "hefei", "-c", statement]).strip()

    def _volume(self, name: str) -> Path:
        return self.stack.machine.root / "volumes" / name


def told(heading: str) -> list[str]:
    """What docs/backup.md lets the service `database` run under a heading of "With Docker", in its order. Raises DrillError."""
    text = (ROOT / "docs/backup.md").read_text("utf-8").partition("\n## With Docker\n")[2]
    part = text.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    found = re.findall(r"^docker compose run .*\bdatabase sh -c '(.*)'$", part, re.M)
    if not found:
        raise DrillError(f"docs/backup.md has nothing for Docker under {heading!r}")
    return found


def _megabytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000
