"""How the site is served in production: the arguments that granian gets, from the environment, and whether it knows them."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from granian.cli import cli

DEPLOY = settings.BASE_DIR / "deploy"
STUB = '#!/bin/sh\necho "$@" >> "{log}"\n[ "$1" != manage.py ] || exit {check}\n'


@pytest.fixture
def served(tmp_path):
    """served(check=0, **environment): the exit code and the calls of python that deploy/serve makes."""

    def _served(check: int = 0, **environment: str) -> tuple[int, list[str]]:
        release = tmp_path / "release"
        (release / ".venv/bin").mkdir(parents=True)
        (release / "deploy").mkdir()
        for name in ("serve", "here"):
            (release / "deploy" / name).write_text((DEPLOY / name).read_text("utf-8"), "utf-8")
        log = tmp_path / "log"
        python = release / ".venv/bin/python"
        python.write_text(STUB.format(log=log, check=check))
        python.chmod(0o755)
        given = {"PATH": os.environ["PATH"]} | environment
        done = subprocess.run(["sh", release / "deploy/serve"], env=given, check=False)
        return done.returncode, log.read_text().splitlines()

    return _served


def arguments(calls: list[str]) -> dict:
    """What the granian that is installed makes of the last call. Fails where it does not know an option."""
    words = calls[-1].split()
    assert words[:2] == ["-m", "granian"]
    return cli.make_context("granian", words[2:]).params


def test_without_settings_it_is_for_two_cores_and_this_machine_alone(served):
    code, calls = served()
    asked = arguments(calls)

    assert code == 0
    assert calls[0] == "manage.py check --deploy --fail-level ERROR"
    assert (asked["workers"], asked["blocking_threads"], asked["backpressure"]) == (2, 8, 64)
    assert (asked["host"], asked["port"], asked["app"]) == ("127.0.0.1", 8000, "hefei_site.wsgi:application")
    assert asked["respawn_failed_workers"] is True
    assert asked["workers_max_rss"] == 1024
    assert asked["metrics_enabled"] is False


@pytest.mark.parametrize(
    ("key", "value", "option", "meant"),
    [
        ("WORKERS", "4", "workers", 4),
        ("THREADS", "16", "blocking_threads", 16),
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104 - in a container; nginx alone reaches it
        ("PORT", "8001", "port", 8001),
        ("WORKER_MB", "512", "workers_max_rss", 512),
        ("METRICS_PORT", "9100", "metrics_port", 9100),
        ("METRICS_PORT", "9100", "metrics_address", "127.0.0.1"),  # never to the outside
    ],
)
def test_the_environment_sizes_it(served, key, value, option, meant):
    _, calls = served(**{key: value})

    assert arguments(calls)[option] == meant


def test_settings_that_are_wrong_stop_it_before_a_worker_starts(served):
    code, calls = served(check=3)

    assert (code, calls) == (3, ["manage.py check --deploy --fail-level ERROR"])


def test_who_stops_it_waits_longer_than_it_gives_its_workers(served):
    _, calls = served()
    patience = arguments(calls)["workers_kill_timeout"]
    unit = (DEPLOY / "systemd/hefei.service").read_text("utf-8")
    compose = (settings.BASE_DIR / "compose.yaml").read_text("utf-8").partition("\n  application:")[2]

    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > patience
    assert int(re.search(r"stop_grace_period: (\d+)s", compose)[1]) > patience


def test_every_script_is_shell_that_parses():
    scripts = [
        path for path in DEPLOY.glob("*") if path.is_file() and path.read_bytes().startswith(b"#!/bin/sh")
    ]
    scripts.append(DEPLOY / "postgresql/roles.sh")

    assert len(scripts) >= 9
    for script in scripts:
        assert os.access(script, os.X_OK), script
        assert subprocess.run(["dash", "-n", script], capture_output=True, check=True).stderr == b"", script


def test_an_old_release_goes_on_with_its_own_packages(tmp_path):
    """`current` leads elsewhere while the old one still runs: what it starts anew is of the old release."""
    for number in ("1.0", "1.1"):
        (tmp_path / number / "deploy").mkdir(parents=True)
        (tmp_path / number / ".venv/bin").mkdir(parents=True)
        (tmp_path / number / "deploy/here").write_text((DEPLOY / "here").read_text("utf-8"))
        (tmp_path / number / "deploy/where").write_text('. "${0%/*}/here"; echo "$PWD" "${PATH%%:*}"')
    (tmp_path / "current").symlink_to(tmp_path / "1.0")
    done = subprocess.run(
        ["sh", Path(tmp_path / "current/deploy/where")], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [f"{tmp_path}/1.0", f"{tmp_path}/1.0/.venv/bin"]
