"""make cluster-faults: breaks the cluster while visitors read and lawyers write, and prints what each fault cost them."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from drills import network
from drills.cluster.faults import FAULTS, HOLDS, Fault
from drills.cluster.machines import Machines
from drills.cluster.site import Whole
from drills.load import Readers, Report, Writers, public_paths
from drills.processes import DrillError, place, until

ARTICLES = 500
READS, WRITES = 20.0, 5.0  # a second
BEFORE, AFTER = 3.0, 5.0  # seconds of load before a fault and once all is whole again
LAWYERS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one fault cost."""

    fault: Fault
    readers: Report
    writers: Report
    lost: int
    whole_after: float  # seconds from the fault until three machines follow again

    @property
    def is_passed(self) -> bool:
        """No reader failed, no acknowledged write is lost, writers waited no longer than they may."""
        return not (self.readers.failed or self.lost) and self.writers.longest_gap <= self.fault.most

    def __str__(self):
        readers, writers = self.readers, self.writers
        return (
            f"| {self.fault.name} | {_failed(readers)} of {readers.asked} | {readers.longest_gap:.1f} | "
            f"{readers.p99:.2f} | {_failed(writers)} of {writers.asked} | {writers.longest_gap:.1f} "
            f"({self.fault.most:g}) | {self.lost} of {writers.acknowledged} | {self.whole_after:.0f} | "
            f"{'pass' if self.is_passed else 'FAIL'} |"
        )


def _failed(report: Report) -> str:
    """How many failed, and how: 503 ×3."""
    how = ", ".join(f"{status or 'no answer'} ×{many}" for status, many in report.failed.items())
    return f"{sum(report.failed.values())} ({how})" if how else "0"


HEAD = (
    "| fault | readers failed | their longest gap, s | p99, s | writers failed | their longest gap, s (at most) "
    "| acknowledged writes lost | whole again after, s | |\n|---|---|---|---|---|---|---|---|---|"
)


def main(wanted: Sequence[str]) -> int:
    """Rehearse all faults, or those in whose names one of these words stands; returns the exit code."""
    network.enter()
    chosen = [fault for fault in FAULTS if not wanted or any(word in fault.name for word in wanted)]
    with place("cluster") as here:
        whole = Whole(here, Machines(here))
        whole.start(ARTICLES)
        print(
            f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {READS:g} reads and {WRITES:g} writes a second\n"
        )
        print(HEAD, flush=True)
        outcomes = []
        for fault in chosen:
            outcomes.append(_rehearse(whole, fault))
            print(outcomes[-1], flush=True)
    return int(not all(outcome.is_passed for outcome in outcomes))


def _rehearse(whole: Whole, fault: Fault) -> Outcome:
    until("three machines that follow", whole.machines.is_whole, 120)
    address = whole.front.address
    accounts = [
        (name, account["password"]) for name, account in whole.accounts.items() if "secret" not in account
    ]
    with (
        Readers(address, public_paths(whole.machines.url()), READS) as readers,
        Writers(address, accounts[:LAWYERS], WRITES) as writers,
    ):
        time.sleep(BEFORE)
        began = time.monotonic()
        with fault.breaking(whole):
            _hold(began, writers)
        until(f"after {fault.name}: three machines that follow", whole.machines.is_whole, 120)
        whole_after = time.monotonic() - began
        time.sleep(AFTER)
    lost = writers.lost(whole.machines.url())
    return Outcome(fault, readers.report, writers.report, len(lost), whole_after)


def _hold(began: float, writers: Writers) -> None:
    """Leave it broken for a while, and until somebody can write again."""
    before = writers.report.acknowledged
    time.sleep(max(0.0, HOLDS - (time.monotonic() - began)))
    until("writers who write again", lambda: writers.report.acknowledged > before, 60)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except DrillError as error:
        raise SystemExit(str(error)) from None
