"""The archive of a size that the benchmarks share: the sample, made-up articles, the law they cite, the search's index.

It is filled once, step after step, and on from where it was killed. WORKED_OUT=20000 says in how many of the newest articles
citations are looked for. When the code that indexes changes, an archive that was kept is indexed anew; to have its
references and sketches made anew, drop it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from articles.archive import working_out
from articles.archive.progress import Progress as Share
from articles.copies import stars
from articles.models import PageChange, StoredPage, WaitingArticle
from articles.related import recomputing
from articles.searching import frequencies, tasks
from benchmarks import database
from benchmarks.timing import timed
from benchmarks.unindexed import without_indexes
from firm.models import ListChange
from hefei_site import sample_content
from hefei_site.generating import rows
from statutes.importing.progress import Progress

FIRST = 1_000_000  # the number of the first made-up article: beyond the sample's
WORKED_OUT = int(os.environ.get("WORKED_OUT") or 20_000)
INDEXING = [
    f"articles/searching/{name}.py"
    for name in ("frequencies", "index", "keywords", "postings", "tokens", "vectors")
]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of filling, safe to kill and to repeat, and what it depends on: done anew when that changes."""

    name: str
    work: Callable[[], object]
    on: str = ""


@contextmanager
def archive(size: int) -> Iterator[None]:
    """Django's connection in the archive with so many made-up articles; 0 for the sample alone."""
    with database.database(name_of(size), may_stay=True):
        _fill(size)
        yield


def name_of(size: int) -> str:
    """The name of an archive's database."""
    return f"archive_{size}"


def _fill(size: int) -> None:
    """Do what is not done yet, and all that comes after it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS benchmark_step (name text PRIMARY KEY, mark text NOT NULL)"
        )
        cursor.execute("SELECT name, mark FROM benchmark_step")
        done, marks = dict(cursor.fetchall()), ""
    for step in _steps(size):
        marks += f"{step.name} {step.on}\n"
        mark = database.digest([marks], [])
        if done.get(step.name) != mark:
            with database.filling():
                timed(f"{size:,} articles: {step.name}", size, step.work)
            with connection.cursor() as cursor:
                cursor.execute(DONE, [step.name, mark])


DONE = "INSERT INTO benchmark_step VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET mark = excluded.mark"


def _steps(size: int) -> list[Step]:
    """References come before the index, for cited provisions are terms of it."""
    code = database.digest([], (settings.BASE_DIR / name for name in INDEXING))
    return [
        Step("sample loaded", sample_content.load),
        Step("rows written", lambda: _write(size)),
        Step("waiting listed", _list_waiting, str(WORKED_OUT)),
        Step("references and sketches", lambda: _work_out(size)),
        Step("terms counted", _count, code),
        Step("indexed", _index),
        Step("settled", _settle),
    ]


def _write(size: int) -> None:
    with without_indexes():
        rows.generate(rows.Plan(size, first=FIRST), Progress(sys.stderr, what="生成 "))
    rows.vacuum()


def _list_waiting() -> None:
    if not WaitingArticle.objects.exists():
        working_out.wait_for_all()


def _work_out(size: int) -> None:
    """Sketches of all, references of the newest alone; what else is worked out after an import is left to the index."""
    first = FIRST + size - WORKED_OUT

    def references(batch: working_out.Batch) -> None:
        newest = [article for article in batch.articles if article.pk >= first]
        if newest:
            working_out.store_references(working_out.Batch(newest, [], batch.on))

    working_out.STEPS = (references, working_out.store_sketches)
    stars.learn_stock()
    working_out.work_out_all(Share(sys.stderr, "已处理 "), processes=2)


def _count() -> None:
    frequencies.count()
    tasks.ask_all(tasks.Kind.INDEX)


def _index() -> None:
    recomputing.in_processes(tasks.Kind.INDEX, 2, Progress(sys.stderr, what="编入索引 "))
    frequencies.count()


def _settle() -> None:
    """As long after an import: nothing waits, no page or list has changed, and the tables are vacuumed."""
    tables = ", ".join(model._meta.db_table for model in (WaitingArticle, PageChange, StoredPage, ListChange))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(SIZES)
        print("  " + ", ".join(f"{name} {size}" for name, size in cursor.fetchall()))


SIZES = """
SELECT relname, pg_size_pretty(pg_table_size(oid)) FROM pg_class WHERE relname IN ('articles_article',
'articles_searchdocument', 'search_title', 'search_text', 'articles_keywordposting', 'articles_keywordposting_pkey')
UNION ALL SELECT 'in all', pg_size_pretty(pg_database_size(current_database()))
"""
