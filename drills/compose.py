"""compose.yaml by hand, where no container engine is: `make compose-by-hand` starts its services in their order and asks the site.

PostgreSQL and nginx are Debian's, not the images': the lines of the configuration that Debian's nginx 1.22 does not know are
written as it knows them.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from drills.compose_backup import Backups
from drills.compose_stack import ROOT, Stack, machine, main_of
from drills.fresh_machine import ENVIRONMENT, claim, forget_the_killed
from drills.postgres import binaries
from drills.processes import DrillError, Process, place, program, until

# An engine gives a service pipes of its own user's, which may be opened once more as /dev/stderr.
THROUGH_A_PIPE = ["bash", "-c", 'set -o pipefail; "$@" 2>&1 | cat', "bash"]


@dataclass(slots=True)
class Table:
    """The rows so far."""

    failed: int = 0

    def row(self, what: str, ask: Callable[[], object]) -> None:
        """Print what came of something. Raises DrillError after a row that failed: what comes after it needs it."""
        began = time.monotonic()
        try:
            said = " ".join(str(ask()).split())[:100]
        except DrillError as error:
            self.failed += 1
            print(f"| {what} | **FAILED** | {time.monotonic() - began:.1f} |", flush=True)
            raise DrillError(f"{what}: {error}") from None
        print(f"| {what} | {said or 'done'} | {time.monotonic() - began:.1f} |", flush=True)


def rehearse(stack: Stack) -> None:
    """Start everything in the order in which compose would. Raises DrillError at the first row that does not hold."""
    table = Table()
    print("| service | what happened | seconds |\n|---|---|---|")
    table.row("secrets", lambda: f"{len(stack.once('secrets').splitlines())} made")
    table.row("secrets once more", lambda: stack.once("secrets") or "nothing made anew")
    table.row("database: initdb, roles.sh", lambda: _first_start(stack))
    database = stack.start("database", _postgres(stack))
    table.row("database", lambda: stack.healthy(database, _pg_isready(stack)))
    table.row("migrate", lambda: stack.once("migrate").splitlines()[-1])
    application = stack.start("application", ["deploy/serve"])
    table.row("application: deploy/serve", lambda: stack.healthy(application, _health_check()))
    table.row("application is read-only", lambda: _writes_nowhere(stack))
    table.row("each sees its own secrets alone", lambda: _own_secrets(stack))
    due = stack.start("run_due", SUCCEEDED="/srv/media/run_due")
    table.row(
        "run_due: deploy/each_minute",
        lambda: until("run_due", lambda: _succeeded(stack, due), 60) and "succeeded",
    )
    table.row("run_due stops at once", lambda: _stops(due))
    table.row("nginx -t", lambda: stack.once("nginx", [*THROUGH_A_PIPE, *_nginx(stack), "-t"]))
    stack.start("nginx", [*THROUGH_A_PIPE, *_nginx(stack), "-g", "daemon off;"])
    table.row("https://localhost", lambda: until("nginx", lambda: _home(stack), 30))
    backups = Backups(stack, database, lambda: stack.start("database", _postgres(stack)))
    for what, ask in backups.rows():
        table.row(what, ask)
    table.row("application stops", lambda: _stops(application))


# What the image's entry does before the first start: a cluster, then the scripts of its folder, by socket alone.
FIRST_START = """set -e
initdb --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS >/dev/null
"$@" -c listen_addresses= >/tmp/log 2>&1 & server=$!
until pg_isready --quiet; do sleep 0.2; kill -0 $server; done
/srv/hefei/deploy/postgresql/roles.sh
/srv/hefei/deploy/postgresql/roles.sh
kill -INT $server; wait $server
"""


def _first_start(stack: Stack) -> str:
    stack.once("database", ["bash", "-c", FIRST_START, "bash", *_postgres(stack)], **_where_postgres_is())
    return "two roles, one database; roles.sh twice"


def _postgres(stack: Stack) -> list[str]:
    """The service's command."""
    _, *words = stack.services["database"]["command"]
    return [str(binaries() / "postgres"), "-D", "/var/lib/postgresql/data", *words]


def _where_postgres_is() -> dict[str, str]:
    return {"PATH": f"{binaries()}:{ENVIRONMENT['PATH']}", "PGDATA": "/var/lib/postgresql/data"}


