"""The site as it is shipped: production's settings, a server of its own, the nginx of deploy/hefei.conf before it."""

import http.client
import os
import runpy
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from django.conf import settings as project
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread

NAME = "www.example.com"  # of deploy/hefei.conf
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
DEPLOY = project.BASE_DIR / "deploy"
KEY = "a-key-for-tests-only-that-opens-nothing-anywhere-else"
BARE = {"SECRET_KEY": KEY, "DATABASE_URL": "postgres://u:p@h/d", "SITE_URL": f"https://{NAME}"}
LEFT_ALONE = {"DATABASES", "BASE_DIR", "env", "STATIC_ROOT", "MEDIA_ROOT", "STORAGES", "LOGGING"}


def production() -> dict[str, object]:
    """The settings that HTTPS=on changes, as hefei_site/settings.py makes them."""
    plain, secure = (_settings(**BARE, PROXIES="1", HTTPS=https) for https in ("off", "on"))
    changed = {name: value for name, value in secure.items() if plain.get(name) != value}
    named = {name: secure[name] for name in ("SITE_URL", "ALLOWED_HOSTS", "PROXIES")}
    return {name: value for name, value in (changed | named).items() if name not in LEFT_ALONE}


def _settings(**environment) -> dict[str, object]:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with mock.patch.dict(os.environ, bare | environment, clear=True):
        made = runpy.run_path(str(project.BASE_DIR / "hefei_site/settings.py"))
    return {name: value for name, value in made.items() if name.isupper()}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    route: tuple[str, ...] = field(default=())

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known.lower() == name.lower()]

    def one(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@contextmanager
def served():
    """The port of a server that runs the site with the settings that now hold."""
    thread = LiveServerThread("127.0.0.1", lambda handler: WSGIHandler())
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield thread.port
    finally:
        thread.terminate()


def certificate(folder: Path) -> None:
    """A key and a certificate for the name, under the names of deploy/hefei.conf."""
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    out = ["-subj", f"/CN={NAME}", "-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*made.split(), *out], check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configuration(folder: Path, upstream: int, http_port: int, https_port: int) -> Path:
    """deploy/hefei.conf as it stands, but for folders, ports and the port of the site."""
    folders = {
        "/etc/ssl/hefei": folder,
        "/etc/nginx/hefei/pages.conf": folder / "pages.conf",
        "/etc/nginx/hefei": DEPLOY,
        "/var/cache/nginx": folder,
        "/var/log/hefei": folder,
        "/srv/": f"{folder}/",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 80;": f"listen 127.0.0.1:{http_port};",
        "listen 443 ": f"listen 127.0.0.1:{https_port} ",
    }
    site, pages = ((DEPLOY / name).read_text("utf-8") for name in ("hefei.conf", "pages.conf"))
    site = "\n".join(line for line in site.splitlines() if "listen [::]" not in line)
    for said, meant in folders.items():
        site, pages = site.replace(said, str(meant)), pages.replace(said, str(meant))
    (folder / "pages.conf").write_text(pages, "utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; pid {folder}/pid; worker_processes 2; events {{}}\nhttp {{ access_log {folder}/access.log; "
        f"{temporary} types {{ text/css css; image/webp webp; text/html html; }}\n{site}\n}}\n",
        "utf-8",
    )
    return main


class Front:
    """A running nginx, to be asked as browsers ask."""

    def __init__(self, http_port: int, https_port: int):
        self.http_port, self.https_port = http_port, https_port

    def ask(self, path: str, *, method="GET", body=None, tls=True, host=NAME, **headers) -> Answer:
        """The answer to one request on a connection of its own; names of headers with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(
            self.https_port if tls else self.http_port,
            path,
            method=method,
            body=body,
            tls=tls,
            headers={"Host": host} | sent,
        )


def ask(port: int, path: str, *, method="GET", body=None, tls=False, headers=None) -> Answer:
    """The answer of whoever listens on the port of this machine."""
    headers = {"Host": NAME} | (headers or {})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.connect()
    if tls:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the test's own certificate
        connection.sock = context.wrap_socket(connection.sock, server_hostname=NAME)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return Answer(response.status, tuple(response.getheaders()), response.read())
    finally:
        connection.close()


@contextmanager
def fronted(folder: Path, upstream: int):
    """A Front before the site at a port of this machine."""
    folder.chmod(0o777)
    certificate(folder)
    ports = free_port(), free_port()
    main = configuration(folder, upstream, *ports)
    command = [NGINX, "-p", str(folder), "-c", str(main), "-e", str(folder / "error.log")]
    if os.getuid() == 0:
        command += ["-g", "user root;"]  # the folder of the test is root's
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for port in ports:
            _wait(port, process, folder)
        yield Front(*ports)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int, process: subprocess.Popen, folder: Path) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nginx does not answer: {(folder / 'error.log').read_text()}")
