"""Three fresh machines under Patroni, set up from the document; the leader's is lost, and comes back: `make fresh-debian MACHINES=3`."""

import argparse
import json
import sys
import time

from drills import fresh_backup, fresh_checks, fresh_fleet, fresh_several
from drills.fresh_fleet import BACKUP, NAMES, Fleet
from drills.fresh_several import PAGE
from drills.fresh_traffic import Reader, Writer
from drills.processes import DrillError, Place, until
from drills.rehearsal import Rehearsal

ROLES = ["Leader", "Replica", "Sync Standby"]


def rehearse(here: Place, options: argparse.Namespace) -> int:
    """How many rows failed."""
    fleet = fresh_fleet.make(here, options)
    try:
        fleet.type("### Setting up three machines")
        fleet.check("one leads, one follows synchronously, one follows", lambda: _is_whole(fleet))
        fresh_several.look_around(fleet)
        _back_up(fleet)
        fresh_several.released(fleet)
        _lose_the_leader(fleet)
        _restore(fleet)
    except DrillError as error:
        print(f"\n{error}", file=sys.stderr)
        return fleet.failed or 1
    return fleet.failed


def _members(fleet: Fleet, asked: int) -> dict[str, tuple[str, str]]:
    """By machine its role and state, as Patroni tells on one of them; empty where it does not."""
    done = fleet.runs[asked].machine.shell(
        "patronictl -c /etc/patroni/config.yml list -f json 2>/dev/null", timeout=60
    )
    try:
        return {row["Member"]: (row["Role"], row["State"]) for row in json.loads(done.output)}
    except ValueError:
        return {}


def _is_whole(fleet: Fleet, asked: int = 0) -> tuple[bool, str]:
    members: dict[str, tuple[str, str]] = {}

    def is_so() -> bool:
        members.clear()
        members.update(_members(fleet, asked))
        standing = all(state in {"running", "streaming"} for _, state in members.values())
        return standing and sorted(role for role, _ in members.values()) == ROLES

    good = fresh_several.within(is_so, 120)
    return good, ", ".join(f"{name} {role}" for name, (role, _) in sorted(members.items()))


def _leader(fleet: Fleet, asked: int) -> int | None:
    """The number of the machine that takes writes."""
    roles = {name: role for name, (role, _) in _members(fleet, asked).items()}
    return next((int(name[-1]) - 1 for name, role in roles.items() if role == "Leader"), None)


def _back_up(fleet: Fleet) -> None:
    """As docs/backup.md says: on the leader, and then on the others."""
    fleet.new_shells()
    fleet.type_on(0, "### On the machine that takes writes", BACKUP)
    fleet.type_on(0, "### See that it works", BACKUP)
    for number in (1, 2):
        fleet.type_on(number, "### On another machine", BACKUP)
    fresh_several.all_ready(fleet)


def _lose_the_leader(fleet: Fleet) -> None:
    """The leader's machine is gone while somebody reads and writes on another; it comes back and follows."""
    lost = _leader(fleet, 0)
    other = (lost + 1) % 3
    run = fleet.runs[other]
    reader = Reader.outside(fleet.network, run.machine, fleet.address(other))
    writer = Writer.start(run)
    time.sleep(10)
    gone = time.time()
    fleet.die(lost)
    fleet.runs[lost].row("all of it is gone at once", "it took the writes", 0, good=True)
    until("another leader", lambda: _leader(fleet, other) not in (None, lost), 120, pause=1)
    leader = _leader(fleet, other)
    writer.goes_on(gone + 1)
    fleet.row("another leads", f"the {NAMES[leader]}, after {time.time() - gone:.0f} s", 0, good=True)
    good, said = reader.stop()
    run.row("a reader of one article all the while", said, 0, good=good)
    _comes_back(fleet, lost, other)
    writer.goes_on(time.time())
    gap = writer.stop()
    missing = writer.lost(fleet.runs[leader])
    said = f"{len(writer.saved)} acknowledged, {len(missing)} lost; none saved for {gap:.0f} s"
    run.row("a writer all the while", said, 0, good=not missing and gap < 60)
    until("what was saved to arrive", lambda: not writer.lost(fleet.runs[lost]), 60, pause=1)
    fleet.runs[lost].row("has all of them too", "", 0, good=True)


def _restore(fleet: Fleet) -> None:
    """All of it to a moment before all articles were deleted."""
    leader = fleet.runs[_leader(fleet, 0)]
    leader.check("a backup of the new leader", lambda: _backed_up(leader))
    moment = fresh_backup.now(leader)
    time.sleep(2)
    query = "SET session_replication_role = replica; DELETE FROM articles_article; SELECT count(*) FROM articles_article"
    leader.row("after the moment: all articles deleted", fresh_several.sql(leader, query), 0, good=True)
    leader.check("what was written is in the archive", lambda: _archived(leader))
    fleet.new_shells()
    fleet.type("## Under Patroni", BACKUP, moment=moment)
    fleet.check("one leads, one follows synchronously, one follows", lambda: _is_whole(fleet))
    for run in fleet.runs:
        run.check(f"{PAGE} is there again", lambda run=run: fresh_checks.article(run))
    fresh_several.all_ready(fleet)


def _backed_up(run: Rehearsal) -> tuple[bool, str]:
    done = run.machine.shell("systemctl start hefei-backup")
    return not done.code, done.output


def _archived(run: Rehearsal) -> tuple[bool, str]:
    done = run.machine.shell("cd / && runuser -u postgres -- pgbackrest --stanza=hefei check")
    return not done.code, done.output


def _comes_back(fleet: Fleet, lost: int, other: int) -> None:
    run = fleet.runs[lost]
    began = time.monotonic()
    failed = fleet.switch_on(lost)
    run.row(
        "switched on again",
        " ".join(failed.values()) or "everything starts",
        time.monotonic() - began,
        good=not failed,
    )
    fleet.check("one leads, one follows synchronously, one follows", lambda: _is_whole(fleet, other))
    run.check("its site answers", lambda: fresh_several.answers_again(run))
