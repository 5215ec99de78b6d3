"""Several fresh Debians in a network of their own, and who types on them what the document says for each."""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drills import document, fresh_source, table, units
from drills.fresh_machine import Machine
from drills.fresh_network import Network
from drills.processes import DrillError, Place
from drills.rehearsal import Rehearsal
from drills.site import ROOT

ADDRESSES = ("10.0.0.11", "10.0.0.12", "10.0.0.13")  # those of the document
NAMES = ("first", "second", "third")
SHARED = ("/srv/media", "/srv/backup")  # a folder that all see, in the place of a network file system
DOCUMENT = ROOT / "docs/production.md"
BACKUP = ROOT / "docs/backup.md"


@dataclass(slots=True)
class Fleet:
    """The machines, and who types on them."""

    here: Place
    network: Network
    runs: list[Rehearsal] = field(default_factory=list)
    source: str = ""
    of_all: Rehearsal = field(
        default_factory=lambda: Rehearsal(None, None)
    )  # rows that are of no one machine

    @property
    def failed(self) -> int:
        """How many rows did not hold."""
        return sum(run.failed for run in [self.of_all, *self.runs])

    def row(self, what: str, happened: str, seconds: float, *, good: bool) -> None:
        """Print a row that is of no one machine."""
        self.of_all.row(what, happened, seconds, good=good)

    def check(self, what: str, ask: Callable[[], tuple[bool, str]]) -> None:
        """A row for something that must be so of all together."""
        self.of_all.check(what, ask)

    def type(
        self, heading: str, path: Path = DOCUMENT, *, only: Sequence[int] = (), moment: str = ""
    ) -> None:
        """Type what stands under a heading, each block on its machine; all of them, or those of some machines."""
        for step in document.steps(path, heading, len(self.runs)):
            run = self.runs[step.machine]
            commands = [fresh_source.chosen(command, self.source, moment) for command in step.commands]
            if only and step.machine not in only:
                continue
            if step.heading:
                run.section(step.heading, commands)
            else:
                for command in commands:
                    run.type(command)

    def type_on(self, number: int, heading: str, path: Path) -> None:
        """Type on one machine what stands under a heading that is of one machine."""
        for command in document.read(path, heading):
            self.runs[number].type(fresh_source.chosen(command, self.source))

    def new_shells(self) -> None:
        """Somebody comes another day."""
        for run in self.runs:
            run.new_shell()

    def address(self, number: int) -> str:
        """Where a machine is."""
        return ADDRESSES[number]

    def switch_on(self, number: int) -> dict[str, str]:
        """Start a machine that is new or was gone: its network, sshd, what is enabled; by name why a unit does not start."""
        run = self.runs[number]
        run.machine.start()
        self.network.join(run.machine, ADDRESSES[number])
        done = run.machine.shell("mkdir -p /run/sshd && /usr/sbin/sshd -o UsePAM=no")
        if done.code:
            raise DrillError(f"sshd: {done.output}")
        return run.manager.boot()

    def die(self, number: int) -> None:
        """All that runs on a machine ends at once, and its cable is gone."""
        self.runs[number].machine.first.kill()


def make(here: Place, options: argparse.Namespace) -> Fleet:
    """The machines: debootstrap makes one, the others are copies of it; each may enter the others by ssh, as whoever sets them up may."""
    table.head()
    began = time.monotonic()
    fleet = Fleet(here, Network(here))
    base = fresh_source.debian(here, here.folder / NAMES[0], options)
    _let_in(base)
    for folder in SHARED:
        (here.folder / "shared" / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for name in NAMES[1 : options.machines]:
        fresh_source.copied(here, base.root, here.folder / name)
    for number, name in enumerate(NAMES[: options.machines]):
        place = Place(here.folder / f"of-{name}", here.processes)
        place.folder.mkdir()
        machine = Machine(place, here.folder / name, lent=list(base.lent))
        for folder in SHARED:
            machine.lend(here.folder / "shared" / folder.lstrip("/"), folder, writable=True)
        run = Rehearsal(machine, units.Manager(machine), name=name)
        fleet.runs.append(run)
        fleet.switch_on(number)
        run.manager.install()
        fleet.source = fresh_source.lend(machine)
    what, happened = fresh_source.row(base, options)
    happened = f"{happened}; {options.machines - 1} copies of it"
    fleet.row(what, happened, time.monotonic() - began, good=True)
    return fleet


def _let_in(machine: Machine) -> None:
    """A key of root's that every machine has and lets in; they have been seen before."""
    folder = machine.path("/root/.ssh")
    folder.mkdir(mode=0o700, exist_ok=True)
    machine.here.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "id_ed25519"])
    (folder / "authorized_keys").write_text((folder / "id_ed25519.pub").read_text())
    own = machine.path("/etc/ssh/ssh_host_ed25519_key.pub").read_text()
    (folder / "known_hosts").write_text("".join(f"{address} {own}" for address in ADDRESSES))
