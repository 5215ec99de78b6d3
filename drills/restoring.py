"""One site of a rehearsal with its archive: written to, verified, lost, restored."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from drills import postgres, table
from drills.archive import Archive
from drills.load import Writers
from drills.postgres import NAME, Server
from drills.processes import SERVER_USER, DrillError, Place, until
from drills.site import Node, environment, fill, get, manage, writers

PICTURES = 40
EXIT = re.compile(r": (\d+)\n")  # in what drills.processes says of a command that failed
SLOW = 600.0  # seconds for a recovery
MEGABYTE = 1024**2
# So many megabytes of what compresses by half, as text does.
BALLAST = """
CREATE TABLE ballast AS
SELECT number, (SELECT string_agg(encode(sha512((number || '-' || part || random()::text)::bytea), 'hex'), '')
    FROM generate_series(1, 8) part) AS text
FROM generate_series(1, %s * 1000) number
"""
COUNT = "SELECT count(*) FROM {}"


@dataclass(slots=True)
class Report:
    """The table that is printed: step, what happened, seconds; and what went otherwise than it should."""

    failed: list[str] = field(default_factory=list)

    def say(self, step: str, words: str, seconds: float | None = None) -> None:
        """A row."""
        table.line(step, words, seconds)

    def expect(self, step: str, is_so: bool, words: str, seconds: float | None = None) -> None:
        """A row of something that must be so."""
        if not is_so:
            self.failed.append(step)
        self.say(step, words if is_so else f"**failed**: {words}", seconds)

    def done(self, step: str, work: Callable, words: Callable = lambda found: "done"):
        """A row of work; what it returned, and how long it took."""
        began = time.monotonic()
        found = work()
        seconds = time.monotonic() - began
        self.say(step, words(found), seconds)
        return found, seconds


@dataclass(slots=True)
class Drill:
    """One site with its archive, from its first day to its worst."""

    here: Place
    report: Report
    archive: Archive
    accounts: dict = field(default_factory=dict)
    server: Server | None = None
    media: Path | None = None
    pictures: int = 0

    def site(self, user: str = postgres.SITE, **more: str) -> dict[str, str]:
        """The environment of a node on the present server and files."""
        return environment(self.here, self.server.url(user), MEDIA_ROOT=str(self.media), **more)

    def begin(self, articles: int, ballast: int) -> None:
        """A site as on any day, its WAL going into the archive; with so many megabytes of other rows."""
        self.media = self.here.folder / "media"
        self.server = postgres.new(self.here)
        self.archive.configure(self.server.data, self.server.port)
        self.archive.begin()
        self.again(self.archive.settings())
        self.accounts, _ = self.report.done(
            "a site",
            lambda: fill(self.here, self.server, articles=articles),
            lambda _: (
                f"{self.count('articles_article'):,} articles, {self.megabytes():,.0f} MB in PostgreSQL"
            ),
        )
        if ballast:
            more = lambda: self.server.one(BALLAST, ballast, name=NAME)  # noqa: E731
            self.report.done(
                "other rows, for their weight", more, lambda _: f"{self.megabytes():,.0f} MB in all"
            )
        self.report.done("pictures uploaded", self.upload, lambda _: self.said_of_media())

    def again(self, settings: dict[str, str]) -> None:
        """Restart with other settings."""
        self.server.stop()
        self.server.settings = settings
        self.server.start()

    def upload(self) -> None:
        """Some more pictures, by the site's own code."""
        code = f"from drills.pictures import upload; upload({self.pictures}, {PICTURES})"
        manage(self.here, self.site(), "shell", "-v", "0", "-c", code)
        self.pictures += PICTURES

    def count(self, table: str) -> int:
        return self.server.one(COUNT.format(table), name=NAME)

    def megabytes(self) -> float:
        """Of the database."""
        return self.server.one("SELECT pg_database_size(%s)", NAME) / MEGABYTE

    def said_of_media(self) -> str:
        files = [path for path in self.media.rglob("*") if path.is_file()]
        return f"{len(files)} files, {sum(path.stat().st_size for path in files) / MEGABYTE:,.0f} MB"

    def node(self, name: str) -> Node:
        """An application server on the present server and files, running."""
        found = Node(self.here, name, self.site())
        found.start()
        return found

    def write_more(self, node: Node, seconds: float) -> Writers:
        """Lawyers' windows save for a while."""
        with self.writing(node) as work:
            time.sleep(seconds)
        return work

    @contextmanager
    def writing(self, node: Node) -> Iterator[Writers]:
        address = f"http://{node.host}:{node.port}"
        with Writers(address, writers(self.accounts), 20, direct=True) as work:
            yield work

    def verify(self, *arguments: str, user: str = SERVER_USER) -> tuple[int, str]:
        """The exit code of manage.py verify, and what it printed."""
        try:
            return 0, manage(self.here, self.site(user), "verify", *arguments)
        except DrillError as error:
            _, code, said = EXIT.split(str(error), maxsplit=1)
            return int(code), said

    def archived(self) -> None:
        """Wait until all that is committed now is in the archive: what a disk takes with it is at most a minute."""
        name = self.server.one("SELECT pg_walfile_name(pg_switch_wal())")
        last = "SELECT last_archived_wal >= %s FROM pg_stat_archiver"
        until("the last WAL in the archive", lambda: self.server.one(last, name), SLOW)

    def standing(self) -> tuple[bool, str]:
        """Whether the site worries about its backup, and what it says of it."""
        code = "from firm import backups; here = backups.standing(); print(here.is_worrying, here)"
        said = manage(self.here, self.site(), "shell", "-v", "0", "-c", code).strip().splitlines()[-1]
        is_worrying, _, sentence = said.partition(" ")
        return is_worrying == "True", sentence

    @contextmanager
    def archive_away(self) -> Iterator[None]:
        """The archive cannot be reached, and PostgreSQL has tried in vain."""
        aside = self.archive.config.with_suffix(".aside")
        self.archive.config.rename(aside)
        self.server.one("SELECT pg_switch_wal()")
        failing = "SELECT coalesce(last_failed_time > last_archived_time, false) FROM pg_stat_archiver"
        try:
            until("the archiver fails", lambda: self.server.one(failing), SLOW)
            yield
        finally:
            aside.rename(self.archive.config)
        self.archived()

    def lose(self) -> None:
        """The disk: PostgreSQL's folder and the files."""
        self.server.process.kill()
        shutil.rmtree(self.server.data)
        shutil.rmtree(self.media)

    def restored(self, name: str, restore: Callable[[Path, str], None], moment: str) -> tuple[float, float]:
        """A new server and new files out of the archive; seconds to put the data there, and until it takes writes."""
        folder = self.here.own(self.here.folder / name, SERVER_USER)
        began = time.monotonic()
        restore(folder / "data", moment)
        copied = time.monotonic() - began
        self.server = Server(self.here, folder / "data", self.server.port, settings={"archive_mode": "off"})
        self.server.start()
        over = "SELECT NOT pg_is_in_recovery()"
        until("the end of recovery", lambda: self.server.one(over), SLOW)
        ready = time.monotonic() - began
        self.media = self.here.folder / f"{name}-media"
        self.here.run(["cp", "-a", f"{self.archive.folder}/media/files", self.media])
        return copied, ready

    def addresses_by_a_node(self) -> None:
        """A real node of the site on the restored copy answers at every article's address."""
        node = self.node(f"node-{self.server.data.parent.name}")
        began, wrong, many = time.monotonic(), [], 0
        for pk, wanted in self.articles():
            many += 1
            status = get(f"http://{node.host}:{node.port}/hf/{pk}.html", X_Forwarded_Proto="https").status
            if status != wanted:
                wrong.append(f"{pk}: {status}, not {wanted}")
        seconds = time.monotonic() - began
        node.process.stop()
        words = f"{many:,} articles by HTTP, {len(wrong)} wrong {' '.join(wrong[:3])}"
        self.report.expect("a node on the restored copy", not wrong and many > 0, words, seconds)

    def articles(self) -> Iterator[tuple[int, int]]:
        """The numbers of all articles, with the status that each must have."""
        asked = psycopg2.connect(self.server.url(SERVER_USER))
        query = """
            SELECT id, CASE WHEN published_at IS NULL OR published_at > now() THEN 404 WHEN merged_into_id IS NOT NULL THEN 301
                WHEN state = 'live' AND (expires_at IS NULL OR expires_at > now()) THEN 200 ELSE 410 END
            FROM articles_article ORDER BY id
        """
        try:
            with asked, asked.cursor() as cursor:
                cursor.execute(query)
                yield from cursor.fetchall()
        finally:
            asked.close()
