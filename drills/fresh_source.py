"""What fresh machines come from: one Debian by debootstrap, and this code as a repository with the tags that the document names."""

import argparse
import shutil
from pathlib import Path

from drills import fresh_machine
from drills.fresh_machine import Machine
from drills.processes import Place
from drills.site import ROOT

INSIDE = "/root/hefei.git"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said of where it comes from."""
    parser.add_argument(
        "--base", type=Path, help="a folder for debootstrap's Debian, made if it is not there, copied, kept"
    )
    parser.add_argument("--mirror", default="http://deb.debian.org/debian")
    parser.add_argument("--security", default="http://deb.debian.org/debian-security")
    parser.add_argument("--keyring", type=Path)
    parser.add_argument("--take", type=Path, nargs="*", default=[], metavar="PATH")
    parser.set_defaults(include=["systemd", "adduser"])


def debian(here: Place, root: Path, options: argparse.Namespace) -> Machine:
    """A new Debian in a folder, not started; copied from the one in options.base where that is said."""
    if not options.base:
        machine = fresh_machine.make(here, root, options)
    else:
        if not options.base.exists():
            fresh_machine.make(here, options.base, options)
        machine = copied(here, options.base, root)
    fresh_machine.furnish(machine, options.take)
    return machine


def copied(here: Place, base: Path, root: Path) -> Machine:
    """A machine that is not started, from the folder of another that never was."""
    here.run(["cp", "-a", "--reflink=auto", base, root])
    return Machine(here, root)


def row(machine: Machine, options: argparse.Namespace) -> tuple[str, str]:
    """What the table says of it."""
    version = machine.path("/etc/debian_version").read_text().strip()
    return "a new Debian by debootstrap", f"Debian {version}{', made before, copied' if options.base else ''}"


def lend(machine: Machine) -> str:
    """What is committed here as a repository there, with the two tags that the document names; its address."""
    target = machine.path(INSIDE)
    shutil.rmtree(target, ignore_errors=True)
    machine.here.run(["git", "clone", "--quiet", "--bare", "--no-hardlinks", ROOT, target])
    for tag in ("1.0", "1.1"):
        machine.here.run(["git", "-C", target, "tag", "--force", tag, "HEAD"])
    return f"file://{INSIDE}"  # a path alone would not be cloned to a depth


def chosen(command: str, source: str = "", moment: str = "") -> str:
    """A command with what each reader must say: where the code is, to which moment is restored."""
    if command.startswith("SOURCE=https:"):
        return f"SOURCE={source}"
    return f"MOMENT='{moment}'" if command.startswith("MOMENT=") else command
