"""`manage.py serve`, as make run calls it: a real start, a second start, Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

DATABASE = "serve_test"


@pytest.fixture
def environment(tmp_path, django_db_setup, django_db_blocker):
    """A database of its own and collected static files; the passwords go to a file that is put back."""
    where = connection.settings_dict
    host, user = where["HOST"] or where["OPTIONS"].get("host", ""), where["USER"]
    server = psycopg2.connect(
        dbname="postgres",
        user=user,
        host=host,
        password=where["PASSWORD"] or None,
        port=where["PORT"] or None,
    )
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    variables = os.environ | {
        "DATABASE_URL": f"postgres://{user}@/{DATABASE}?host={host}",
        "STATIC_ROOT": str(tmp_path / "static"),
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    manage(variables, "collectstatic", "--noinput", "--verbosity=0")
    accounts = settings.BASE_DIR / ".sample-accounts.json"
    kept = accounts.read_bytes() if accounts.exists() else None
    yield variables
    if kept is None:
        accounts.unlink(missing_ok=True)
    else:
        accounts.write_bytes(kept)
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    server.close()


def manage(variables, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments], env=variables, cwd=settings.BASE_DIR, check=True
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(variables, port) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    return subprocess.Popen(
        command,
        env=variables,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def get(port, path) -> int:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
                return response.status
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the site does not answer")


def stop(process) -> str:
    """Ctrl-C as a terminal sends it: to the whole group. Returns what was printed."""
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    return said


def test_first_start_second_start_and_ctrl_c(environment):
    port = free_port()
    first = start(environment, port)
    assert (get(port, "/hf/837828.html"), get(port, "/admin/login/")) == (200, 200)
    said = stop(first)
    assert first.returncode == 0
    assert f"网站：http://127.0.0.1:{port}/\n后台：http://127.0.0.1:{port}/admin/\n" in said
    accounts = re.findall(r"^  (\w+) +((?:\w{4}-){3}\w{4})", said, re.MULTILINE)
    assert [name for name, _ in accounts] == ["lin", "shen", "zhou", "chen", "shenhe", "guanli"]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0  # nothing is left behind

    begun = time.monotonic()
    second = start(environment, port)
    assert get(port, "/") == 200
    print(f"second start: {time.monotonic() - begun:.1f} s")
    again = stop(second)
    assert "第一次运行" not in again
    assert re.findall(r"^  (\w+) +((?:\w{4}-){3}\w{4})", again, re.MULTILINE) == accounts