def _pg_isready(stack: Stack) -> list[str]:
    _, program_name, *words = stack.services["database"]["healthcheck"]["test"]
    return [str(binaries() / program_name), *words]


def _health_check() -> list[str]:
    """The last HEALTHCHECK of the Dockerfile: the site's."""
    return json.loads(
        re.findall(r"^HEALTHCHECK .*\\\n +CMD (\[.*\])$", (ROOT / "Dockerfile").read_text("utf-8"), re.M)[-1]
    )


def _writes_nowhere(stack: Stack) -> str:
    refused = "for path in / /srv/hefei /srv/static /etc /usr /var /secrets/site; do ! touch $path/x 2>/dev/null || echo $path; done"
    said = stack.once("application", ["sh", "-c", f"{refused}; touch /tmp/x /srv/media/x; rm /srv/media/x"])
    if said:
        raise DrillError(f"written to: {said}")
    return "but for /tmp and /srv/media"


SECRETS = {
    "database": {"database": 3, "backup": 1},
    "backup": {"backup": 1},
    "migrate": {"site": 2, "owner": 1},
    "application": {"site": 2},
    "run_due": {"site": 2},
    "nginx": {"certificate": 2},
}


def _own_secrets(stack: Stack) -> str:
    for name, wanted in SECRETS.items():
        said = stack.once(
            name,
            ["sh", "-c", 'find /secrets -type f -exec sh -c \'cat "$1" >/dev/null && echo "$1"\' sh {} \\;'],
        )
        folders = [line.split("/")[2] for line in said.splitlines()]
        if Counter(folders) != wanted:
            raise DrillError(f"{name} reads {said}")
    return ", ".join(f"{name}: {' and '.join(wanted)}" for name, wanted in SECRETS.items())


def _succeeded(stack: Stack, due: Process) -> bool:
    if due.running.poll() is not None:
        raise DrillError(due.tail())
    return (stack.machine.root / "volumes/media/run_due").exists()


def _stops(process: Process) -> str:
    began = time.monotonic()
    os.kill(main_of(process), 15)
    until(f"{process.name} to end", lambda: process.running.poll() is not None, 20)
    return f"{time.monotonic() - began:.1f} s"


def _nginx(stack: Stack) -> list[str]:
    """Debian's nginx with the image's configuration, as that older version can read it."""
    text = (ROOT / "deploy/compose/nginx.conf").read_text("utf-8")
    for new, old in (
        ("server application:8000 resolve;", "server application:8000;"),
        ("listen 8443 ssl;\n        http2 on;", "listen 8443 ssl http2;"),
        ("/etc/nginx/hefei", "/srv/hefei/deploy"),
    ):
        if new not in text:
            raise DrillError(f"deploy/compose/nginx.conf no longer says {new!r}")
        text = text.replace(new, old)
    pages = (ROOT / "deploy/pages.conf").read_text("utf-8").replace("/etc/nginx/hefei", "/srv/hefei/deploy")
    stack.machine.path("/nginx.conf").write_text(
        text.replace("/srv/hefei/deploy/pages.conf", "/pages.conf"), "utf-8"
    )
    stack.machine.path("/pages.conf").write_text(pages, "utf-8")
    return [program("nginx", package="nginx-light"), "-e", "/dev/stderr", "-c", "/nginx.conf"]


def _home(stack: Stack) -> str:
    ask = "curl --silent --cacert /volumes/certificate/fullchain.pem --output /dev/null --write-out"
    said = stack.machine.shell(
        f"{ask} '%{{http_code}} ' https://localhost:8443/ && {ask} '%{{http_code}} %{{redirect_url}}' http://localhost:8080/about/"
    )
    return said.output if said.output == "200 301 https://localhost/about/" else ""


def main() -> int:
    """What `make compose-by-hand` runs; the exit code."""
    if os.geteuid() != 0:
        sys.exit("make compose-by-hand: only root can make a root file system")
    forget_the_killed("compose")
    with place("compose") as here:
        claim(here)
        try:
            rehearse(Stack(machine(here)))
        except DrillError as error:
            print(f"\n{error}")
            return 1
    print("\nevery row held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
