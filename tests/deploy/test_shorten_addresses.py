"""Addresses in old logs are shortened, nothing else is touched, and whoever kills it loses nothing."""

import gzip
import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
from django.conf import settings

from firm import address

SCRIPT = settings.BASE_DIR / "deploy" / "shorten-addresses"
OLD = time.time() - 31 * 86400
loader = SourceFileLoader("shorten_addresses", str(SCRIPT))
shorten = importlib.util.module_from_spec(importlib.util.spec_from_loader("shorten_addresses", loader))
loader.exec_module(shorten)

LINES = [
    ('{"at":"x","address":"203.0.113.77","uri":"/1.2.3.4/","agent":"Firefox/1.2.3.4"}',) * 2,
    ('{"at":"x","address":"2001:db8:1:2::9","uri":"/"}', '{"at":"x","address":"2001:db8:1::/48","uri":"/"}'),
    ('203.0.113.77 - - [27/Nov/2026] "GET /9.9.9.9 HTTP/1.1" 200 1 "-" "Chrome/120.0.99.10"',) * 2,
    (
        '2026/11/27 [error] 1#1: *1 refused, client: 203.0.113.77, server: x, upstream: "http://127.0.0.1:8000"',
    )
    * 2,
    ('{"address":"203.0.113.0/24"}',) * 2,  # shortened before
    ("::ffff:203.0.113.77 - - x", "203.0.113.0/24 - - x"),  # IPv4 in IPv6
    ('{"address":""}',) * 2,
    ("deadbeef no address", "deadbeef no address"),
    ("\udcff raw bytes", "\udcff raw bytes"),  # a client may send anything
]
LINES = [(line, shown.replace("203.0.113.77", "203.0.113.0/24")) for line, shown in LINES]


def put(path: Path, text: str, at: float = OLD) -> Path:
    raw = text.encode("utf-8", "surrogateescape")
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    path.chmod(0o640)
    os.utime(path, (at, at))
    return path


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8", "surrogateescape")


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True)


@pytest.mark.parametrize(
    "name", ["hefei.log-20261027", "hefei.log-20261027.gz", "access.log.31.gz", "error.log.2"]
)
def test_an_old_file(tmp_path, name):
    path = put(tmp_path / name, "".join(f"{line}\n" for line, _ in LINES))
    assert run(tmp_path).stdout.splitlines() == [f"{path}：已截短", "改了 1 个文件。"]
    assert text_of(path) == "".join(f"{shown}\n" for _, shown in LINES)
    assert (path.stat().st_mtime, path.stat().st_mode & 0o777) == (pytest.approx(OLD), 0o640)
    before = path.stat()
    assert run(tmp_path).stdout == "改了 0 个文件。\n"
    assert (path.stat().st_ino, os.listdir(tmp_path)) == (before.st_ino, [name])


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("hefei.log", 31),  # nginx holds it open
        ("hefei.log-20261027", 29),  # attacks of this month are looked into
        ("auth.txt", 31),
        ("hefei.logs-20261027", 31),
    ],
)
def test_what_is_left_alone(tmp_path, name, days):
    path = put(tmp_path / name, "203.0.113.77 - - x\n", time.time() - days * 86400)
    assert (run(tmp_path).returncode, text_of(path)) == (0, "203.0.113.77 - - x\n")


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "logs").mkdir()
    target = put(tmp_path / "secret.log-20261027", "203.0.113.77 x\n")
    (tmp_path / "logs" / "hefei.log-20261027").symlink_to(target)
    assert (run(tmp_path / "logs").returncode, text_of(target)) == (0, "203.0.113.77 x\n")


def test_what_cannot_be_read_is_said_and_the_others_are_done(tmp_path):
    broken = put(tmp_path / "a.log.1.gz", "203.0.113.77 x\n" * 100)
    broken.write_bytes(broken.read_bytes()[:30])
    os.utime(broken, (OLD, OLD))
    good = put(tmp_path / "b.log.1", "203.0.113.77 x\n")
    done = run(tmp_path, tmp_path / "nowhere")
    assert (done.returncode, text_of(good)) == (1, "203.0.113.0/24 x\n")
    assert [line.split("：")[0] for line in done.stderr.splitlines()] == [
        f"{broken} 没有处理成",
        f"读不了目录 {tmp_path / 'nowhere'}",
    ]
    assert sorted(os.listdir(tmp_path)) == ["a.log.1.gz", "b.log.1"]


def test_a_dry_run_changes_nothing(tmp_path):
    path = put(tmp_path / "hefei.log-20261027", "203.0.113.77 x\n")
    assert run("--dry-run", tmp_path).stdout.splitlines() == [f"{path}：会截短", "会改 1 个文件。"]
    assert text_of(path) == "203.0.113.77 x\n"


def test_killed_at_any_moment(tmp_path):
    """The file is whole, as it was or as it is to be; what was half written goes with a later run."""
    before = "".join(f"203.0.113.{n % 256} - - line {n}\n" for n in range(30_000))
    after = "".join(f"203.0.113.0/24 - - line {n}\n" for n in range(30_000))
    path = put(tmp_path / "hefei.log-20261027", before)
    chance = random.Random(1)  # noqa: S311
    for _ in range(6):
        process = subprocess.Popen([sys.executable, SCRIPT, tmp_path], stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.03, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert text_of(path) in (before, after)
    for left in tmp_path.glob(".shortened.*"):
        os.utime(left, (OLD, OLD))
    assert run(tmp_path).returncode == 0
    assert (text_of(path) == after, os.listdir(tmp_path)) == (True, [path.name])


def test_a_file_that_was_moved_meanwhile_is_left(tmp_path, monkeypatch):
    """logrotate may give the name to another file while this one is read."""
    path = put(tmp_path / "access.log.31", "203.0.113.77 x\n")
    beside = shorten._beside

    def moved(name):
        path.rename(tmp_path / "access.log.32")
        put(path, "another day\n")
        return beside(name)

    monkeypatch.setattr(shorten, "_beside", moved)
    shorten.rewrite(str(path))
    assert (text_of(path), text_of(tmp_path / "access.log.32")) == ("another day\n", "203.0.113.77 x\n")


@pytest.mark.parametrize("text", ["203.0.113.77", "2001:db8:1:2::9", "::ffff:203.0.113.77", "::1"])
def test_it_shortens_as_the_site_does(text):
    assert shorten.shortened(text) == address.shortened(text)
