"""Typing a document's commands into a fresh machine and asking its site, as rows of a table."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from drills import units
from drills.fresh_machine import Machine
from drills.processes import DrillError

SITE = "www.example.com"
FROM_OUTSIDE = re.compile(r"^(apt-get|\S*deploy/build)\b")  # what needs a network
CURL = (
    f"curl --silent --max-time 20 --cacert /etc/hefei/secrets/certificate/fullchain.pem --resolve {SITE}:443:127.0.0.1 "
    f"--resolve {SITE}:80:127.0.0.1"
)


@dataclass(slots=True)
class Rehearsal:
    """The machine, and the rows of the table so far."""

    machine: Machine
    manager: units.Manager
    failed: int = 0

    def row(self, what: str, happened: str, seconds: float, *, good: bool) -> None:
        """Print a row."""
        self.failed += not good
        happened = " ".join(happened.split())[:90].replace("|", "\\|") or ("done" if good else "failed")
        what = what.replace("|", "\\|")
        print(f"| {what} | {'' if good else '**FAILED** '}{happened} | {seconds:.1f} |", flush=True)

    def type(self, command: str) -> None:
        """Run what the document has its reader type, in the shell that typed what was before. Raises DrillError where it fails."""
        networked = bool(FROM_OUTSIDE.match(command))
        done = self.machine.shell(TYPED.format(command=command), networked=networked)
        label = f"`{command.splitlines()[0].partition('  #')[0].strip()[:70]}`"
        lines = done.output.strip().splitlines()
        good = done.code == 0
        self.row(label, (lines or [""])[-1] if not good or not networked else "", done.seconds, good=good)
        if not good:
            raise DrillError(done.output[-3000:])

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


# What was typed before goes on to hold: the folder, and each variable that was set.
TYPED = """set -a; cd /root
[ ! -f /run/drill/variables ] || . /run/drill/variables
[ ! -f /run/drill/folder ] || cd "$(cat /run/drill/folder)"
set +a -e
{command}
pwd > /run/drill/folder
for name in SITE SOURCE VERSION DEBIAN_FRONTEND; do [ -z "${{!name-}}" ] || declare -p "$name"; done > /run/drill/variables
"""
