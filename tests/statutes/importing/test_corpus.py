"""The corpus of ../shared: everything is stored, a second run changes nothing, and kill -9 does no harm."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from statutes.importing.run import import_statutes
from statutes.models import LawCitation, Provision, Statute, StatuteVersion

TEXTS = Path(settings.BASE_DIR).parent / "shared/laws/texts"
pytestmark = pytest.mark.skipif(
    not TEXTS.is_dir(), reason="the corpus of statutes (../shared/laws/texts) is not beside this checkout"
)
PARTS = ("民法典", "民法商法", "宪法")
ARTICLES = 66_160  # the lines that begin a 条 by the rule of FORMAT.md
MALFORMED, GLUED = 6, 112  # and those that were found by the gaps in the numbers
IN_DUPLICATES = 880  # in the eleven copies that are not stored
SECTIONS, ANNEXES = 671, 9
TABLES = {
    "statute": "title, slug, kind, issuer, doc_number, source, is_unverified, repealed_on",
    "statuteversion": "(SELECT title FROM statutes_statute s WHERE s.id = t.statute_id), promulgated_on, effective_from,"
    " effective_to, is_excerpt, doc_number, preamble, source",
    "provision": "(SELECT title FROM statutes_statute s JOIN statutes_statuteversion v ON v.statute_id = s.id"
    " WHERE v.id = t.version_id), (SELECT promulgated_on FROM statutes_statuteversion v WHERE v.id = t.version_id),"
    " number, suffix, key, path, text, is_section",
    "lawcitation": "(SELECT s.title || v.promulgated_on || p.key FROM statutes_provision p JOIN statutes_statuteversion v"
    " ON v.id = p.version_id JOIN statutes_statute s ON s.id = v.statute_id WHERE p.id = t.provision_id),"
    " (SELECT title FROM statutes_statute s WHERE s.id = t.statute_id), key",
}


@pytest.mark.corpus
@pytest.mark.django_db
def test_the_whole_corpus_twice():
    first = import_statutes(TEXTS)
    assert (first.failures, first.conflicts, len(first.duplicates)) == ([], [], 11)
    assert first.provisions_read == ARTICLES + MALFORMED + GLUED + SECTIONS + ANNEXES
    assert (first.paths, first.files) == (1_525, 1_518)
    stored = Provision.objects.count()
    assert stored == first.added == first.provisions_read - IN_DUPLICATES
    assert StatuteVersion.objects.count() == 1_507
    code = Statute.objects.get(title="中华人民共和国民法典").versions.get().provisions
    assert list(code.values_list("number", flat=True)) == list(range(1, 1261))
    for title in ("中华人民共和国婚姻法", "中华人民共和国合同法", "中华人民共和国民法通则"):
        assert str(Statute.objects.get(title=title).repealed_on) == "2021-01-01"
    assert (first.cited.added, first.cited.removed) == (LawCitation.objects.count(), 0)
    assert first.cited.added > 6_000
    second = import_statutes(TEXTS)
    assert (second.cited.added, second.cited.removed) == (0, 0)
    assert (second.changes, second.unchanged_files, second.failures) == (0, 1_507, [])
    assert Provision.objects.count() == stored


@pytest.mark.django_db
def test_a_part_of_it_twice():
    """What `make test-corpus` asks of all; here of the codes, whose dates depend on each other."""
    first = [import_statutes(TEXTS / part) for part in PARTS]
    assert [(run.failures, run.conflicts) for run in first] == [([], [])] * len(PARTS)
    code = Statute.objects.get(title="中华人民共和国民法典").versions.get().provisions
    assert list(code.values_list("number", flat=True)) == list(range(1, 1261))
    for title in ("中华人民共和国婚姻法", "中华人民共和国合同法", "中华人民共和国民法通则"):
        assert str(Statute.objects.get(title=title).repealed_on) == "2021-01-01"
    stored = Provision.objects.count()
    assert stored == sum(run.added for run in first)
    second = [import_statutes(TEXTS / part) for part in PARTS]
    assert [(run.changes, run.unchanged_files) for run in second] == [
        (0, run.files - len(run.duplicates)) for run in first
    ]
    assert Provision.objects.count() == stored


class Database:
    """A database of its own beside the test's, and the commands that run on it."""

    def __init__(self, name: str):
        self.name, self.own = name, settings.DATABASES["default"]
        host = f"{self.own['USER']}@/{name}?host={self.own['HOST']}&port={self.own['PORT']}"
        self.environment = os.environ | {"DATABASE_URL": f"postgres://{host}", "SECRET_KEY": "x" * 50}

    @contextmanager
    def cursor(self, name: str = ""):
        """A cursor on this database, or on another of the server; each statement is its own transaction."""
        access = {"user": self.own["USER"], "host": self.own["HOST"], "port": self.own["PORT"]}
        connection = psycopg2.connect(dbname=name or self.name, **access)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def manage(self, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> None:
        process = self.manage(*arguments)
        errors = process.communicate(timeout=120)[1]
        assert process.returncode == 0, errors

    def count(self, table: str) -> int:
        with self.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM statutes_{table}")
            return cursor.fetchone()[0]

    def digest(self) -> dict[str, str]:
        """Everything that an import writes but the ids, as one hash a table."""
        found = {}
        with self.cursor() as cursor:
            for table, columns in TABLES.items():
                cursor.execute(f"SELECT {columns} FROM statutes_{table} t")
                rows = sorted(map(repr, cursor.fetchall()))
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found


@pytest.fixture
def databases(django_db_setup) -> Iterator[tuple[Database, Database]]:
    """Two databases alike, migrated and empty: what the test's own is between tests."""
    names = [f"import_{os.getpid()}_{name}" for name in ("clean", "killed")]
    clean, killed = map(Database, names)
    with clean.cursor("postgres") as server:
        try:
            connection.close()  # a database that somebody uses is no template
            of = connection.settings_dict["NAME"]
            # A thread that answered another test's browser may still hold a connection.
            server.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [of]
            )
            for name in names:
                server.execute(f'CREATE DATABASE {name} TEMPLATE "{of}"')
            yield clean, killed
        finally:
            for name in names:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.mark.skipif(not settings.EMBEDDED_POSTGRES, reason="needs the right to create databases")
def test_killed_in_the_middle_and_run_again(databases):
    clean, killed = databases
    folder = str(TEXTS / "社会法")
    clean.run("import_statutes", folder)
    for versions in (5, 20):  # killed twice, each time further on
        process = killed.manage("import_statutes", folder)
        until = time.monotonic() + 60
        while killed.count("statuteversion") < versions and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)
        assert versions <= killed.count("statuteversion") < clean.count("statuteversion")
    killed.run("import_statutes", folder)
    assert killed.digest() == clean.digest()
