"""A million requests, and whether memory stays flat: each worker's, and that of PostgreSQL's backends."""

import argparse
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from drills.browser import Browser
from drills.faults.ground import Ground, Stage
from drills.faults.processes import workers
from drills.faults.wrk import DIRECT, Counted, Wrk
from drills.meanwhile import Meanwhile
from drills.processes import place

PART_DIRECT = 0.25  # of the requests that go straight to the node; the others go through nginx
PAGES = 20  # so often a page is asked for, for each time that something is searched for or is not there
SLICE = 15  # seconds of one wrk
GROWTH = 1.10  # what may be there at the end of what was there after the first tenth
WORDS = ["网贷逾期", "离婚 抚养", "劳动合同", "民法典 第675条", "利息", "不存在的词语", "a", "%", "公司 股权"]
ADMIN = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/article/?q=借款",
    "/admin/articles/image/",
]


@dataclass(slots=True)
class Sample:
    """Resident memory in megabytes at a moment: of each worker, and the private one of the largest backend and of all."""

    done: int
    workers: dict[int, float]
    largest: float
    backends: float

    def __str__(self):
        each = " | ".join(f"{size:.1f}" for size in self.workers.values())
        return f"| {self.done:,} | {each} | {self.largest:.1f} | {self.backends:.0f} |"


class Staff(Meanwhile):
    """A lawyer who goes on looking at pages of the admin beside all that."""

    pause = 0.2

    def __init__(self, ground: Ground):
        self._browser, self._turn = ground.lawyer(), 0
        article = ground.ask(
            "SELECT a.id FROM articles_article a JOIN firm_lawyer l ON l.id = a.author_id JOIN firm_user u ON u.id = l.user_id"
            " WHERE u.username = 'lin' ORDER BY a.id LIMIT 1"
        )
        self._pages = [
            quote(page, safe="/?=") for page in [*ADMIN, f"/admin/articles/article/{article}/change/"]
        ]
        self.statuses: list[int] = []

    def look(self) -> None:
        self.statuses.append(self._browser.get(self._pages[self._turn % len(self._pages)]).status)
        self._turn += 1


def main(arguments: list[str]) -> int:
    """Print memory at each tenth; 1 where it grew by more than a tenth, where workers died, or where pages failed."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("requests", nargs="?", type=int, default=1_000_000)
    parser.add_argument(
        "--template", type=Path, help="a folder in which the filled site stays for the next run"
    )
    asked = parser.parse_args(arguments)
    with place("soak") as here, Stage(here, asked.template) as stage, stage.ground("soak") as ground:
        pids = workers(ground.nodes[0])
        print(f"{date.today()}, {os.cpu_count()} cores; {asked.requests:,} requests, MB of resident memory\n")
        print(
            f"| requests | {' | '.join(f'worker {n}' for n, _ in enumerate(pids, 1))} | largest backend | all backends |"
        )
        print(f"|---|{'---|' * len(pids)}---|---|", flush=True)
        with Staff(ground) as staff:
            samples, counted = soak(ground, asked.requests, pids)
        return judge(samples, counted, staff.statuses, workers(ground.nodes[0]) == pids)


def soak(ground: Ground, requests: int, pids: list[int]) -> tuple[list[Sample], list[Counted]]:
    """Ask so often; a sample before, and at each tenth."""
    samples, counted = [sample(0, pids, ground)], []
    print(samples[0], "as it started", flush=True)
    asked = {True: 0, False: 0}  # straight to the node, through nginx
    for tenth in range(1, 11):
        for direct, share in ((False, 1 - PART_DIRECT), (True, PART_DIRECT)):
            while asked[direct] < requests * share * tenth / 10:
                some = _slice(ground, len(counted), direct=direct)
                counted.append(some)
                asked[direct] += some.asked
        samples.append(sample(sum(asked.values()), pids, ground))
        print(samples[-1], "warm" if tenth == 1 else "", flush=True)
    return samples, counted


def _slice(ground: Ground, turn: int, *, direct: bool) -> Counted:
    """Some seconds of everything that visitors ask for, with what is not there."""
    where = ground.directly if direct else ground.address
    paths = ground.paths * PAGES + [
        "/nowhere/",
        "/hf/99999999.html",
        "/healthz",
        "/robots.txt",
        "/about/",
        "/laws/",
        "/search/",
    ]
    paths += [f"/search/?q={quote(word)}" for word in WORDS] + [
        f"/laws/search/?q={quote(word)}" for word in WORDS
    ]
    paths += [f"/search/suggest/?q={quote(word)}" for word in WORDS]
    headers = [*(DIRECT if direct else ())]
    if turn % 4 == 3:  # a quarter asks whether what it has still holds
        headers.append(
            f"If-None-Match: {Browser(where, direct=direct).get(ground.paths[0]).headers.get('etag', '')}"
        )
    return Wrk(ground.here, where, paths, SLICE, connections=12, headers=headers).result()


def judge(samples: list[Sample], counted: list[Counted], staff: list[int], same_workers: bool) -> int:
    """Say how much is there at the end of what was there when all was warm."""
    warm, last = samples[1], samples[-1]
    grown = {
        f"worker {n}": last.workers[pid] / warm.workers[pid]
        for n, pid in enumerate(warm.workers, 1)
        if pid in last.workers
    }
    grown["largest backend"] = max(sample.largest for sample in samples[-3:]) / max(warm.largest, 1)
    errors = sum(some.errors for some in counted)
    failed = sum(many for some in counted for status, many in some.statuses.items() if status >= 500)
    told = ", ".join(f"{name} {(share - 1) * 100:+.1f} %" for name, share in grown.items())
    print(f"\nfrom warm to the end: {told}; {failed} answers of 5xx, {errors} connections failed; ", end="")
    print(
        f"{len(staff)} pages of the admin, {sum(status != 200 for status in staff)} of them not 200; ", end=""
    )
    print("the same workers to the end" if same_workers else "workers were replaced")
    is_flat = same_workers and all(share <= GROWTH for share in grown.values())
    is_well = not failed and not errors and set(staff) <= {200}
    print("pass" if is_flat and is_well else "**NOT**")
    return int(not (is_flat and is_well))


def sample(done: int, pids: list[int], ground: Ground) -> Sample:
    """Memory now."""
    backends = ground.ask("SELECT array_agg(pid) FROM pg_stat_activity WHERE usename = 'hefei'") or []
    private = [size for pid in backends if (size := _megabytes(pid, "RssAnon"))]
    return Sample(
        done, {pid: _megabytes(pid, "VmRSS") for pid in pids}, max(private, default=0.0), sum(private)
    )


def _megabytes(pid: int, what: str) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
