"""Rehearse the rows of the table of faults, all or those that are named, and print what happened."""

import argparse
import os
import sys
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drills.faults import suite
from drills.faults.ground import Stage
from drills.faults.row import Found, Row
from drills.faults.rows import ROWS
from drills.processes import place

HEAD = "| row | fault | what happened | | s |\n|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the printed table."""

    row: Row
    words: str
    verdict: str  # pass, NOT, by hand, elsewhere, not there, left out
    seconds: float = 0.0

    def __str__(self):
        words = self.words.replace("|", "/").replace("\n", " ")
        seconds = f"{self.seconds:.0f}" if self.seconds else ""
        return f"| {self.row.number} | {self.row.fault} | {words} | {self.verdict} | {seconds} |"


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a row did not pass."""
    asked = _asked(arguments)
    rows = [row for row in ROWS if not asked.rows or row.number in asked.rows]
    print(f"{date.today()}, {os.cpu_count()} cores\n\n{HEAD}", flush=True)
    cases = [] if asked.live else suite.run(rows)
    lines = []
    with place("faults") as here, ExitStack() as stack:
        stage = stack.enter_context(Stage(here, asked.template))
        for row in rows:
            line = rehearse(row, stage, cases, with_tests=not asked.live)
            lines.append(line)
            print(line, flush=True)
    told = {verdict: sum(line.verdict == verdict for line in lines) for verdict in dict.fromkeys(line.verdict for line in lines)}  # fmt: skip
    print("\n" + ", ".join(f"{many} {verdict}" for verdict, many in told.items()))
    return int(any(line.verdict == "**NOT**" for line in lines))


def rehearse(row: Row, stage: Stage, cases: list[suite.Case], *, with_tests: bool = True) -> Line:
    """Rehearse a row; what goes wrong with the rehearsal itself is no pass either."""
    if row.absent:
        return Line(row, row.absent, "not there")
    if row.tests and not row.live and not with_tests:
        return Line(row, "tests, not run this time", "left out")
    began, found = time.monotonic(), Found()
    tested = suite.of(row, cases)
    if row.tests and with_tests:
        _count(tested, found)
    if row.live:
        try:
            row.live(stage, found)
        except Exception as error:
            traceback.print_exc()
            found.must(False, f"the rehearsal broke off: {type(error).__name__}: {str(error)[:300]}")
    seconds = time.monotonic() - began + sum(case.seconds for case in tested)
    for words in filter(None, (row.elsewhere and f"`{row.elsewhere}` rehearses it", row.by_hand)):
        found.say(words)
    return Line(row, "; ".join(found.words), _verdict(row, found), seconds)


def _verdict(row: Row, found: Found) -> str:
    if row.live or row.tests:
        return "pass" if found.is_right else "**NOT**"
    return "elsewhere" if row.elsewhere else "by hand"


def _count(tested: list[suite.Case], found: Found) -> None:
    many = {outcome: sum(case.outcome == outcome for case in tested) for outcome in ("passed", "failed", "skipped")}  # fmt: skip
    told = ", ".join(f"{count} {outcome}" for outcome, count in many.items() if count)
    found.must(many["passed"] > 0 and not many["failed"], f"tests: {told or 'none ran'}")


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, help="numbers of rows; all without")
    parser.add_argument("--live", action="store_true", help="leave out the tests of the suite")
    parser.add_argument(
        "--template", type=Path, help="a folder in which the filled site stays for the next run"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
