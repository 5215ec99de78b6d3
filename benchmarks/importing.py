"""`make bench-import`: how fast an archive comes over, rows and then references, beside publishing one by one.

`make bench-import ARTICLES=100000` for more than the 20,000 articles of the plain call.
"""

import json
import os
import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import get_runner

from articles import revisions, workflow
from articles.archive import exporting, running, working_out
from articles.models import Column, WaitingArticle
from firm.models import User
from hefei_site import embedded_postgres, sample_content
from hefei_site.generating.archive import Archive

MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ONE_BY_ONE = 40
FIRST = 2_000_000


def main() -> None:
    if settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(settings.BASE_DIR)
    connection.settings_dict["TEST"]["NAME"] = "bench_import"  # tests may run beside it
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder))
    finally:
        runner.teardown_databases(databases)


def _measure(folder: Path) -> None:
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"{MANY:,} articles; processes that wait for each core: {load:.1f}")
    sample_content.load()
    _write(folder / "old.jsonl")
    options = running.Options(author="林知远")
    with _timed("rows, from the old theme's bodies", MANY):
        result = running.import_articles(folder / "old.jsonl", options, _silent)
    print(f"  {running.words(result.counts)}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    some = min(MANY, 5_000)
    _wait(0, some // 2)
    with _timed("references, links, sketches, lint", some // 2):
        working_out.work_out_all(_silent)
    _wait(some // 2, some)
    start = time.perf_counter()
    working_out.work_out_all(_silent, processes=2)
    print(
        f"the same in two processes: {(some - some // 2) / (time.perf_counter() - start):,.0f} a second",
        flush=True,
    )
    with _timed("export of all revisions", MANY), (folder / "new.jsonl").open("w", encoding="utf-8") as out:
        exporting.export(out, _silent)
    with _timed("baseline: written, submitted, published one by one", ONE_BY_ONE):
        _publish()
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _write(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for text in Archive(3).articles(0, MANY, with_foot=True):
            body = f"<p><strong>{text.title}</strong></p>{text.body}"
            line = {
                "number": FIRST + text.number,
                "title": text.title,
                "body": body,
                "column": text.field.name,
            }
            line |= {
                "author": "站长",
                "tags": text.tag_names,
                "published_at": "2019-05-01T08:00:00",
                "views": text.number,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _wait(first: int, after: int) -> None:
    """Let only some of the articles wait."""
    WaitingArticle.objects.all().delete()
    WaitingArticle.objects.bulk_create(WaitingArticle(article_id=FIRST + i) for i in range(first, after))


def _publish() -> None:
    column, reviewer = Column.objects.first(), User.objects.get(username="shenhe")
    writer = User.objects.filter(lawyer__name="林知远").get()
    for text in Archive(4).articles(0, ONE_BY_ONE):
        content = {
            "title": text.title,
            "body": text.body,
            "column": column,
            "author": writer.lawyer,
            "ai_use": "none",
        }
        article = revisions.start(content, list(text.tag_names), by=writer).article
        workflow.perform("submit", article, by=writer, reason="测速")
        workflow.perform("publish", article, by=reviewer)


def _silent(done: int, share: float) -> None:
    pass


@contextmanager
def _timed(what: str, many: int):
    """Prints articles a second, and the CPU that each took: the steadier figure on a shared machine."""
    start, own, server = time.perf_counter(), time.process_time(), _server_seconds()
    yield
    seconds, own = time.perf_counter() - start, (time.process_time() - own) / many * 1000
    server = (_server_seconds() - server) / many * 1000
    print(
        f"{what}: {many / seconds:,.0f} a second; CPU each: Python {own:.2f} ms + PostgreSQL {server:.2f} ms,"
        f" so {1000 / (own + server):,.0f} a second on a core of one's own",
        flush=True,
    )


def _server_seconds() -> float:
    """The CPU that this connection's server process has used; 0 where it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    ticks = stat.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
