"""Who reads from several fresh machines and writes to them all the while, and what became of it."""

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from drills.fresh_checks import ARTICLE
from drills.fresh_machine import Machine
from drills.fresh_network import Network
from drills.processes import Process, until
from drills.rehearsal import SITE, Rehearsal

CERTIFICATE = "/etc/hefei/secrets/certificate/fullchain.pem"
READ = """
while :; do
  curl --silent --max-time 20 --cacert "$1" --resolve "$2:443:$3" --output /dev/null --write-out '%{http_code} %{time_total}\\n' "https://$2$4"
  sleep 0.1
done
"""
# Saves one after the other, as the site itself does; each number is tried once.
WRITE = """
import sys, time
from django.db import connection
from firm.models import Lawyer
number = 0
while True:
    number += 1
    try:
        Lawyer.objects.create(name=f"写{number}", licence_number=f"9{number:016d}")
        print("saved", number, time.time(), flush=True)
    except Exception as error:
        print("failed", type(error).__name__, time.time(), flush=True)
        connection.close()
    time.sleep(0.1)
"""


@dataclass(slots=True)
class Reader:
    """Asks one machine's nginx for one article, ten times a second."""

    process: Process

    @classmethod
    def within(cls, machine: Machine) -> "Reader":
        """Begin to read on the machine itself."""
        return cls._start(machine, machine.enter(), CERTIFICATE, "127.0.0.1")

    @classmethod
    def outside(cls, network: Network, machine: Machine, address: str) -> "Reader":
        """Begin to read as a visitor does, through the network."""
        return cls._start(machine, network.inside(), str(machine.path(CERTIFICATE)), address)

    @classmethod
    def _start(cls, machine: Machine, where: list[str], certificate: str, address: str) -> "Reader":
        said = ["reader", certificate, SITE, address, f"/hf/{ARTICLE}.html"]
        return cls(machine.here.start("reader", [*where, "bash", "-c", READ, *said]))

    def stop(self) -> tuple[bool, str]:
        """Whether each answer was the page, and in words."""
        self.process.kill()
        answers = [line.split() for line in self.process.log.read_text().splitlines() if " " in line]
        self.process.log.unlink()
        bad = [code for code, _ in answers if code != "200"]
        slowest = max((float(seconds) for _, seconds in answers), default=0)
        said = f"{len(answers)} asked, {len(bad)} not answered with the page, the slowest {slowest:.1f} s"
        return not bad and len(answers) > 20, said


@dataclass(slots=True)
class Writer:
    """Saves ten times a second through the site's own settings on one machine."""

    process: Process
    saved: dict[int, float] = field(default_factory=dict)

    @classmethod
    def start(cls, run: Rehearsal) -> "Writer":
        """Begin to write; returns once something was saved."""
        run.machine.path("/run/drill/write.py").write_text(WRITE)
        what = "cd /srv/hefei/current && exec deploy/manage shell -c \"exec(open('/run/drill/write.py').read())\""
        begun = cls(run.machine.here.start("writer", [*run.machine.enter(), "bash", "-c", what]))
        until("the writer", begun.look, 60)
        return begun

    def look(self) -> dict[int, float]:
        """What has been acknowledged so far: by number when."""
        for line in Path(self.process.log).read_text("utf-8", "replace").splitlines():
            words = line.split()
            if len(words) == 3 and words[0] == "saved":
                self.saved[int(words[1])] = float(words[2])
        return self.saved

    def goes_on(self, since: float) -> None:
        """Wait until something was saved after a moment. Raises DrillError."""
        until("writes", lambda: max(self.look().values()) > since, 120)

    def stop(self) -> float:
        """End it; the longest time between two saves, in seconds."""
        self.process.kill()
        times = sorted(self.look().values())
        self.process.log.unlink()
        return max((later - earlier for earlier, later in pairwise(times)), default=0)

    def lost(self, run: Rehearsal, before: float = float("inf")) -> list[int]:
        """What was acknowledged before a moment and is not in a machine's database."""
        query = "SELECT licence_number FROM firm_lawyer WHERE name LIKE '写%'"
        done = run.machine.shell(f'runuser -u postgres -- psql -d hefei -XAtc "{query}"')
        there = {int(word[1:]) for word in done.output.split() if word.isdigit()}
        return [number for number, at in self.saved.items() if at < before and number not in there]
