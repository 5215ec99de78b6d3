"""What a rehearsal of a fault stands on: a filled site of its own, copied from one that was filled once."""

import json
import shutil
import sys
from base64 import b32decode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django_otp.oath import TOTP

from drills import postgres, site
from drills.browser import Browser
from drills.load import Readers, Writers, public_paths
from drills.postgres import Server
from drills.processes import DrillError, Place, free_port
from drills.site import Front, Node

ARTICLES = 300


@dataclass
class Ground:
    """A site: PostgreSQL, nodes, nginx, and the accounts of its staff."""

    here: Place
    server: Server
    accounts: dict[str, dict]
    environment: dict[str, str]
    nodes: list[Node] = field(default_factory=list)
    front: Front | None = None

    def start(self, nodes: int = 1) -> None:
        """Start so many nodes and nginx before them."""
        self.nodes = [Node(self.here, f"node-{n}", self.environment) for n in range(nodes)]
        for node in self.nodes:
            node.start()
        self.front = Front(self.here, self.nodes)
        self.front.start()

    @property
    def address(self) -> str:
        """Where nginx listens."""
        return self.front.address

    @property
    def directly(self) -> str:
        """Where the first node listens."""
        return f"http://127.0.0.1:{self.nodes[0].port}"

    @cached_property
    def paths(self) -> list[str]:
        """A mixture of public addresses."""
        return public_paths(self.server.url())

    def readers(self, a_second: float = 20, *, direct: bool = False, timeout: float = 15) -> Readers:
        """Visitors, through nginx or straight to the first node."""
        address = self.directly if direct else self.address
        return Readers(address, self.paths, a_second, direct=direct, timeout=timeout)

    def writers(self, a_second: float = 5, *, timeout: float = 15) -> Writers:
        """Two lawyers who write, through nginx."""
        return Writers(self.address, site.writers(self.accounts)[:2], a_second, timeout=timeout)

    def lawyer(self, name: str = "lin", *, direct: bool = False) -> Browser:
        """A lawyer's browser, logged in. Raises DrillError where that fails."""
        return self._inside(name, direct=direct)

    def staff(self, name: str = "shenhe", *, direct: bool = False) -> Browser:
        """The browser of somebody with a second factor, logged in by a recovery code: a code of the clock is good once."""
        browser = self._inside(name, direct=direct)
        code = self.accounts[name]["recovery_codes"].pop()
        if browser.post("/admin/login/code/", {"code": code}).status != 302:
            raise DrillError(f"{name} was not let in by a recovery code")
        return browser

    def code(self, name: str, at: float) -> str:
        """What the authenticator of somebody shows at a moment (seconds since 1970)."""
        clock = TOTP(b32decode(self.accounts[name]["secret"].replace(" ", "")))
        clock.time = at
        return f"{clock.token():06}"

    def manage(self, *arguments: str, owner: bool = False, **more: str) -> str:
        """What a management command prints, as the site's role or the owner of the tables."""
        environment = self.environment | more
        if owner:
            environment |= {"DATABASE_URL": self.server.url(postgres.OWNER)}
        return site.manage(self.here, environment, *arguments)

    def inside(self, module: str, *arguments: str, **more: str) -> dict:
        """What a program of drills.faults.inside prints, read as JSON."""
        command = [sys.executable, "-m", "drills.faults.inside", module, *arguments]
        return json.loads(self.here.run(command, environment=self.environment | more).splitlines()[-1])

    def ask(self, query: str, *values):
        """The first value of the first row, asked of the site's database by its superuser."""
        return self.server.one(query, *values, name=postgres.NAME)

    def data_file(self, relation: str) -> Path:
        """Where a table or an index lies on the disk."""
        return self.server.data / self.ask("SELECT pg_relation_filepath(%s)", relation)

    def _inside(self, name: str, *, direct: bool) -> Browser:
        browser = Browser(self.directly if direct else self.address, direct=direct)
        answer = browser.log_in(name, self.accounts[name]["password"])
        if answer.status != 302:
            raise DrillError(f"{name} was not let in: {answer.status}")
        return browser


@dataclass
class Stage:
    """Where all rehearsals of a run take place: one filled site to copy, and one that those share who break nothing."""

    here: Place
    kept: Path | None = None  # a folder in which what was filled stays for the next run
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stack.close()

    @cached_property
    def shared(self) -> Ground:
        """A running site with one node."""
        return self._stack.enter_context(self.ground("shared"))

    @contextmanager
    def ground(
        self,
        name: str,
        *,
        nodes: int = 1,
        data: Path | None = None,
        more: dict | None = None,
        **settings: str,
    ) -> Iterator[Ground]:
        """A site of one's own, running with so many nodes (0: the database alone); settings are PostgreSQL's.

        data is where its database's files are to be, more is added to the nodes' environment.
        """
        here = Place(self.here.folder / name)
        here.folder.mkdir(mode=0o755)
        try:
            ground = self._copied(here, data, more or {}, settings)
            if nodes:
                ground.start(nodes)
            yield ground
        finally:
            for process in reversed(here.processes):
                process.stop()
            shutil.rmtree(here.folder, ignore_errors=True)

    def _copied(self, here: Place, data: Path | None, more: dict, settings: dict) -> Ground:
        template = self._template
        where = data or here.own(here.folder / "postgres", "postgres") / "data"
        here.run(["cp", "-a", template / "postgres/data", where])
        for part in ("media", "static", "accounts.json"):
            here.run(["cp", "-a", template / part, here.folder / part])
        server = Server(here, where, free_port(), settings=settings)
        server.start()
        accounts = json.loads((template / "accounts.json").read_text("utf-8"))
        return Ground(here, server, accounts, site.environment(here, server.url(), **more))

    @cached_property
    def _template(self) -> Path:
        """A folder with the files of a database that is filled and at rest, media, static files, accounts."""
        folder = self.kept or self.here.folder / "template"
        if (folder / "accounts.json").exists():
            return folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        here = Place(folder)
        server = postgres.new(here)
        accounts = site.fill(here, server, articles=ARTICLES)
        server.stop()
        (folder / "accounts.json").write_text(json.dumps(accounts), "utf-8")
        return folder
