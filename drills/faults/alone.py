"""The site with nobody else to reach: run inside of a network namespace that has a loopback alone, prints a line for each try."""

import json
import subprocess
import sys
from pathlib import Path

from drills.browser import Browser
from drills.faults.ground import Ground
from drills.postgres import Server
from drills.processes import Place, free_port
from drills.site import environment


def main(folder: Path, data: Path) -> None:
    """Start everything, use it as visitors and staff do, and say how that went."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    here = Place(folder)
    try:
        server = Server(here, data, free_port())
        server.start()
        accounts = json.loads((folder / "accounts.json").read_text("utf-8"))
        ground = Ground(here, server, accounts, environment(here, server.url()))
        ground.start()
        visit(ground)
    finally:
        for process in reversed(here.processes):
            process.stop()


def visit(ground: Ground) -> None:
    """All public pages, a login with both factors, a save, the minute's command."""
    browser = Browser(ground.address)
    answers = {path: browser.get(path).status for path in ground.paths}
    say(set(answers.values()) == {200}, f"{len(answers)} public pages answer")
    say(ground.lawyer().get("/admin/").status == 200, "a lawyer logs in")
    staff = ground.staff()
    say(staff.get("/admin/articles/article/").status == 200, "a reviewer logs in with a recovery code")
    ground.manage("run_due")
    say(True, "run_due does its work")
    routes = subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout
    say(routes == "", "and there was no route to anybody")


def say(is_so: bool, words: str) -> None:
    """A line for who reads it."""
    print("ok:" if is_so else "not so:", words, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
