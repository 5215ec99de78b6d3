"""The table of faults is whole: every row is there once, says how it is shown, and names tests that exist."""

import ast

import pytest

from drills.faults import suite
from drills.faults.__main__ import rehearse
from drills.faults.row import Row
from drills.faults.rows import ROWS
from drills.faults.wrk import read
from drills.site import ROOT


def test_every_row_of_the_table_is_there_once():
    assert [row.number for row in ROWS] == list(range(1, 56))


def test_every_row_says_how_it_is_shown():
    assert [row.number for row in ROWS if not (row.live or row.tests or row.elsewhere or row.absent)] == []


@pytest.mark.parametrize("node", sorted({node for row in ROWS for node in row.tests}))
def test_the_tests_of_a_row_exist(node):
    file, _, name = node.partition("::")
    module = ast.parse((ROOT / file).read_text("utf-8"))
    assert not name or name in {part.name for part in ast.walk(module) if isinstance(part, ast.FunctionDef)}


REPORT = """<testsuites><testsuite>
<testcase classname="tests.a.test_b" name="test_one[x]" time="0.5"/>
<testcase classname="tests.a.test_b" name="test_one[y]" time="0.5"><failure/></testcase>
<testcase classname="tests.a.test_b" name="test_two" time="0.1"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("tests", "words", "verdict"),
    [
        (("tests/a/test_b.py",), "✗ tests: 1 passed, 1 failed, 1 skipped", "**NOT**"),  # by file
        (("tests/a/test_b.py::test_one",), "✗ tests: 1 passed, 1 failed", "**NOT**"),
        (("tests/a/test_b.py::test_two",), "✗ tests: 1 skipped", "**NOT**"),  # nothing is shown
        (("tests/a/test_c.py",), "✗ tests: none ran", "**NOT**"),
    ],
)
def test_tests_are_counted_for_their_row(tests, words, verdict, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    line = rehearse(Row(1, "fault", "must", tests=tests), None, suite.read(report))
    assert (line.words, line.verdict) == (words, verdict)


def broken(stage, found):
    found.must(True, "this went well")
    raise OSError("no disk")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row(1, "f", "m", live=lambda stage, found: found.must(True, "so it was")), "pass"),
        (Row(1, "f", "m", live=lambda stage, found: found.must(False, "so it was not")), "**NOT**"),
        (Row(1, "f", "m", live=broken), "**NOT**"),  # a rehearsal that breaks off shows nothing
        (Row(1, "f", "m", elsewhere="make x"), "elsewhere"),
        (Row(1, "f", "m", by_hand="a phone"), "by hand"),
        (Row(1, "f", "m", absent="no such thing"), "not there"),
    ],
)
def test_the_verdict(row, verdict):
    assert rehearse(row, None, []).verdict == verdict


def test_what_wrk_counts():
    said = "junk\nERRORS 1 0 2 0 P99 12000\nSTATUS 200 5\nSTATUS 503 2\nSTATUS 200 3\n"
    counted = read(said)
    assert (counted.statuses, counted.errors, counted.failed, counted.p99) == ({200: 8, 503: 2}, 3, 5, 0.012)
