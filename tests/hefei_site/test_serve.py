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
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from hefei_site.management.commands.serve import reserved

DATABASE = "serve_test"
STARTED: list[subprocess.Popen] = []


@pytest.fixture(autouse=True)
def nothing_stays():
    """What a failing test started does not outlive it."""
    yield
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture
def environment(tmp_path):
    """A database of its own; the passwords go to the checkout's file, which is put back."""
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
    accounts = settings.BASE_DIR / ".sample-accounts.json"
    kept = accounts.read_bytes() if accounts.exists() else None
    yield os.environ | {
        "DATABASE_URL": f"postgres://{user}@/{DATABASE}?host={host}",
        "STATIC_ROOT": str(tmp_path / "static"),
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    if kept is None:
        accounts.unlink(missing_ok=True)
    else:
        accounts.write_bytes(kept)
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    server.close()


@pytest.fixture
def collected(environment, settings):
    """The static files under the names that the site looks for, without the compressed copies, which take 15 s."""
    settings.STATIC_ROOT = environment["STATIC_ROOT"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(variables, port) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env=variables,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # a suite that runs in the background has it ignored, and its children with it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    STARTED.append(process)
    return process


def get(port, path) -> int:
    for _ in range(1200):  # a busy machine takes long to load the sample
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


def interrupt(environment, ending) -> None:
    """Begin a first start and end it while the sample is loaded."""
    process = start(environment, free_port())
    assert process.stdout.readline() == "第一次运行，正在载入示例内容……\n"
    process.send_signal(ending)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "已中断。\n")


def test_interrupted_starts_first_start_second_start_kill_and_ctrl_c(environment, collected):
    """One database for all: an interrupted start leaves a database that the next start still takes for new."""
    interrupt(environment, signal.SIGINT)
    interrupt(environment, signal.SIGTERM)
    port = free_port()
    first = start(environment, port)
    assert (get(port, "/hf/837828.html"), get(port, "/admin/login/")) == (200, 200)
    said = stop(first)
    assert first.returncode == 0
    assert f"网站：http://127.0.0.1:{port}/\n后台：http://127.0.0.1:{port}/admin/\n" in said
    accounts = re.findall(r"^  (\w+) +((?:\w{4}-){3}\w{4})", said, re.MULTILINE)
    assert [name for name, _ in accounts] == ["lin", "shen", "zhou", "chen", "shenhe", "guanli"]
    assert "shenhe、guanli 登录时还要验证码：manage.py otp_code shenhe" in said
    code = subprocess.run(
        [sys.executable, "manage.py", "otp_code", "guanli"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.fullmatch(r"\d{6}\n", code.stdout)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0  # nothing is left behind

    second = start(environment, port)
    assert get(port, "/") == 200
    if sys.platform == "linux":  # which tells a process that its parent is gone
        second.kill()
        second.communicate(timeout=30)  # until the last of its children has closed the pipe
        second = start(environment, port)
        assert get(port, "/") == 200
    again = stop(second)
    assert "第一次运行" not in again
    assert re.findall(r"^  (\w+) +((?:\w{4}-){3}\w{4})", again, re.MULTILINE) == accounts


def test_a_port_that_is_taken_is_not_shared():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as granian does
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(os.environ, port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert re.fullmatch(rf"CommandError: {port} 端口不能用（.+），请换一个端口：make run PORT=8001\n", said)


def test_two_that_start_at_once_do_not_share_a_port():
    port = free_port()
    with reserved(port), pytest.raises(CommandError, match="端口不能用"):
        reserved(port)
    reserved(port).close()


def test_a_database_that_does_not_answer(tmp_path):
    dead = os.environ | {"DATABASE_URL": f"postgres://hefei@/hefei?host={tmp_path}"}
    process = start(dead, free_port())
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith("CommandError: 连不上 DATABASE_URL 写的数据库：")
    assert "Traceback" not in said


def test_settings_that_are_wrong_are_told_in_one_sentence():
    process = start(os.environ | {"SECRET_KEY": ""}, free_port())
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (1, "SECRET_KEY 还没有设置，请写一个随机的长字符串。\n")
