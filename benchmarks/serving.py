"""Starts servers as in production, sends them requests, and counts what that costs; nothing outlives it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from benchmarks import processor

WRK = shutil.which("wrk")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
CONNECTIONS, SECONDS = 16, int(os.environ.get("BENCH_SECONDS") or 4)
SCRIPT = """
local paths = {{ {paths} }}
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
init = function(args) math.randomseed({seed}) end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: requests a second, milliseconds at the median and the 99th of a hundred, CPU milliseconds a request."""

    per_second: float
    p50: float
    p99: float
    cpu: float


class Server(NamedTuple):
    """Where it listens, and its process id."""

    address: str
    pid: int


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def granian(database: str, module: str = "hefei_site.settings", **variables: str) -> Iterator[Server]:
    """Two workers with eight threads each, as the image has them; variables are added to its environment."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "8", "--backpressure", "64", "--log-level", "warning",
        "hefei_site.wsgi:application",
    ]  # fmt: skip
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": module,
        "PYTHONPATH": str(settings.BASE_DIR / "benchmarks"),
        "DEBUG": "off",
        **variables,
        "SITE_URL": settings.SITE_URL,  # the rendered pages are of this site
    }
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603
    yield from _until_done(process, port)


@contextmanager
def nginx(folder: Path, servers: str, upstream: str = "127.0.0.1:1") -> Iterator[Server]:
    """nginx with one server block's inside."""
    port = free_port()
    pages = folder / "pages.conf"
    deploy = settings.BASE_DIR / "deploy"
    pages.write_text((deploy / "pages.conf").read_text().replace("/etc/nginx/hefei", str(deploy)))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; worker_processes 2; user root; events {{ worker_connections 512; }}\n"
        f"http {{ access_log off; default_type text/html; upstream hefei {{ server {upstream}; keepalive 32; }}\n"
        f"proxy_cache_path {folder}/cache keys_zone=hefei:20m inactive=12m use_temp_path=off; keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; {servers.replace('PAGES', str(pages))} }} }}\n"
    )
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command)  # noqa: S603
    yield from _until_done(process, port)


def _until_done(process: subprocess.Popen, port: int) -> Iterator[Server]:
    """A server once it listens; it is ended with the block that uses it."""
    try:
        _wait(port)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def load(server: Server, paths: list[str], folder: Path, database: int, seed: int = 1) -> Measured:
    """Ask for these paths at random for SECONDS, over CONNECTIONS kept open; database is the process id of PostgreSQL's server."""
    before = processor.of_tree(server.pid, database)
    if WRK:
        script = folder / "paths.lua"
        script.write_text(SCRIPT.format(paths=", ".join(f'"{path}"' for path in paths), seed=seed))
        command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s", "--latency"]
        command += ["-s", str(script), server.address]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
        requests, per_second, p50, p99 = _said(said)
    else:
        requests, per_second, p50, p99 = _one_by_one(server.address, paths)
    spent = processor.of_tree(server.pid, database) - before
    return Measured(per_second, p50, p99, spent * 1000 / requests)


def body(address: str) -> bytes:
    """What stands at an address. Raises HTTPError where it is not 200."""
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310
        return response.read()


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


def _said(text: str) -> tuple[int, float, float, float]:
    """Requests, requests a second, p50 and p99 in milliseconds from wrk's report. Raises ValueError for errors."""
    if "Non-2xx" in text:
        raise ValueError(text)
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    at = {p: float(n) * units[u] for p, n, u in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)\b", text)}
    requests = int(re.search(r"(\d+) requests in", text)[1])
    return requests, float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), at["50"], at["99"]


def _one_by_one(address: str, paths: list[str]) -> tuple[int, float, float, float]:
    """A smaller run where there is no wrk: one request after the other."""
    times, end, n = [], time.perf_counter() + SECONDS, 0
    while (start := time.perf_counter()) < end:
        body(address + paths[n % len(paths)])
        times.append((time.perf_counter() - start) * 1000)
        n += 1
    times.sort()
    return n, n / SECONDS, times[n // 2], times[n * 99 // 100]
