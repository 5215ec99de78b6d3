"""Whether a law holds follows from its dates alone."""

from datetime import date

import pytest

from statutes.models import Statute, StatuteVersion
from statutes.status import (
    Status,
    next_change,
    standing_on,
    standings,
    statute_status,
    version_on,
    version_status,
)

START, END, REPEAL = date(2021, 1, 1), date(2024, 7, 1), date(2026, 1, 1)
BEFORE, BETWEEN, AFTER = date(2020, 12, 31), date(2022, 6, 1), date(2024, 7, 2)


def version(promulgated: int, start: date | None = None, end: date | None = None) -> StatuteVersion:
    """A version of that year."""
    return StatuteVersion(promulgated_on=date(promulgated, 1, 1), effective_from=start, effective_to=end)


@pytest.mark.parametrize(
    ("start", "end", "has_successor", "on", "status"),
    [
        (START, None, False, BEFORE, "not_yet"),
        (START, None, False, START, "in_force"),  # from its first day on
        (START, None, False, AFTER, "in_force"),
        (START, END, False, date(2024, 6, 30), "in_force"),  # the last day
        (START, END, False, END, "repealed"),  # effective_to is the first day without it
        (START, END, True, END, "amended"),  # another version took its place
        (START, END, True, BETWEEN, "in_force"),  # the successor is there but not yet due
        (None, None, False, AFTER, "unknown"),
        (None, END, False, AFTER, "unknown"),  # no start: nothing is said
    ],
)
def test_version_status(start, end, has_successor, on, status):
    assert version_status(version(2020, start, end), on, has_successor=has_successor) == Status(status)


OLD = version(2015, date(2016, 1, 1), END)
NEW = version(2023, END)
OPEN_ENDED = version(2015, date(2016, 1, 1))
UNDATED = version(2023)
LATE = version(2024, date(2030, 1, 1))
ENDED = version(2000, date(2001, 1, 1), date(2016, 1, 1))
SHORT = version(2010, date(2011, 1, 1), END)


@pytest.mark.parametrize(
    ("versions", "repealed_on", "on", "status", "applies"),
    [
        ([], None, BETWEEN, "unknown", None),  # no text
        ([OLD, NEW], None, BETWEEN, "in_force", OLD),
        ([NEW, OLD], None, BETWEEN, "in_force", OLD),  # in whatever order
        ([OLD, NEW], None, END, "in_force", NEW),  # on the day of the change
        ([OLD, NEW], None, date(2015, 6, 1), "not_yet", NEW),  # before any: the newest words we have
        ([OLD], None, AFTER, "repealed", OLD),  # ended, and nothing came after it
        ([NEW], None, BETWEEN, "not_yet", NEW),
        ([OPEN_ENDED, NEW], None, AFTER, "in_force", NEW),  # nobody closed the old one
        ([OLD, NEW, UNDATED], None, END, "in_force", NEW),  # its first day, though it is not the newest
        ([OLD, LATE], None, AFTER, "not_yet", LATE),  # a gap: the old one ended, the new one has not begun
        ([ENDED, OLD], None, date(2018, 6, 1), "in_force", OLD),
        ([ENDED, SHORT], None, AFTER, "repealed", SHORT),  # the last of them says what became of the law
        ([UNDATED], None, AFTER, "unknown", UNDATED),
        ([OPEN_ENDED, UNDATED], None, BETWEEN, "in_force", OPEN_ENDED),  # the new one is not promulgated yet
        (
            [OPEN_ENDED, UNDATED],
            None,
            AFTER,
            "unknown",
            UNDATED,
        ),  # it may have begun: nothing certain is said
        ([OLD, UNDATED], None, AFTER, "unknown", UNDATED),
        ([OLD, NEW], REPEAL, date(2025, 12, 31), "in_force", NEW),
        ([OLD, NEW], REPEAL, REPEAL, "repealed", NEW),  # from that day on, whatever the versions say
        ([], REPEAL, REPEAL, "repealed", None),
    ],
)
def test_statute_status_and_version_on(versions, repealed_on, on, status, applies):
    assert statute_status(Statute(repealed_on=repealed_on), versions, on) == Status(status)
    assert version_on(versions, on) is applies


