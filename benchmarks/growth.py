"""`make bench-growth`: what each thing costs in an archive, and how that grows with its size; 10,000 and 100,000 by default.

`make bench-growth ARTICLES="10000 100000 838000"`. Each is done in one process with Django's test client, all memory of
pages off: milliseconds of its statements as seen from here, and how many they are. BENCH_KEEP=1 leaves the archives.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from random import Random

from django.conf import settings
from django.test import Client
from django.urls import reverse

from articles.related.choosing import propose
from articles.related.subjects import stored_subjects
from articles.searching.search import search
from benchmarks import asked, newsroom, publishing, questions
from benchmarks.filled import archive, name_of
from benchmarks.processes import apart
from benchmarks.rendered import render
from benchmarks.server import use
from benchmarks.timing import Cost, measured

ROUNDS = 3
TIMES, ARTICLES, PUBLISHED, OF_A_KIND = 6, 60, 10, 10  # each round
Runs = dict[str, list[publishing.Run]]


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [10_000, 100_000]
    with ExitStack() as stack:
        pages = {}
        for size in sizes:
            stack.enter_context(archive(size))
            pages[size] = render(size)
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(
            f"\nmilliseconds of statements, p50 and p95, and how many; processes that wait for each core: {load:.1f}"
        )
        print(
            f"{'':<32}"
            + "".join(f"{f'{size:,}':>25}" for size in sizes)
            + f"{'p50 grew':>11}{'p95 grew':>10}"
        )
        for part in (_pages, _found, _published):
            _say(_measured(part, pages))
    print(f"the archives grew {sizes[-1] / sizes[0]:.1f}x")


def _measured(part: Callable, pages: dict[int, list[int]]) -> list[Runs]:
    """A part of the table at each size, several rounds in turn, so that what else the machine does falls on all sizes.

    Each in a process of its own, for the site remembers what it has read of an archive.
    """
    found: dict[int, Runs] = {size: {} for size in pages}
    for number in range(ROUNDS):
        for size, rendered in pages.items():
            for name, runs in apart(_measure, part, size, rendered, number).items():
                found[size].setdefault(name, []).extend(runs)
    return list(found.values())


def _measure(part: Callable, size: int, rendered: list[int], number: int) -> Runs:
    use(name_of(size))
    newsroom.without_collected_files()
    settings.KEPT_PAGES_MB = 0
    return dict(part(size, rendered, number))


def _say(found: list[Runs]) -> None:
    for name in found[0]:
        costs = [Cost.of(runs[name]) for runs in found]
        cells = "".join(f"{cost.p50:>10.2f}{cost.p95:>10.2f}{cost.statements:>5}" for cost in costs)
        first, last = costs[0], costs[-1]
        print(f"{name:<32}{cells}{last.p50 / first.p50:>10.2f}x{last.p95 / first.p95:>9.2f}x", flush=True)


def _pages(size: int, rendered: list[int], number: int) -> Iterator[tuple[str, list]]:
    """Each page asked for several times, articles each another."""
    first, last = asked.column_paths()
    visitor, boss = Client(headers={"host": "localhost"}), newsroom.logged_in(newsroom.people()["管理员"])
    some = rendered[number * ARTICLES :][:ARTICLES]
    yield "article", _each((partial(_get, visitor, f"/hf/{pk}.html") for pk in some), ARTICLES)
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
        yield name, _each([partial(_get, visitor, path)] * TIMES)
    for name, path in (("admin list, page 1", ""), ("admin search 离婚", "?q=离婚")):
        yield name, _each([partial(_get, boss, newsroom.LIST + path)] * TIMES)


def _found(size: int, rendered: list[int], number: int) -> Iterator[tuple[str, list]]:
    """Searches of each kind and of all kinds together, and lists of related articles."""
    found = []
    by_kind = questions.kinds(size, Random(5 + number), OF_A_KIND)  # noqa: S311
    for kind, some in by_kind.items():
        found.append(_each((partial(search, question) for question in some), 3))
        yield f"search: {kind}", found[-1]
    yield "search: all of these", [run for runs in found for run in runs]
    yield "one related list", _each(partial(_propose, pk) for pk in rendered[number * ARTICLES :][:ARTICLES])


def _published(size: int, rendered: list[int], number: int) -> Iterator[tuple[str, list]]:
    """Publishing: among neighbours that have lists, as in an archive in use."""
    ids = rendered[number * PUBLISHED :][:PUBLISHED]
    publishing.recompute(publishing.neighbours(ids))
    storing, live = publishing.go_live(ids)
    yield "own and neighbours' lists", storing
    yield "going live, in all", live
    yield "a reviewer's publishing, in all", publishing.publish_new(PUBLISHED)


def _get(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise ValueError(f"{path} answered {response.status_code}")
    sum(map(len, response))  # what is streamed is read


def _propose(pk: int) -> list:
    return propose(stored_subjects([pk]))


def _each(works: Iterable[Callable], before: int = 1) -> list[publishing.Run]:
    """What each of the works took, once; so many are done before, for what is read for the first time is not counted."""
    works = list(works)
    for work in works[:before]:
        work()
    return [measured(work)[2:] for work in works]


if __name__ == "__main__":
    main()
