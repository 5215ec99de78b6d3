"""`make bench-import`: how fast an archive comes over, rows and then references, beside publishing one by one.

`make bench-import ARTICLES=100000` for more than the 20,000 articles of the plain call.
"""

import json
import os
import resource
import sys
import tempfile
from functools import partial
from pathlib import Path

from django.db import connection

from articles import revisions, workflow
from articles.archive import exporting, running, working_out
from articles.models import Column, WaitingArticle
from benchmarks.database import database
from benchmarks.timing import timed
from firm.models import User
from hefei_site import sample_content
from hefei_site.generating.archive import Archive

MANY = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 20_000)
ONE_BY_ONE = 40
FIRST = 2_000_000


def main() -> None:
    with database("bench_import"), tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"{MANY:,} articles; processes that wait for each core: {load:.1f}")
    sample_content.load()
    _write(folder / "old.jsonl")
    source, target = folder / "old.jsonl", folder / "new.jsonl"
    timed("rows, from the old theme's bodies", MANY, lambda: _import(source))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    some = min(MANY, 5_000)
    for first, after, processes in ((0, some // 2, 1), (some // 2, some, 2)):
        _wait(first, after)
        what = f"references, links, sketches, index, in {processes} process{'es' if processes > 1 else ''}"
        timed(what, after - first, partial(working_out.work_out_all, _silent, processes))
    timed("export of all revisions", MANY, lambda: _export(target))
    timed("baseline: written, submitted, published one by one", ONE_BY_ONE, _publish)
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


def _import(path: Path) -> None:
    result = running.import_articles(path, running.Options(author="林知远"), _silent)
    print(f"  {running.words(result.counts)}")


def _export(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        exporting.export(out, _silent)


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


if __name__ == "__main__":
    main()
