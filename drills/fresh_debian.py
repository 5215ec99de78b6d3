"""A fresh Debian, set up from docs/production.md line by line, asked as visitors ask it, and brought to a new release: `make fresh-debian`.

    python -m drills.fresh_debian [--machines 1|2|3] [--backup] [--base FOLDER] [--mirror URL] [--security URL] [--keyring FILE] [--take PATH ...]

--take lends the new machine a file (copied) or a folder (to be read alone) of this one, at the same place: pip's settings, the
certificates of a company's proxy. Packages come from the network; everything else has a loopback of its own and nothing more.
"""

import argparse
import sys
import time

from drills import (
    document,
    fresh_backup,
    fresh_checks,
    fresh_machine,
    fresh_source,
    fresh_three,
    fresh_two,
    table,
    units,
)
from drills.fresh_traffic import Reader
from drills.processes import DrillError, Place, place
from drills.rehearsal import Rehearsal
from drills.site import ROOT

DOCUMENT = ROOT / "docs/production.md"
HEADING = "## One machine"
RELEASE = "VERSION=1.1"  # the command with which the second half of the document begins


def rehearse(here: Place, options: argparse.Namespace) -> int:
    """How many rows failed."""
    table.head()
    began = time.monotonic()
    machine = fresh_source.debian(here, here.folder / "debian", options)
    new = fresh_backup.another(here, machine) if options.backup else None
    machine.start()
    manager = units.Manager(machine)
    manager.install()
    run = Rehearsal(machine, manager)
    run.row(*fresh_source.row(machine, options), time.monotonic() - began, good=True)
    source = fresh_source.lend(machine)
    typed = [fresh_source.chosen(command, source) for command in document.read(DOCUMENT, HEADING)]
    at = typed.index(RELEASE)
    try:
        for command in typed[:at]:
            run.type(command)
        fresh_checks.look_around(run)
        if new:
            fresh_backup.rehearse(run, new)
        run.new_shell()
        with_readers(run, typed[at:])
        fresh_checks.go_on(run)
    except DrillError as error:
        print(f"\n{error}", file=sys.stderr)
        run.failed += 1
    return run.failed


def with_readers(run: Rehearsal, commands: list[str]) -> None:
    """The new release, while somebody reads on."""
    reader = Reader.within(run.machine)
    try:
        for command in commands:
            run.type(command)
    finally:
        good, said = reader.stop()
    run.row("a reader of one article all the while", said, 0, good=good)


REHEARSALS = {1: rehearse, 2: fresh_two.rehearse, 3: fresh_three.rehearse}


def main() -> int:
    """What `make fresh-debian` runs; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--machines", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--backup", action="store_true", help="docs/backup.md too")
    fresh_source.arguments(parser)
    options = parser.parse_args()
    if why := fresh_machine.is_possible():
        sys.exit(f"make fresh-debian: {why}")
    fresh_machine.forget_the_killed("fresh-debian")
    with place("fresh-debian") as here:
        fresh_machine.claim(here)
        if options.machines > 1:
            options.include += ["openssh-server", "iproute2"]
        failed = REHEARSALS[options.machines](here, options)
    print(f"\n{'every row held' if not failed else f'{failed} rows did not hold'}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
