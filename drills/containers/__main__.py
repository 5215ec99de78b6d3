"""`make compose-drill`: build, start, back up and restore compose.yaml with a Docker engine of its own.

    python -m drills.containers [--base FOLDER] [--mirror URL] [--security URL] [--keyring FILE] [--take PATH ...]

The images are built with this machine's network; everything after runs in a network of its own. --take lends the builds files
of this machine: pip's settings, the certificates of a company's proxy. Needs root and Debian's docker.io, docker-compose,
debootstrap.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from drills import fresh_source, table
from drills.containers import images, rehearse
from drills.containers.engine import Engine
from drills.fresh_machine import APART, claim, forget_the_killed
from drills.processes import DrillError, Place, place, program

INSIDE = "--inside"


def main(arguments: list[str]) -> int:
    """The exit code."""
    if arguments[:1] == [INSIDE]:
        return _inside(Path(arguments[1]))
    parser = argparse.ArgumentParser(prog="make compose-drill", description=__doc__)
    fresh_source.arguments(parser)
    parser.set_defaults(include=[])  # systemd would take the number of PostgreSQL's user
    asked = parser.parse_args(arguments)
    if os.geteuid() != 0:
        sys.exit("make compose-drill: only root can start an engine")
    forget_the_killed("compose")
    with place("compose") as here:
        claim(here)
        _build(here, asked)
        # Whatever ends this ends all that runs in there, too.
        command = [
            *APART,
            "--mount-proc",
            "--net",
            sys.executable,
            "-m",
            "drills.containers",
            INSIDE,
            here.folder,
        ]
        return subprocess.run(command, check=False).returncode


def _build(here: Place, asked: argparse.Namespace) -> None:
    engine = Engine(here)
    table.head()
    engine.start(alone=True)
    table.row(
        "a small Debian as an image",
        lambda: images.debian(here, engine, asked),
    )
    table.row("stand-ins for Python's, PostgreSQL's and nginx's", lambda: images.stand_ins(engine))
    table.row("the Dockerfile's three targets", lambda: images.ours(engine, images.lend(here)))
    engine.stop()


def _inside(folder: Path) -> int:
    subprocess.run([program("ip", package="iproute2"), "link", "set", "lo", "up"], check=True)
    (folder / "mnt").mkdir(exist_ok=True)
    subprocess.run(
        ["mount", "--bind", folder / "mnt", "/mnt"], check=True
    )  # in a table of mounts of our own, as the engine's
    here = Place(folder)
    engine = Engine(here)
    try:
        engine.start(alone=False)
        rehearse.all_of_it(here, engine)
    except DrillError as error:
        print(f"\n{error}\n{rehearse.last_words(here, engine)}", file=sys.stderr)
        return 1
    finally:
        for process in reversed(here.processes):
            process.stop()
    print("\nevery row held")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
