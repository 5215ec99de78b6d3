"""The newest migration on a table of a hundred thousand articles, while the release before it serves people."""

import subprocess
import tarfile
import time
from io import BytesIO
from pathlib import Path

from drills.browser import Browser
from drills.faults.database import autosave
from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.load import Readers
from drills.meanwhile import Meanwhile
from drills.processes import DrillError, Place
from drills.site import ROOT, Front, Node

ARTICLES = 100_000
LONGEST = 1.0  # seconds for which anybody may wait for a lock


def live(stage: Stage, found: Found) -> None:
    """The newest release's migration is taken back and made again under load, with nodes of both releases."""
    with stage.ground("migration", nodes=0, max_wal_size="2GB") as ground:
        old, newest, before, app = _release_before(ground.here)
        ground.manage(
            "generate_articles",
            str(ARTICLES),
            "--first",
            "2000000",
            "--beside",
            HTTPS="off",
            SITE_URL="http://127.0.0.1:8000",
        )
        ground.server.one("VACUUM ANALYZE", name="hefei")
        ground.manage("migrate", app, before, "--verbosity", "0", owner=True)
        many = ground.ask("SELECT count(*) FROM articles_article")
        found.say(f"{app}.{newest} taken back to {before} at {many:,} articles")
        ground.nodes = [Node(ground.here, "old", ground.environment, release=old)]
        ground.nodes[0].start()
        ground.front = Front(ground.here, ground.nodes)
        ground.front.start()
        with (
            Watch(ground) as watch,
            ground.readers(20) as readers,
            Readers(ground.directly, ground.paths, 10, direct=True) as direct,
            ground.writers(4) as writers,
        ):
            time.sleep(4)
            began = time.monotonic()
            ground.manage("migrate", "--verbosity", "0", owner=True)
            took = time.monotonic() - began
            ground.manage("grant_application", "hefei", owner=True)
            new = Node(ground.here, "new", ground.environment)
            new.start()
            both = [_uses(ground, f"http://127.0.0.1:{node.port}") for node in (ground.nodes[0], new)]
            time.sleep(3)
        found.must(
            watch.longest < LONGEST,
            f"migrated in {took:.1f} s; the longest wait for a lock {watch.longest * 1000:.0f} ms",
        )
        found.must(
            not readers.report.failed and not direct.report.failed,
            f"visitors of the old release through nginx {readers.report}; straight to its node {direct.report}",
        )
        lost = writers.lost(ground.server.url())
        found.must(not writers.report.failed and not lost, f"writers: {writers.report}, {len(lost)} lost")
        found.must(
            both == [True, True],
            "afterwards a lawyer logs in and saves at the old release's node and at the new one's",
        )


class Watch(Meanwhile):
    """How long anybody waited for a lock, looked at twenty times a second."""

    pause = 0.05

    def __init__(self, ground: Ground):
        self._ground, self.longest = ground, 0.0

    def look(self) -> None:
        waited = self._ground.ask(
            "SELECT extract(epoch FROM max(clock_timestamp() - waitstart))::float FROM pg_locks WHERE NOT granted"
        )
        self.longest = max(self.longest, waited or 0.0)


def _release_before(here: Place) -> tuple[Path, str, str, str]:
    """The code before the newest migration came, that migration, the one before it, their app. Raises DrillError without git."""
    command = [
        "git",
        "log",
        "-1",
        "--diff-filter=A",
        "--format=%H",
        "--name-only",
        "--",
        "*/migrations/0*.py",
    ]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if len(said) < 2:
        raise DrillError("this checkout has no history to take the release before from")
    commit, file = said[0], ROOT / said[1]
    earlier = sorted(path.stem for path in file.parent.glob("0*.py") if path.stem < file.stem)
    archive = subprocess.run(
        ["git", "archive", f"{commit}^"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(here.folder / "old", filter="data")
    return here.folder / "old", file.stem, earlier[-1], file.parent.parent.name


def _uses(ground: Ground, where: str) -> bool:
    """Whether a lawyer can work there."""
    browser = Browser(where, direct=True)
    entered = browser.log_in("lin", ground.accounts["lin"]["password"]).status == 302
    return entered and autosave(browser).status == 200 and browser.get(ground.paths[0]).status == 200
