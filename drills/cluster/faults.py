"""What breaks in a cluster, and what puts it right again: one function a fault, in order of what it takes away."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drills import network
from drills.cluster.machines import PORTS
from drills.cluster.site import Whole
from drills.postgres import OWNER
from drills.processes import until
from drills.site import ROOT, environment, manage

HOLDS = 15.0  # seconds for which a fault stays
UNTIL_ASKED_AGAIN = (
    3.0  # seconds until nginx has noticed that a node is back (fail_timeout): only then goes the next
)
CODE = ("hefei_site", "firm", "statutes", "articles", "templates", "static", "deploy")
DATABASE = tuple(PORTS.values())


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done, how long writers may wait at most, and what else must be so; in the block it is broken, after it mended."""

    name: str
    most: float  # seconds
    breaking: Callable[[Whole], Iterator[None]]


@contextmanager
def primary_killed(whole: Whole) -> Iterator[None]:
    """PostgreSQL of the primary ends with -9; its Patroni stays."""
    whole.machines.leader().kill_postgres()
    yield


@contextmanager
def switchover(whole: Whole) -> Iterator[None]:
    """The primary's place is given to the synchronous standby, as before work on its machine."""
    whole.machines.switch_over()
    yield


@contextmanager
def machine_dies(whole: Whole) -> Iterator[None]:
    """The primary's machine is gone with its etcd and Patroni: nothing answers there, not even with a refusal."""
    gone = whole.machines.leader()
    with network.cut(gone.address):
        gone.die()
        yield
        until("another primary", lambda: whole.machines.leader() not in (None, gone), 60)
    gone.come_back()


@contextmanager
def synchronous_standby_cut_off(whole: Whole) -> Iterator[None]:
    """The standby that every commit waits for can be reached by nobody."""
    with network.cut(whole.machines.synchronous().address):
        yield


@contextmanager
def other_standby_cut_off(whole: Whole) -> Iterator[None]:
    """The standby that no commit waits for, but visitors read from, can be reached by nobody."""
    with network.cut(whole.machines.asynchronous().address):
        yield


@contextmanager
def node_killed(whole: Whole) -> Iterator[None]:
    """One application node ends with -9."""
    node = whole.nodes[0]
    node.process.kill()
    yield
    node.start()


@contextmanager
def nginx_reloaded(whole: Whole) -> Iterator[None]:
    """nginx reads its configuration anew, five times."""
    for _ in range(5):
        whole.front.reload()
        time.sleep(1)
    yield


@contextmanager
def rolling_deploy(whole: Whole) -> Iterator[None]:
    """A new release with a migration: migrated while the old one serves, then one node after the other."""
    release = whole.here.folder / f"release-{time.monotonic_ns()}"
    _copy(release)
    owner = environment(whole.here, whole.machines.url(OWNER), PYTHONPATH=str(release))
    manage(whole.here, owner, "migrate", "--verbosity", "0", release=release)
    for node in whole.nodes:
        whole.restart(node, release)
        time.sleep(UNTIL_ASKED_AGAIN)
    yield


@contextmanager
def disk_full(whole: Whole) -> Iterator[None]:
    """The disk with the first node's temporary files has no room left."""
    folder = Path(whole.nodes[0].environment["TMPDIR"])
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    try:
        with (folder / "full").open("wb") as out:
            _fill(out)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def bad_network(whole: Whole) -> Iterator[None]:
    """Every twentieth packet to or from etcd, Patroni and PostgreSQL is lost."""
    with network.bad(DATABASE, 5):
        yield


FAULTS = [
    Fault("PostgreSQL of the primary killed with -9", 15, primary_killed),
    Fault("switchover", 15, switchover),
    Fault("the primary's machine dies", 40, machine_dies),
    Fault("the synchronous standby cut off", 15, synchronous_standby_cut_off),
    Fault("the other standby cut off", 15, other_standby_cut_off),
    Fault("an application node killed with -9", 15, node_killed),
    Fault("nginx reloaded five times", 15, nginx_reloaded),
    Fault("rolling deploy with a migration", 15, rolling_deploy),
    Fault("a full disk on one node", 15, disk_full),
    Fault("5 % of packets between machines lost", 15, bad_network),
]

MIGRATION = '''"""What a release brings: a column and an index on the table of articles."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "{last}")]
    operations = [
        migrations.RunSQL("SET lock_timeout = '1s'; ALTER TABLE articles_article ADD COLUMN rehearsed boolean"),
        AddIndexConcurrently("article", models.Index(fields=["reread_at"], name="articles_rehearsed")),
    ]
'''


def _copy(release: Path) -> None:
    """The code as it is here, with one migration more."""
    for name in CODE:
        shutil.copytree(ROOT / name, release / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", release)
    folder = release / "articles/migrations"
    last = max(path.stem for path in folder.glob("[0-9]*.py"))
    (folder / "9999_rehearsed.py").write_text(MIGRATION.format(last=last), "utf-8")


def _fill(out) -> None:
    try:
        while out.write(b"x" * 65536):
            out.flush()
    except OSError:
        return
