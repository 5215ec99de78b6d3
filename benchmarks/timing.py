"""Measures work: what it costs in all, in PostgreSQL's statements, in processor time, and how many statements these are."""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import connection

from benchmarks import processor


class InTheDatabase:
    """Adds up the time that statements take, seen from here: with what it costs to send and read them."""

    def __init__(self):
        self.spent, self.statements = 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.spent += time.perf_counter() - start
            self.statements += 1


def measured(work: Callable[[], object]) -> tuple[object, float, float, int]:
    """What some work gives, its milliseconds, those of its statements, and how many these are."""
    counted, start = InTheDatabase(), time.perf_counter()
    with connection.execute_wrapper(counted):
        result = work()
    return result, (time.perf_counter() - start) * 1000, counted.spent * 1000, counted.statements


def at(times: Iterable[float], share: float) -> float:
    """The time below which a share of them lies."""
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * share))]


class Cost(NamedTuple):
    """The milliseconds at the median and at the 95th of a hundred, and how many statements at most."""

    p50: float
    p95: float
    statements: int

    @classmethod
    def of(cls, runs: Iterable[tuple[float, int]]) -> "Cost":
        """Of runs with their milliseconds and statements."""
        times, statements = zip(*runs, strict=True)
        return cls(at(times, 0.5), at(times, 0.95), max(statements))


def quantiles(times: Iterable[float]) -> str:
    """p50 / p95 / the most."""
    times = list(times)
    return f"{at(times, 0.5):7.1f} {at(times, 0.95):7.1f} {max(times):7.1f}"


def timed(what: str, many: int, work: Callable[[], object]) -> None:
    """Do some work for so many articles; prints how many a second, and the CPU of each: the steadier figure."""
    server = processor.postmaster()
    start, own, theirs = time.perf_counter(), processor.own(), processor.of_tree(server)
    work()
    spent = time.perf_counter() - start
    own, theirs = ((after - before) * 1000 / max(many, 1) for before, after in
                   ((own, processor.own()), (theirs, processor.of_tree(server))))  # fmt: skip
    print(
        f"{what} in {spent:.1f} s: {many / spent:,.0f} a second; CPU each: Python {own:.2f} ms +"
        f" PostgreSQL {theirs:.2f} ms, so {1000 / max(own + theirs, 0.001):,.0f} a second of one core",
        flush=True,
    )
