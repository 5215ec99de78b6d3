"""`make bench`: how fast each page is served as in production, beside a bare Django view and nginx with the same bytes.

`make bench ARTICLES=838000` for as many as the old site has; 100,000 unless said otherwise.
"""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from statistics import median

from django.conf import settings
from django.db import connection, connections
from django.test.utils import get_runner

from articles.models import Article, Column, PageChange, Tag
from articles.rendering import keeping
from benchmarks import serving
from benchmarks.serving import Measured
from hefei_site import embedded_postgres, sample_content
from hefei_site.generating import rows

ROUNDS = 3
RANDOM_PAGES = 2_000
NAME = "bench_pages"
RANDOM = "articles at random, not from memory"
FIRST = 1_000_000  # beyond the sample's numbers


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with filled(many) as database, tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        ours = stack.enter_context(serving.granian(database))
        page = serving.body(ours[0] + _paths()["one article"][0])
        (folder / "1.html").write_bytes(page)
        os.environ["BARE_BODY"] = str(folder / "1.html")
        bare = stack.enter_context(serving.granian(database, "bare"))
        cases = [("bare Django view", *bare, ["/hf/1.html"])]
        # Else many of a few thousand pages would come from memory, as they would not from a whole archive.
        unkept = stack.enter_context(serving.granian(database, KEPT_SECONDS="0"))
        cases += [(what, *(unkept if what == RANDOM else ours), paths) for what, paths in _paths().items()]
        if serving.NGINX:
            cases += _behind_nginx(stack, folder, ours[0])
        print(f"{many} articles, {os.cpu_count()} cores, {len(page)} bytes a page, {ROUNDS} rounds of {serving.SECONDS} s"
              f"{'' if serving.WRK else '; without wrk: one request after the other'}")  # fmt: skip
        _print(_rounds(cases, folder))


def _behind_nginx(stack: ExitStack, folder: Path, site: str) -> list[tuple]:
    files, front = folder / "files", folder / "front"
    files.mkdir()
    front.mkdir()
    fixed = stack.enter_context(serving.nginx(files, f"location /hf/ {{ alias {folder}/; }}"))
    passed = stack.enter_context(serving.nginx(front, "include PAGES;", site.removeprefix("http://")))
    return [
        ("nginx, the same bytes from a file", *fixed, ["/hf/1.html"]),
        ("nginx as shipped, one article", *passed, _paths()["one article"]),
        ("nginx as shipped, home", *passed, ["/"]),
    ]


def _paths() -> dict[str, list[str]]:
    """What is asked for, by what it is."""
    published = Article.objects.published()
    first, last = published.order_by("pk").first().pk, published.order_by("pk").last().pk
    random = Random(1)  # noqa: S311
    wanted = [random.randint(first, last) for _ in range(RANDOM_PAGES * 2)]
    there = list(published.filter(pk__in=wanted).values_list("pk", flat=True)[:RANDOM_PAGES])
    column = _fullest(Column.objects.all(), "column")
    tag = _fullest(Tag.objects.all()[:50], "tagged__tag")
    return {
        RANDOM: [f"/hf/{pk}.html" for pk in there],
        "one article": [f"/hf/{there[0]}.html"],
        "home": ["/"],
        "column, page 1": [column.get_absolute_url()],
        "column, last page": [f"{column.get_absolute_url()}?oldest=1"],
        "tag": [tag.get_absolute_url()],
        "lawyer": [published.order_by("-pk").first().author.get_absolute_url()],
        "provision": ["/laws/%E6%B0%91%E6%B3%95%E5%85%B8/1034/"],
    }


def _fullest(rows_of, field: str):
    """The one with most published articles."""
    return max(rows_of, key=lambda row: Article.objects.published().filter(**{field: row})[:100_000].count())


def _rounds(cases: list[tuple], folder: Path) -> dict[str, list[Measured]]:
    """All cases in turn, several times, so that what else the machine does falls on all of them."""
    found: dict[str, list[Measured]] = {case[0]: [] for case in cases}
    for what, address, _, paths in cases:
        for path in paths[:200]:
            serving.body(address + path)
        print(f"  warm: {what}", file=sys.stderr, flush=True)
    for number in range(ROUNDS):
        for what, address, server, paths in cases:
            found[what].append(serving.load(address, paths, server, folder, seed=number))
    return found


def _print(found: dict[str, list[Measured]]) -> None:
    bare = median(run.per_second for run in found["bare Django view"])
    print(f"{'':<36}{'requests/s':>12}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}")
    for what, runs in found.items():
        rate, p50, p99, cpu = (median(getattr(run, name) for run in runs) for name in Measured.__slots__)
        print(f"{what:<36}{rate:>12.0f}{rate / bare:>8.2f}{p50:>9.2f}{p99:>9.2f}{cpu:>9.3f}")


@contextmanager
def filled(many: int):
    """A database of its own with the archive, its pages rendered; yields its address. BENCH_KEEP=1 leaves it for the next."""
    if settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(settings.BASE_DIR)
    connection.settings_dict["TEST"]["NAME"] = NAME
    keep = bool(os.environ.get("BENCH_KEEP"))
    runner = get_runner(settings)(verbosity=0, interactive=False, keepdb=keep)
    databases = runner.setup_databases()
    try:
        if not Article.objects.exists():
            sample_content.load()
        if many:
            rows.generate(rows.Plan(many, first=FIRST))
        _render()
        rows.vacuum()
        yield _address()
    finally:
        connections.close_all()
        runner.teardown_databases(databases)


def _render() -> None:
    """In two processes, each every other page."""
    ids = list(PageChange.objects.values_list("article", flat=True).distinct())
    connections.close_all()
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_render_part, [ids[0::2], ids[1::2]]))


def _render_part(ids: list[int]) -> None:
    connection.settings_dict["NAME"] = NAME
    keeping.keep_all(ids)


def _address() -> str:
    where = connection.settings_dict
    return f"postgres://{where['USER']}@/{where['NAME']}?host={where['HOST']}&port={where['PORT']}"


if __name__ == "__main__":
    main()
