"""Two fresh machines, set up from the document; the one that takes writes is lost, and comes back: `make fresh-debian MACHINES=2`."""

import argparse
import sys
import time

from drills import fresh_fleet, fresh_several
from drills.fresh_fleet import BACKUP, Fleet
from drills.fresh_several import sql
from drills.fresh_traffic import Reader, Writer
from drills.processes import DrillError, Place, until

NOTHING_AFTER = 1.0  # seconds before the end in which a write may be lost where nobody waits for the standby
FOLLOWERS = "SELECT client_addr || ' ' || state || ' ' || sync_state FROM pg_stat_replication"


def rehearse(here: Place, options: argparse.Namespace) -> int:
    """How many rows failed."""
    fleet = fresh_fleet.make(here, options)
    try:
        fleet.type("### Setting up two machines")
        fleet.check("the second follows", lambda: _follows(fleet, 0, 1))
        fresh_several.look_around(fleet)
        _back_up(fleet)
        fresh_several.released(fleet)
        _lose_the_first(fleet)
    except DrillError as error:
        print(f"\n{error}", file=sys.stderr)
        return fleet.failed or 1
    return fleet.failed


def _follows(fleet: Fleet, leader: int, other: int) -> tuple[bool, str]:
    said = sql(fleet.runs[leader], FOLLOWERS)
    return said == f"{fleet.address(other)}/32 streaming async", said


def _back_up(fleet: Fleet) -> None:
    """As docs/backup.md says: where the writes are, and then on the other."""
    fleet.new_shells()
    fleet.type_on(0, "### On the machine that takes writes", BACKUP)
    fleet.type_on(0, "### See that it works", BACKUP)
    fleet.type_on(1, "### On another machine", BACKUP)
    fleet.runs[1].check(
        "its backup", lambda: _says(fleet, 1, "systemctl start hefei-backup", "hefei-backup.service")
    )
    fresh_several.all_ready(fleet)


def _says(fleet: Fleet, number: int, command: str, unit: str) -> tuple[bool, str]:
    done = fleet.runs[number].machine.shell(command)
    log = fleet.runs[number].machine.here.folder / f"unit-{unit}.log"
    return done.code == 0, (log.read_text("utf-8").strip().splitlines() or [done.output])[-1]


def _lose_the_first(fleet: Fleet) -> None:
    """The machine that takes writes is gone, the other one is promoted by hand, the first comes back as the one that follows."""
    fleet.new_shells()
    first, second = fleet.runs
    reader = Reader.outside(fleet.network, second.machine, fleet.address(1))
    writer = Writer.start(second)
    time.sleep(10)
    gone = time.time()
    fleet.die(0)
    first.row("all of it is gone at once", "", 0, good=True)
    time.sleep(10)
    fleet.type("### The machine that takes writes is gone", only=[1])
    promoted = time.time()
    writer.goes_on(promoted)
    good, said = reader.stop()
    second.row("a reader of one article all the while", said, 0, good=good)
    _comes_back(fleet)
    writer.goes_on(time.time())
    gap = writer.stop()
    lost = writer.lost(second, gone - NOTHING_AFTER)
    late = writer.lost(second)
    said = f"{len(writer.saved)} acknowledged, {len(late)} lost, {len(lost)} of them more than 1 s old; none saved for {gap:.0f} s"
    second.row("a writer all the while", said, 0, good=not lost)
    until("what was saved to arrive", lambda: len(writer.lost(first)) == len(late), 30)
    first.row("has the same", f"{len(writer.saved) - len(late)} of them", 0, good=True)


def _comes_back(fleet: Fleet) -> None:
    first = fleet.runs[0]
    began = time.monotonic()
    failed = fleet.switch_on(0)
    refused = " ".join(failed.values()).splitlines()[-1] if failed else "everything started"
    good = list(failed) == ["postgresql@15-main.service"] and "已经在接受写入" in refused
    first.row("switched on again: PostgreSQL does not start", refused, time.monotonic() - began, good=good)
    first.check("its site answers all the same", lambda: fresh_several.answers_again(first))
    fleet.type("### The machine that takes writes is gone", only=[0])
    fleet.check("the first follows", lambda: _follows(fleet, 1, 0))
    fresh_several.all_ready(fleet)