@pytest.mark.parametrize(
    ("versions", "repealed_on", "on", "change"),
    [
        ([], None, BETWEEN, None),
        ([version(2020, START)], None, BEFORE, START),  # starts
        ([version(2020, START)], None, START, None),  # the day itself has come
        ([OLD], None, BETWEEN, END),  # ends
        ([OLD, version(2022, date(2023, 5, 1))], None, BETWEEN, date(2023, 5, 1)),  # the nearest of several
        ([NEW], REPEAL, AFTER, REPEAL),
        ([OLD, NEW], REPEAL, BETWEEN, END),  # before the repeal
        ([NEW], REPEAL, REPEAL, None),
        ([UNDATED], None, BETWEEN, None),
    ],
)
def test_next_change(versions, repealed_on, on, change):
    assert next_change(Statute(repealed_on=repealed_on), versions, on) == change


UNDATED_OLD = version(2015)


@pytest.mark.parametrize(
    ("versions", "on", "expected"),
    [
        ([OLD, NEW], END, ["in_force", "amended"]),
        ([OPEN_ENDED, NEW], BETWEEN, ["not_yet", "in_force"]),
        ([OPEN_ENDED, NEW], END, ["in_force", "amended"]),  # whoever did not close the old one
        ([OPEN_ENDED, UNDATED], date(2022, 12, 31), ["unknown", "in_force"]),
        (
            [OPEN_ENDED, UNDATED],
            date(2023, 1, 1),
            ["unknown", "amended"],
        ),  # from the promulgation of the next on
        ([UNDATED_OLD, NEW], BETWEEN, ["not_yet", "unknown"]),
        ([UNDATED_OLD, NEW], END, ["in_force", "amended"]),  # superseded, though its own start is unknown
    ],
)
def test_standings(versions, on, expected):
    """The newest first."""
    assert [status for _, status in standings(versions, on)] == [Status(name) for name in expected]


@pytest.mark.parametrize("on", [date(year, month, 2) for year in range(2016, 2032) for month in (1, 7)])
def test_on_any_day_one_of_the_dated_versions_is_in_force(on):
    found = [status for _, status in standings([OPEN_ENDED, SHORT, NEW, LATE], on)]
    assert found.count(Status.IN_FORCE) == 1


@pytest.mark.parametrize(
    ("versions", "on", "expected"),
    [
        ([UNDATED_OLD, NEW], BETWEEN, UNDATED_OLD),  # not the one that has not begun
        ([OPEN_ENDED, UNDATED], BETWEEN, OPEN_ENDED),
        ([OPEN_ENDED, UNDATED], AFTER, UNDATED),
    ],
)
def test_the_version_of_a_day_where_a_start_is_unknown(versions, on, expected):
    assert version_on(versions, on) is expected


def test_the_promulgation_of_an_undated_successor_is_a_change():
    assert next_change(Statute(), [OPEN_ENDED, UNDATED], BETWEEN) == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("shown", "on", "status"),
    [
        (OLD, BETWEEN, "in_force"),
        (OLD, END, "amended"),
        (NEW, BETWEEN, "not_yet"),
        (NEW, AFTER, "in_force"),
        (NEW, REPEAL, "repealed"),  # the statute's end is that of the text which applied until then
        (OLD, REPEAL, "amended"),  # it had been replaced before
        (None, BETWEEN, "in_force"),  # no version: what the statute is
    ],
)
def test_the_standing_of_one_version(shown, on, status):
    assert standing_on(Statute(repealed_on=REPEAL), shown, [OLD, NEW], on) == Status(status)
