"""What happens to the site's own processes: killed, restarted, reloaded, cut off from everybody else, started wrongly."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.faults.wrk import Wrk
from drills.processes import until
from drills.site import HOST, ROOT, SECRET_KEY, Node, get

BACK = 5.0  # seconds within which a killed worker must be there again


def killed(stage: Stage, found: Found) -> None:
    """Workers, then whole application servers are killed with -9 while people read and write; the drill starts them again as systemd would."""
    with stage.ground("killed", nodes=2) as ground:
        with ground.readers(30) as readers, ground.writers(4) as writers:
            time.sleep(2)
            slowest = max(_kill_a_worker(node) for node in ground.nodes for _ in range(2))
            found.must(slowest < BACK, f"a killed worker is there again after {slowest:.1f} s at most, of 4")
            _kill_the_master(ground.nodes[0], found)
            time.sleep(2)
        found.must(not readers.report.failed, f"readers: {readers.report}")
        lost = writers.lost(ground.server.url())
        found.must(
            not lost and writers.report.acknowledged > 5,
            f"writers: {writers.report}, {len(lost)} acknowledged writes lost",
        )
        found.must(set(writers.report.failed) <= {0, 502, 503}, "a write that was cut off was told so")


def _kill_a_worker(node: Node) -> float:
    """Seconds until there are as many as before, and the node answers."""
    before = workers(node)
    os.kill(before[0], signal.SIGKILL)
    began = time.monotonic()
    until(
        "the worker is back",
        lambda: len(set(workers(node)) - {before[0]}) >= len(before) and node.answers(),
        30,
        0.05,
    )
    took = time.monotonic() - began
    time.sleep(6)  # granian takes two deaths within 5.5 s for a crash loop
    return took


def _kill_the_master(node: Node, found: Found) -> None:
    """The workers of a master that is gone must not stay in the way of the next."""
    orphans = workers(node)
    os.kill(node.process.running.pid, signal.SIGKILL)
    node.process.running.wait()
    began = time.monotonic()
    node.process.kill()  # systemd ends all that is left of a service (KillMode=control-group)
    until("the workers are gone", lambda: not any(map(_lives, orphans)), 10)
    node.start()
    found.must(
        time.monotonic() - began < 30,
        f"a killed master, started again, answers after {time.monotonic() - began:.1f} s",
    )


def reloaded(stage: Stage, found: Found) -> None:
    """nginx reloaded, nodes told to begin anew (HUP) and to end (TERM) one after the other, under load; nothing may fail."""
    with stage.ground("reloaded", nodes=2) as ground:
        wrk = Wrk(ground.here, ground.address, ground.paths, 120, connections=8, keeps=False)
        with ground.readers(10) as readers, ground.writers(3) as writers:
            for _ in range(3):
                ground.front.reload()
                time.sleep(1)
            for node in ground.nodes:
                _renew(node)
            for node in ground.nodes:
                node.process.running.terminate()
                node.process.running.wait(40)
                node.start()
                time.sleep(6)  # longer than nginx leaves out a node that did not answer
            until("wrk has ended", lambda: wrk.process.running.poll() is not None, 150)
        counted = wrk.result()
        found.say("3 reloads of nginx, a HUP and a TERM with restart of each node")
        found.must(counted.failed == 0, f"wrk: {counted}")
        found.must(not readers.report.failed, f"readers: {readers.report}")
        lost = writers.lost(ground.server.url())
        found.must(not writers.report.failed and not lost, f"writers: {writers.report}, {len(lost)} lost")
        if not found.is_right:
            print(ground.front.complaints(), file=sys.stderr)


def _renew(node: Node) -> None:
    """Tell a master to put new workers in the place of its own, and wait until it has."""
    before = set(workers(node))
    node.process.running.send_signal(signal.SIGHUP)
    until(
        "all workers are new",
        lambda: len(set(workers(node)) - before) == len(before) == len(workers(node)),
        90,
    )


def cut_off(stage: Stage, found: Found) -> None:
    """The whole site in a network namespace of its own that has a loopback and nothing else."""
    if os.geteuid():
        found.must(False, "only root may make a network namespace")
        return
    with stage.ground("cut-off", nodes=0) as ground:
        _apart(ground, "alone", ["--net"], found, 5)


def engine_away(stage: Stage, found: Found) -> None:
    """A search engine that is told of pages hangs, fails, hangs up, or sends us elsewhere."""
    if os.geteuid():
        found.must(False, "only root may make a network namespace")
        return
    with stage.ground("engine", nodes=0) as ground:
        _apart(ground, "engine", ["--net", "--mount"], found, 7)


def _apart(ground: Ground, module: str, namespaces: list[str], found: Found, tries: int) -> None:
    """Run a program of this package in namespaces of its own, over the data of a ground that stops for it."""
    ground.server.stop()
    command = [
        "unshare",
        *namespaces,
        sys.executable,
        "-m",
        f"drills.faults.{module}",
        ground.here.folder,
        ground.server.data,
    ]
    said = ground.here.run(command, environment=ground.environment).splitlines()
    lines = [line for line in said if line.startswith(("ok: ", "not so: "))]
    for line in lines:
        found.must(line.startswith("ok"), line.removeprefix("ok: "))
    found.must(len(lines) == tries, f"{len(lines)} of {tries} tries made")


WRONG = {
    "no SECRET_KEY": {"SECRET_KEY": ""},
    "the key of an example": {"SECRET_KEY": "changeme"},
    "a short key": {"SECRET_KEY": "x" * 49},
    "DEBUG": {"DEBUG": "on"},
    "no SITE_URL": {"SITE_URL": ""},
    "SITE_URL without TLS": {"SITE_URL": f"http://{HOST}"},
    "no database": {"DATABASE_URL": ""},
    "the embedded database": {"DATABASE_URL": "embedded:"},
    "another database": {"DATABASE_URL": "sqlite:////tmp/x.sqlite3"},
    "proxies not counted": {"PROXIES": ""},
    "a key in a file that is not there": {"SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere/key"},
    "a wrong mail server": {"EMAIL_URL": "smtp//nonsense"},
    "a wrong IndexNow key": {"INDEXNOW_KEY": "a/b"},
}
ALSO_WRONG = {"a key of one letter": "a" * 60, "Django's own placeholder": "django-insecure-" + "x" * 50}


def started_wrongly(stage: Stage, found: Found) -> None:
    """Every secret missing or default in turn, as the server starts: it must refuse with a sentence and print no secret."""
    with stage.ground("started-wrongly", nodes=0) as ground:
        wrong = WRONG | {name: {"SECRET_KEY": key} for name, key in ALSO_WRONG.items()}
        for name, changes in wrong.items():
            status, said = _start(ground.environment | changes)
            last = said.strip().splitlines()[-1] if said.strip() else ""
            has_words = any("\u4e00" <= letter <= "\u9fff" for letter in last)
            if status == 0 or not has_words or SECRET_KEY in said:
                found.must(False, f"{name}: {status}, {last[:120]}")
        status, said = _start(ground.environment)
        found.must(
            status == 0,
            f"{len(wrong)} wrong environments, each refused with a sentence; the right one is taken",
        )
        files = _served(ground)
        found.must(
            not files,
            f"served from outside although they must not be: {files}"
            if files
            else "no .env, .git, settings or backup is served by a node",
        )


def _start(environment: dict[str, str]) -> tuple[int, str]:
    """What `manage.py check --deploy`, which comes before the server in the image, says of an environment."""
    command = [sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "ERROR"]
    done = subprocess.run(
        command, env=os.environ | environment, cwd="/", capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _served(ground: Ground) -> list[str]:
    ground.start()
    paths = ["/.env", "/.git/config", "/hefei_site/settings.py", "/static/../.env", "/static/%2e%2e/.env", "/media/../.env",
             "/media/%2e%2e%2f.env", "/media/..%2f..%2f.env", "/static/..;/.env", "/manage.py", "/.sample-accounts.json"]  # fmt: skip
    asked = [
        (path, get(f"{where}{path}", X_Forwarded_Proto="https"))
        for path in paths
        for where in (ground.address, ground.directly)
    ]
    return [f"{path}: {answer.status}" for path, answer in asked if answer.status == 200]


def workers(node: Node) -> list[int]:
    """The processes that answer: the master's children that are granian's workers."""
    children = Path(f"/proc/{node.process.running.pid}/task/{node.process.running.pid}/children")
    with suppress(FileNotFoundError):
        return [
            pid
            for pid in map(int, children.read_text().split())
            if _lives(pid) and "resource_tracker" not in _command(pid)
        ]
    return []


def _command(pid: int) -> str:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def _lives(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
