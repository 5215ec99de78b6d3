"""`make bench-growth`: what each thing costs in an archive, and how that grows with its size; 10,000 and 100,000 by default.

`make bench-growth ARTICLES="10000 100000 838000"`. Each is done in one process with Django's test client, all memory of
pages off: milliseconds of its statements as seen from here, and how many they are. BENCH_KEEP=1 leaves the archives.
"""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import NamedTuple

from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from articles.related.choosing import propose
from articles.related.subjects import stored_subjects
from articles.searching.search import search
from benchmarks import asked, newsroom, publishing, questions
from benchmarks.filled import archive
from benchmarks.rendered import render
from benchmarks.timing import at, measured

TIMES, ARTICLES, PUBLISHED, OF_A_KIND = 15, 100, 20, 20


class Cost(NamedTuple):
    """The milliseconds of the statements at the median and at the 95th of a hundred, and how many they are at most."""

    p50: float
    p95: float
    statements: int


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [10_000, 100_000]
    found = [_costs(size) for size in sizes]
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(
        f"\nmilliseconds of statements, p50 and p95, and how many; processes that wait for each core: {load:.1f}"
    )
    print(f"{'':<30}" + "".join(f"{f'{size:,}':>25}" for size in sizes) + f"{'p50 grew':>11}{'p95 grew':>10}")
    for name in found[0]:
        costs = [one[name] for one in found]
        cells = "".join(f"{cost.p50:>10.2f}{cost.p95:>10.2f}{cost.statements:>5}" for cost in costs)
        first, last = costs[0], costs[-1]
        print(f"{name:<30}{cells}{last.p50 / first.p50:>10.2f}x{last.p95 / first.p95:>9.2f}x")
    print(f"the archive grew {sizes[-1] / sizes[0]:.1f}x")


def _costs(size: int) -> dict[str, Cost]:
    """What each thing costs in an archive; measured in a process of its own, for the site remembers what it has read."""
    with archive(size):
        rendered = render(size)
        connections.close_all()
        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
            return pool.submit(_measure, size, rendered).result()


def _measure(size: int, rendered: list[int]) -> dict[str, Cost]:
    newsroom.without_collected_files()
    settings.KEPT_PAGES_MB = 0
    return {name: cost for part in (_pages, _found, _published) for name, cost in part(size, rendered)}


def _pages(size: int, rendered: list[int]) -> Iterator[tuple[str, Cost]]:
    """Each page asked for several times, articles each another."""
    first, last = asked.column_paths()
    visitor, boss = Client(headers={"host": "localhost"}), newsroom.logged_in(newsroom.people()["管理员"])
    yield "article", _cost(partial(_get, visitor, f"/hf/{pk}.html") for pk in rendered[:ARTICLES])
    for name, path in {
        "home": reverse("home"),
        "column, page 1": first,
        "column, last page": last,
        "tag": asked.tag_path(),
        "provision": asked.provision_path(),
        "who cites a provision": f"{asked.provision_path()}citing/",
        "feed of the site": reverse("feed", args=["atom"]),
        "robots.txt": reverse("robots"),
        "sitemap, first file": asked.sitemap_path(),
    }.items():
        yield name, _cost([partial(_get, visitor, path)] * TIMES)
    for name, path in (("admin list, page 1", ""), ("admin search 离婚", "?q=离婚")):
        yield name, _cost([partial(_get, boss, newsroom.LIST + path)] * TIMES)


def _found(size: int, rendered: list[int]) -> Iterator[tuple[str, Cost]]:
    """Searches of each kind and of all kinds together, and lists of related articles."""
    by_kind = questions.kinds(size, Random(5), OF_A_KIND)  # noqa: S311
    for kind, some in by_kind.items():
        yield f"search: {kind}", _cost(partial(search, question) for question in some)
    yield "search: all", _cost(partial(search, question) for some in by_kind.values() for question in some)
    yield "one related list", _cost(partial(_propose, pk) for pk in rendered[:ARTICLES])


def _published(size: int, rendered: list[int]) -> Iterator[tuple[str, Cost]]:
    """Publishing: among neighbours that have lists, as in an archive in use."""
    ids = rendered[:PUBLISHED]
    publishing.recompute(publishing.neighbours(ids))
    storing, live = publishing.go_live(ids)
    yield "own and neighbours' lists", _of(storing)
    yield "going live, in all", _of(live)
    yield "a reviewer's publishing, in all", _of(publishing.publish_new(PUBLISHED))


def _get(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise ValueError(f"{path} answered {response.status_code}")
    sum(map(len, response))  # what is streamed is read


def _propose(pk: int) -> list:
    return propose(stored_subjects([pk]))


def _cost(works: Iterator[Callable]) -> Cost:
    """Of each work done once, the first once more before: what is read for the first time is not counted."""
    works = list(works)
    works[0]()
    return _of([measured(work)[2:] for work in works])


def _of(runs: list[publishing.Run]) -> Cost:
    times = [spent for spent, _ in runs]
    return Cost(at(times, 0.5), at(times, 0.95), max(statements for _, statements in runs))


if __name__ == "__main__":
    main()
