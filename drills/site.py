"""The site of a rehearsal: its database filled, nodes of it as in production, nginx with the shipped configuration in front."""

import json
import os
import re
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError

from drills.postgres import NAME, OWNER, SITE, Server
from drills.processes import Place, Process, free_port, listens, program, until

ROOT = Path(__file__).resolve().parent.parent
HOST = "law.example"  # what visitors call the site; nothing is asked of it outside of this machine
SECRET_KEY = "a-key-for-rehearsals-only-that-opens-nothing-anywhere-else"  # noqa: S105


def environment(here: Place, database: str, **more: str) -> dict[str, str]:
    """The environment of a node behind one nginx that speaks TLS."""
    return {
        "DJANGO_SETTINGS_MODULE": "hefei_site.settings",
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": database,
        "DEBUG": "off",
        "HTTPS": "on",
        "PROXIES": "1",
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "MEDIA_ROOT": str(here.folder / "media"),
        "STATIC_ROOT": str(here.folder / "static"),
        "EMAIL_URL": "dummymail://",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def manage(here: Place, environment: dict[str, str], *arguments: str, release: Path = ROOT) -> str:
    """What a management command of a release prints. Raises DrillError where it fails."""
    return here.run([sys.executable, release / "manage.py", *arguments], environment=environment)


def fill(here: Place, server: Server, *, articles: int = 300) -> dict[str, dict]:
    """Migrate as the owner, let the site's role in, bring sample content and a small archive; returns the accounts.

    Each has its password and, where its role needs a second factor, its secret and recovery_codes, by its name.
    """
    (here.folder / "media").mkdir(exist_ok=True)
    owner = environment(here, server.url(OWNER))
    manage(here, owner, "collectstatic", "--noinput", "--verbosity", "0")
    manage(here, owner, "migrate", "--verbosity", "0")
    manage(here, owner, "grant_application", SITE)
    # Sample content refuses to come where HTTPS is on: this is no place of the public's.
    sample = environment(here, server.url(SITE), HTTPS="off", SITE_URL="http://127.0.0.1:8000")
    manage(here, sample, "load_sample")
    if articles:
        manage(here, sample, "generate_articles", str(articles), "--first", "1000", "--beside")
    manage(here, environment(here, server.url(SITE)), "render_pages")
    return _accounts(server)


def _accounts(server: Server) -> dict[str, dict]:
    """The sample accounts of a server's database, taken out of the checkout's list of them."""
    listed = ROOT / ".sample-accounts.json"
    kept = json.loads(listed.read_text("utf-8"))
    found = kept.pop(f"{server.host}:{server.port}/{NAME}")
    listed.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    if not kept:
        listed.unlink()
    return found


def writers(accounts: dict[str, dict]) -> list[tuple[str, str]]:
    """Names and passwords of those who need no second factor: the lawyers."""
    return [(name, row["password"]) for name, row in accounts.items() if "secret" not in row]


@dataclass(slots=True)
class Node:
    """One application server, as the image and the units start it: deploy/serve."""

    here: Place
    name: str
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    host: str = "127.0.0.1"
    release: Path = ROOT  # where its code is
    process: Process | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # a release that is copied has no packages of its own
        own = {"HOST": self.host, "PORT": str(self.port), "PYTHONPATH": str(self.release), "PATH": path}
        command = [self.release / "deploy/serve"]
        self.process = self.here.start(
            self.name, command, environment=self.environment | own, cwd=self.release
        )
        until(f"{self.name} on {self.port}", self.answers)

    def answers(self) -> bool:
        """Whether its process says that it lives."""
        with suppress(OSError, HTTPError):
            return get(f"http://{self.host}:{self.port}/healthz", host="localhost").status == 200
        return False


NGINX = """
daemon off; pid {folder}/nginx.pid; worker_processes 2; {user}
events {{ worker_connections 1024; }}
http {{
    access_log {folder}/access.log; error_log {folder}/nginx-error.log; default_type text/html; sendfile on; tcp_nopush on;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream hefei {{ {nodes} keepalive 32; }}
    proxy_cache_path {folder}/cache keys_zone=hefei:20m inactive=12m use_temp_path=off;
    server {{ listen {host}:{port} backlog=1024; server_name {name}; include {folder}/pages.conf;
        location /static/ {{ alias {folder}/static/; }} location /media/ {{ alias {folder}/media/; }} }}
}}
"""


@dataclass(slots=True)
class Front:
    """nginx with the shipped pages.conf; it speaks plain HTTP here and tells the nodes of TLS, as the shipped server block does."""

    here: Place
    nodes: Sequence[Node]
    port: int = field(default_factory=free_port)
    host: str = "127.0.0.1"
    process: Process | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        self.configure()
        self.process = self.here.start("nginx", self._command())
        until("nginx", lambda: listens(self.host, self.port))

    def configure(self) -> None:
        """Write its configuration, for the nodes that there are now."""
        folder = self.here.folder
        pages = (ROOT / "deploy/pages.conf").read_text("utf-8")
        pages = pages.replace("/etc/nginx/hefei", str(ROOT / "deploy")).replace("$scheme;", "https;")
        (folder / "pages.conf").write_text(pages, "utf-8")
        nodes = " ".join(
            f"server {node.host}:{node.port} max_fails=3 fail_timeout=2s;" for node in self.nodes
        )
        user = "user root;" if os.geteuid() == 0 else ""
        text = NGINX.format(folder=folder, nodes=nodes, host=self.host, port=self.port, name=HOST, user=user)
        (folder / "nginx.conf").write_text(text, "utf-8")

    def complaints(self) -> str:
        """What it wrote into its log of errors, each kind once with how often."""
        lines = (self.here.folder / "nginx-error.log").read_text("utf-8", "replace").splitlines()
        pieces = r"^\S+ \S+ |\d+#\d+: |\*\d+ |, client:.*?(?=, upstream|$)|(?<=[0-9i])/[^\"]*|, host:.*"
        kinds = Counter(re.sub(pieces, "", line) for line in lines)
        return "\n".join(f"{many} x {kind}" for kind, many in kinds.most_common(10))

    def reload(self) -> None:
        """Let it read its configuration anew without dropping anybody."""
        self.configure()
        self.here.run([*self._command(), "-s", "reload"])

    def _command(self) -> list[str | Path]:
        folder = self.here.folder
        return [program("nginx", package="nginx-light"), "-p", folder, "-c", folder / "nginx.conf",
                "-e", folder / "nginx-error.log"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status (0: nothing did), headers with small letters, body, seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    def json(self) -> dict:
        """The body read as JSON."""
        return json.loads(self.body)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def get(address: str, *, host: str = HOST, timeout: float = 15.0, **headers: str) -> Answer:
    """Ask for an address and follow no redirect; underscores in the names of headers are hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers={"Host": host, **named})  # noqa: S310
    began = time.monotonic()
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=timeout) as answer:
            return _answer(answer.status, answer.headers, answer.read(), began)
    except HTTPError as error:
        return _answer(error.code, error.headers, error.read(), began)
    except (URLError, OSError):
        return Answer(0, {}, b"", time.monotonic() - began)


def _answer(status, headers, body: bytes, began: float) -> Answer:
    named = {name.lower(): value for name, value in headers.items()}
    return Answer(status, named, body, time.monotonic() - began)
