"""What must be so on several fresh machines, whichever keeps their databases: each answers, and goes on when another does not."""

import json
import time
from collections.abc import Callable

from drills import fresh_checks
from drills.fresh_fleet import Fleet
from drills.fresh_network import OUTSIDE
from drills.fresh_traffic import Reader
from drills.processes import until
from drills.rehearsal import SITE, Rehearsal

PAGE = f"/hf/{fresh_checks.ARTICLE}.html"
SHARED = "2026/11/shared.txt"


def look_around(fleet: Fleet) -> None:
    """What visitors find on each, and nobody else."""
    fleet.runs[0].check(
        "a small archive, as docs/archive.md says", lambda: fresh_checks.archive(fleet.runs[0])
    )
    for number in range(len(fleet.runs)):
        _ask_one(fleet, number)
    fleet.check("a picture saved on the first is handed out by each", lambda: _shared(fleet))
    for number in range(len(fleet.runs)):
        fleet.runs[number].check(
            "its site stopped: nginx asks another", lambda number=number: _other_site(fleet, number)
        )


def _ask_one(fleet: Fleet, number: int) -> None:
    run = fleet.runs[number]
    run.check("home through nginx, with its headers", lambda: fresh_checks.home(run))
    run.check(PAGE, lambda: fresh_checks.article(run))
    run.check("/readyz: nothing but that there is no backup", lambda: ready(run, fleet.address(number)))
    run.check("pages are read from a standby too", lambda: _reads_standby(run))
    run.check("PostgreSQL and the site let nobody else in", lambda: _closed(fleet, number))


def ready(run: Rehearsal, address: str, but: tuple[str, ...] = ("restorable",)) -> tuple[bool, str]:
    """Whether the site finds all well but for some checks. The clock, which would call run_due, is not here."""
    run.machine.shell("systemctl start hefei-run-due")
    names: list[str] = []

    def is_well() -> bool:
        done = run.machine.shell(f"curl --silent -H 'Host: localhost' http://{address}:8000/readyz")
        try:
            checks = json.loads(done.output)["checks"]
        except ValueError:
            names[:] = [done.output[:60] or "no answer"]
            return False
        names[:] = [f"{name}: {check['status']}" for name, check in checks.items() if check["status"] != "ok"]
        return all(name.partition(":")[0] in but for name in names)

    good = within(is_well, 90)
    return good, ", ".join(names) or "all ok"


def all_ready(fleet: Fleet) -> None:
    """Whether each site finds all well."""
    for number, run in enumerate(fleet.runs):
        run.check("/readyz", lambda run=run, number=number: ready(run, fleet.address(number), ()))


def answers_again(run: Rehearsal) -> tuple[bool, str]:
    """A kept page and what must be asked of a database, of a machine that was away."""
    until("the site", lambda: run.ask(f"https://{SITE}{PAGE}")[0] == 200, 60)
    status = run.ask(f"https://{SITE}/search/?q=%E5%90%88%E5%90%8C")[0]
    return status == 200, f"{PAGE} 200, a search {status}"


def released(fleet: Fleet) -> None:
    """A new release, machine by machine, while somebody reads from each."""
    fleet.new_shells()
    readers = [
        Reader.outside(fleet.network, run.machine, fleet.address(number))
        for number, run in enumerate(fleet.runs)
    ]
    try:
        fleet.type("### A new release on several machines")
    finally:
        found = [reader.stop() for reader in readers]
    for run, (good, said) in zip(fleet.runs, found, strict=True):
        run.row("a reader of one article all the while", said, 0, good=good)


def sql(run: Rehearsal, query: str) -> str:
    """What a machine's PostgreSQL answers its superuser."""
    return run.machine.shell(f'runuser -u postgres -- psql -d hefei -XAtc "{query}" 2>&1').output.strip()


def _reads_standby(run: Rehearsal) -> tuple[bool, str]:
    for number in range(20):
        run.ask(f"https://{SITE}/?page={number}")
    log = (run.machine.here.folder / "unit-hefei.service.log").read_text("utf-8", "replace")
    read = [json.loads(line).get("database") for line in log.splitlines() if line.startswith('{"at"')]
    counted = {name: read.count(name) for name in sorted({name for name in read if name})}
    others = [
        name for name in counted if name.startswith("standby") and name != "standby-1"
    ]  # the first takes writes
    return bool(others), ", ".join(f"{n} {c}" for n, c in counted.items())


def _closed(fleet: Fleet, number: int) -> tuple[bool, str]:
    """From an address of the network that is no machine's."""
    found = {}
    for port in (443, 5432, 8000):
        probe = f"timeout 2 bash -c '</dev/tcp/{fleet.address(number)}/{port}'"
        done = fleet.here.run([*fleet.network.inside(), "bash", "-c", f"{probe} 2>/dev/null; echo $?"])
        found[port] = done.strip() == "0"
    said = ", ".join(f"{port} {'open' if is_open else 'closed'}" for port, is_open in found.items())
    return found == {443: True, 5432: False, 8000: False}, f"for {OUTSIDE}: {said}"


def _shared(fleet: Fleet) -> tuple[bool, str]:
    kept = fleet.runs[0].machine.shell(
        f'umask 027; cd /srv/hefei/current && deploy/manage shell -c "{fresh_checks.keep(SHARED)}"'
    )
    answers = [run.ask(f"https://{SITE}/media/{SHARED}") for run in fleet.runs]
    good = not kept.code and all((status, body.strip()) == (200, "kept") for status, _, body in answers)
    return good, ", ".join(str(status) for status, _, _ in answers) if not kept.code else kept.output[-90:]


def _other_site(fleet: Fleet, number: int) -> tuple[bool, str]:
    run = fleet.runs[number]
    run.machine.shell("systemctl stop hefei")
    found = [run.ask(f"https://{SITE}/search/?q=%E5%90%88%E5%90%8C{index}")[0] for index in range(5)]
    run.machine.shell("systemctl start hefei")
    address = f"http://{fleet.address(number)}:8000/healthz"
    until("the site", lambda: not run.machine.shell(f"curl -sfH 'Host: localhost' {address}").code, 60)
    time.sleep(6)  # until each nginx asks it again
    return found == [200] * 5, f"five searches: {', '.join(map(str, found))}"


def within(is_so: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes to be so within some seconds."""
    end = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < end:
        time.sleep(1)
    return found
