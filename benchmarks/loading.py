"""Sends requests to a server, many at once, and counts what that costs. BENCH_SECONDS=4 says how long."""

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import processor
from benchmarks.serving import Server, body

WRK = shutil.which("wrk")
CONNECTIONS, SECONDS = 16, int(os.environ.get("BENCH_SECONDS") or 4)
SCRIPT = """
local paths = {{ {paths} }}
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
init = function(args) math.randomseed({seed}) end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: requests a second, milliseconds at the median and the 99th of a hundred, CPU milliseconds a request."""

    per_second: float
    p50: float
    p99: float
    cpu: float
    refused: int = 0  # answers that were not 200

    @classmethod
    def of(cls, runs: "list[Measured]") -> "Measured":
        """The medians of several runs; what was refused in any of them counts."""
        medians = (median(getattr(run, name) for run in runs) for name in ("per_second", "p50", "p99", "cpu"))
        return cls(*medians, sum(run.refused for run in runs))


def load(server: Server, paths: list[str], folder: Path, database: int, seed: int, accepts: str) -> Measured:
    """Ask for these paths at random for SECONDS, over CONNECTIONS kept open; database is the process id of PostgreSQL's server,
    accepts the Accept-Encoding."""
    before = processor.of_tree(server.pid, database)
    if WRK:
        script = folder / "paths.lua"
        script.write_text(SCRIPT.format(paths=", ".join(f'"{path}"' for path in paths), seed=seed))
        command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s", "--latency"]
        command += ["-H", f"Accept-Encoding: {accepts}", "-s", str(script), server.address]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
        requests, per_second, p50, p99, refused = _said(said)
    else:
        requests, per_second, p50, p99, refused = _one_by_one(server.address, paths, accepts)
    spent = processor.of_tree(server.pid, database) - before
    return Measured(per_second, p50, p99, spent * 1000 / max(requests, 1), refused)


def answers(address: str, accepts: str) -> bool:
    """Whether something stands at an address."""
    try:
        return bool(body(address, accepts))
    except OSError:
        return False


def _said(text: str) -> tuple[int, float, float, float, int]:
    """Requests, requests a second, p50 and p99 in milliseconds, and how many were refused, from wrk's report."""
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    at = {p: float(n) * units[u] for p, n, u in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)\b", text)}
    requests = int(re.search(r"(\d+) requests in", text)[1])
    return (
        requests,
        float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        at["50"],
        at["99"],
        int(refused[1]) if refused else 0,
    )


def _one_by_one(address: str, paths: list[str], accepts: str) -> tuple[int, float, float, float, int]:
    """A smaller run where there is no wrk: one request after the other."""
    times, end, n, refused = [], time.perf_counter() + SECONDS, 0, 0
    while (start := time.perf_counter()) < end:
        refused += not answers(address + paths[n % len(paths)], accepts)
        times.append((time.perf_counter() - start) * 1000)
        n += 1
    times.sort()
    return n, n / SECONDS, times[n // 2], times[n * 99 // 100], refused
