"""The site in containers as its keeper has it: a shell in which the documents are typed, and what is asked of it from outside."""

import shlex
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from drills import document, fresh_source, table
from drills.containers import images
from drills.containers.engine import Engine
from drills.containers.terminal import Terminal
from drills.processes import Place
from drills.rehearsal import SITE
from drills.site import ROOT

DOCS = ROOT / "docs"


class Site:
    """The site as its keeper has it: a shell in which the documents are typed, and what is asked of the site."""

    def __init__(self, here: Place, engine: Engine):
        self.here = here
        self.source = images.lend(here)
        self.terminal = Terminal(here.folder, engine.environment(), here.folder / "typed.log")
        self._moment = ""

    def type_under(self, page: str, heading: str) -> None:
        """Each command that a document has under a heading, as a row."""
        self.type_all(document.read(DOCS / page, heading))

    def type_all(self, commands: Sequence[str]) -> None:
        """Each as a row. Raises DrillError where one fails."""
        for command in commands:
            chosen, label = (
                fresh_source.chosen(command, str(self.source), self._moment),
                command.splitlines()[0].partition("  #")[0].strip(),
            )
            table.row(f"`{label[:90]}`", partial(self._typed, chosen))

    def say(self, command: str) -> str:
        """Type it. Raises DrillError where it fails."""
        return self.terminal.type(command)

    def _typed(self, command: str) -> None:
        self.say(command)

    def compose(self, words: str) -> str:
        return self.say(f"docker compose {words}")

    def sql(self, statement: str) -> str:
        return self.compose(f"exec database psql -XAtqd hefei -c {shlex.quote(statement)} </dev/null")

    def ask(self, path: str, *, scheme: str = "https") -> tuple[int, str, str]:
        """Status, where it leads, and body, by a visitor's way."""
        command = [
            "curl", "--silent", "--max-time", "10", "--cacert", "trusted.pem", "--resolve", f"{SITE}:443:127.0.0.1",
            "--resolve", f"{SITE}:80:127.0.0.1", "--write-out", "\n%{http_code} %{redirect_url}", f"{scheme}://{SITE}{path}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.here.folder, check=False)
        body, _, last = done.stdout.rpartition("\n")
        status, _, to = (last or "0").partition(" ")
        return int(status), to, body

    def moment_is_now(self) -> None:
        """What the document's reader chooses."""
        self._moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f+00}"
