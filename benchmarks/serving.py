"""Starts servers as in production; nothing outlives it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


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
    with tempfile.TemporaryFile("w+") as log:  # a line for each request
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, cwd=settings.BASE_DIR, start_new_session=True, stderr=log
        )
        try:
            yield from _until_done(process, port)
        except TimeoutError:
            log.seek(0)
            sys.stderr.write(log.read()[-4000:])
            raise


@contextmanager
def nginx(folder: Path, servers: str, upstream: str = "127.0.0.1:1") -> Iterator[Server]:
    """nginx with one server block's inside."""
    port = free_port()
    pages = folder / "pages.conf"
    deploy = settings.BASE_DIR / "deploy"
    pages.write_text((deploy / "pages.conf").read_text().replace("/etc/nginx/hefei", str(deploy)))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; worker_processes 2; user root; events {{ worker_connections 512; }}\n"
        "http { access_log off; default_type text/html; sendfile on; tcp_nopush on;\n"  # as Debian's has it
        f"upstream hefei {{ server {upstream}; keepalive 32; }}\n"
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


def body(address: str, accepts: str = "identity") -> bytes:
    """What stands at an address, in the encoding that it comes in. Raises HTTPError where it is not 200."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": accepts})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        return response.read()


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")
