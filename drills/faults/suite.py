"""Rows that the test suite holds: their tests run once for all of them, and are counted for each row."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from drills.faults.row import Row
from drills.site import ROOT


@dataclass(frozen=True, slots=True)
class Case:
    """A test that ran: its node id without parameters, what became of it, its seconds."""

    node: str
    outcome: str  # passed, failed, skipped
    seconds: float


def run(rows: Iterable[Row]) -> list[Case]:
    """Run the tests of these rows in one run of pytest."""
    nodes = sorted({node for row in rows for node in row.tests})
    if not nodes:
        return []
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short", "--create-db"]
        done = subprocess.run([*command, f"--junitxml={report}", *nodes], cwd=ROOT, check=False, capture_output=True, text=True)  # fmt: skip
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stdout + done.stderr)
        if done.returncode:
            print(done.stdout, file=sys.stderr)
        return read(report)


def read(report: Path) -> list[Case]:
    """The tests of a report in JUnit's form."""
    return [_case(case) for case in ElementTree.parse(report).iter("testcase")]  # noqa: S314  # our own


def _case(case: ElementTree.Element) -> Case:
    found = {child.tag for child in case}
    outcome = "failed" if found & {"failure", "error"} else "skipped" if "skipped" in found else "passed"
    file = f"{case.get('classname', '').replace('.', '/')}.py"
    name = case.get("name", "").partition("[")[0]
    return Case(f"{file}::{name}", outcome, float(case.get("time", 0)))


def of(row: Row, cases: Iterable[Case]) -> list[Case]:
    """Those cases that are a row's."""
    wanted = set(row.tests)
    return [case for case in cases if wanted & {case.node, case.node.partition("::")[0]}]
