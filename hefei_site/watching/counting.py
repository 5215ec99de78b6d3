"""What this process has answered since its start: requests by status, by what answered, and how long they took."""

import threading
from bisect import bisect_left
from dataclasses import dataclass, field
from time import time

# Seconds up to which a request counts for a bucket; the fastest are pages from memory, the slowest end at nginx's 60 s.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(slots=True)
class Counts:
    """Whole numbers that only grow."""

    since: float = field(default_factory=time)
    by_class: dict[str, int] = field(default_factory=lambda: {f"{n}xx": 0 for n in range(1, 6)})
    by_source: dict[str, int] = field(default_factory=lambda: {"memory": 0, "stored": 0, "made": 0})
    buckets: list[int] = field(
        default_factory=lambda: [0] * (len(BOUNDS) + 1)
    )  # each without those before it
    seconds: float = 0.0

    @property
    def requests(self) -> int:
        return sum(self.buckets)


counts = Counts()
lock = threading.Lock()  # += on what threads share is three steps


def count(status: int, seconds: float, answered: str) -> None:
    """One request has been answered."""
    with lock:
        counts.by_class[f"{status // 100}xx"] += 1
        counts.by_source[answered] += 1
        counts.buckets[bisect_left(BOUNDS, seconds)] += 1
        counts.seconds += seconds
