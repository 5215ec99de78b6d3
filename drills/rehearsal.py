"""Typing a document's commands into a fresh machine and asking its site, as rows of a table."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from drills import table, units
from drills.fresh_machine import Done, Machine
from drills.processes import DrillError

SITE = "www.example.com"
FROM_OUTSIDE = re.compile(r"^(apt-get|\S*deploy/build)\b")  # what needs a network
SECRET = re.compile(r"(pass\w*=)\S+")
SET = re.compile(r"^(?:export )?([A-Z][A-Z0-9_]*)=", re.M)
CURL = (
    f"curl --silent --max-time 20 --cacert /etc/hefei/secrets/certificate/fullchain.pem --resolve {SITE}:443:127.0.0.1 "
    f"--resolve {SITE}:80:127.0.0.1"
)


@dataclass(slots=True)
class Rehearsal:
    """The machine, and the rows of the table so far; without one, rows that are of several."""

    machine: Machine | None
    manager: units.Manager | None
    failed: int = 0
    name: str = ""  # which of several machines
    variables: set[str] = field(default_factory=set)  # that were set in the shell

    def row(self, what: str, happened: str, seconds: float, *, good: bool) -> None:
        """Print a row."""
        self.failed += not good
        happened = " ".join(happened.split())[:90] or ("done" if good else "failed")
        what = f"{self.name}: {what}" if self.name else what
        table.line(what, f"{'' if good else '**FAILED** '}{happened}", seconds)

    def type(self, command: str) -> None:
        """Run what the document has its reader type, in the shell that typed what was before. Raises DrillError where it fails."""
        done = self._typed(command)
        lines = done.output.strip().splitlines()
        good = done.code == 0
        said = "" if good and FROM_OUTSIDE.match(command) else (lines or [""])[-1]
        self.row(_label(command), SECRET.sub(r"\1…", said), done.seconds, good=good)
        if not good:
            raise DrillError(done.output[-3000:])

    def section(self, heading: str, commands: Sequence[str]) -> None:
        """Run all that stands under a heading, as one row. Raises DrillError where a command fails."""
        began = time.monotonic()
        for command in commands:
            done = self._typed(command)
            if done.code:
                self.row(_label(command), done.output.strip()[-90:], done.seconds, good=False)
                raise DrillError(done.output[-3000:])
        said = f"done, {len(commands)} commands"
        self.row(f'"{heading}"', said, time.monotonic() - began, good=True)

    def new_shell(self) -> None:
        """Forget the folder and the variables: somebody comes another day."""
        self.variables.clear()
        for name in ("variables", "folder"):
            self.machine.path(f"/run/drill/{name}").unlink(missing_ok=True)

    def _typed(self, command: str) -> Done:
        self.variables |= set(SET.findall(command))
        kept = " ".join(sorted(self.variables))
        typed = TYPED.replace("{kept}", kept).replace("{command}", command)
        return self.machine.shell(typed, networked=bool(FROM_OUTSIDE.match(command)))

    def check(self, what: str, ask: Callable[[], tuple[bool, str]]) -> None:
        """A row for something that must be so."""
        began = time.monotonic()
        try:
            good, happened = ask()
        except DrillError as error:
            good, happened = False, str(error)
        self.row(what, happened, time.monotonic() - began, good=good)

    def ask(self, address: str, *more: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of an address, as a visitor gets them from nginx."""
        options = " ".join(more)
        done = self.machine.shell(f"{CURL} --include {options} '{address}'")
        head, _, body = done.output.replace("\r", "").partition("\n\n")
        status, *lines = head.splitlines() or [""]
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        code = re.match(r"HTTP/\S+ (\d+)", status)
        return int(code[1]) if code else 0, headers, body


def _label(command: str) -> str:
    first = command.splitlines()[0].partition("  #")[0].strip()
    return f"`{(first if first != '(' else ' '.join(command.split()))[:70]}`"


# What was typed before goes on to hold: the folder, and each variable that was set. A pipe fails with any of its parts: a reader sees it.
TYPED = """cd /root
[ ! -f /run/drill/variables ] || . /run/drill/variables
[ ! -f /run/drill/folder ] || cd "$(cat /run/drill/folder)"
set -e -o pipefail
{command}
pwd > /run/drill/folder
for name in {kept}; do [ -z "${!name-}" ] || declare -p "$name"; done > /run/drill/variables
"""
