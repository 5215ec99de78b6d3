"""`make bench`: how fast each page is served as in production, beside a bare Django view and nginx with the same bytes.

`make bench ARTICLES=838000` for as many as the old site has; 100,000 unless said otherwise. RENDERED=n: so many articles
have a rendered page; WORKED_OUT=n: the newest so many name the law; BENCH_KEEP=1: the archive stays for the next run.
"""

import gzip
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from benchmarks import loading, processor, serving
from benchmarks.asked import GZIP, HOT, Case, cases
from benchmarks.filled import archive
from benchmarks.loading import Measured
from benchmarks.rendered import render
from benchmarks.server import address
from benchmarks.serving import Server

ROUNDS = 3
BARE = "bare Django view"
FILE, HOME_FILE = "nginx, the article from a file", "nginx, home from a file"
PACKED_FILE = "nginx, the article, gzip_static"
CPU = ("articles at random", 3.55)  # times the CPU of the bare view: .55 ms where that takes .155


class Row(NamedTuple):
    """A case with who answers it, and whose requests a second its target is a share of."""

    case: Case
    server: Server
    of: str = BARE


def main() -> None:
    size = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
    with archive(size), tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        rendered = render(size)
        folder = Path(name)
        folder.chmod(0o755)
        rows, page = _rows(stack, folder, cases(size, rendered))
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"{size:,} articles, {len(rendered):,} of them rendered; {os.cpu_count()} cores, {load:.1f} processes wait for each;"
              f" {page} bytes a page, {ROUNDS} rounds of {loading.SECONDS} s"
              f"{'' if loading.WRK else '; without wrk, one request after the other: the client slows all rows alike, so the ratios are too near 1'}")  # fmt: skip
        _print(rows, _rounds(rows, folder))


def _rows(stack: ExitStack, folder: Path, asked: list[Case]) -> tuple[list[Row], int]:
    """All cases with the servers that answer them, and how many bytes the page has that the baselines answer with."""
    # Many of a few thousand pages would come from the second's memory, as they would not from a whole archive.
    each_time = stack.enter_context(serving.granian(address(), KEPT_SECONDS="0"))
    ours = stack.enter_context(serving.granian(address()))
    hot = next(case for case in asked if case.name == "one article")
    page = serving.body(ours.address + hot.paths[0])
    (folder / "1.html").write_bytes(page)
    os.environ["BARE_BODY"] = str(folder / "1.html")
    bare = stack.enter_context(serving.granian(address(), "bare"))
    rows = [Row(Case(BARE, ["/hf/1.html"]), bare)]
    rows += [Row(case, ours if case.from_memory else each_time) for case in asked]
    return rows + (_behind_nginx(stack, folder, ours, hot) if serving.NGINX else []), len(page)


def _behind_nginx(stack: ExitStack, folder: Path, ours: Server, hot: Case) -> list[Row]:
    (folder / "home.html").write_bytes(serving.body(f"{ours.address}/"))
    (folder / "1.html.gz").write_bytes(gzip.compress((folder / "1.html").read_bytes()))
    files, front = folder / "files", folder / "front"
    files.mkdir()
    front.mkdir()
    fixed = stack.enter_context(serving.nginx(files, f"location /hf/ {{ alias {folder}/; gzip_static on; }}"))
    upstream = ours.address.removeprefix("http://")
    passed = stack.enter_context(serving.nginx(front, "include PAGES;", upstream))
    return [
        Row(Case(FILE, ["/hf/1.html"]), fixed),
        Row(Case(HOME_FILE, ["/hf/home.html"]), fixed),
        Row(Case(PACKED_FILE, ["/hf/1.html"], accepts=GZIP), fixed),
        Row(Case("nginx as shipped, one article", hot.paths, HOT), passed, FILE),
        Row(Case("nginx as shipped, home", ["/"], HOT), passed, HOME_FILE),
        Row(Case("nginx as shipped, one article, gzip", hot.paths, HOT, accepts=GZIP), passed, PACKED_FILE),
    ]


def _rounds(rows: list[Row], folder: Path) -> dict[str, Measured]:
    """All cases in turn, several times, so that what else the machine does falls on all of them; the medians."""
    found: dict[str, list[Measured]] = {row.case.name: [] for row in rows}
    database = processor.postmaster()
    for row in rows:
        for path in row.case.paths[:200]:
            loading.answers(row.server.address + path, row.case.accepts)
        print(f"  warm: {row.case.name}", file=sys.stderr, flush=True)
    for number in range(ROUNDS):
        for row in rows:
            run = loading.load(row.server, row.case.paths, folder, database, number, row.case.accepts)
            found[row.case.name].append(run)
    return {name: Measured.of(runs) for name, runs in found.items()}


def _print(rows: list[Row], found: dict[str, Measured]) -> None:
    bare = found[BARE]
    print(f"{'':<34}{'requests/s':>11}{'ratio':>7}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}  target")
    for row in rows:
        run = found[row.case.name]
        print(
            f"{row.case.name:<34}{run.per_second:>11.0f}{run.per_second / bare.per_second:>7.2f}"
            f"{run.p50:>9.2f}{run.p99:>9.2f}{run.cpu:>9.3f}  {_verdict(row, found)}"
            f"{f'; {run.refused} answers were not 200' if run.refused else ''}"
        )
    name, most = CPU
    times = found[name].cpu / bare.cpu
    print(f"{name}: CPU {times:.2f} times the bare view's, at most {most}: {_word(times <= most)}")


def _verdict(row: Row, found: dict[str, Measured]) -> str:
    """What was wanted and whether it was reached; beside nginx's file also the ratio, which the table has of the bare view."""
    if row.case.target is None:
        return "-"
    share = found[row.case.name].per_second / found[row.of].per_second
    wanted = f"{row.case.target:.2f}" + ("" if row.of == BARE else f" of the file, is {share:.2f}")
    return f"{wanted} {_word(share >= row.case.target and not found[row.case.name].refused)}"


def _word(is_reached: bool) -> str:
    return "ok" if is_reached else "short"


if __name__ == "__main__":
    main()
