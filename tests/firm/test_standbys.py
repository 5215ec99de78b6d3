"""Which standby may be read from, and when none."""

import pytest

from firm.standbys import TRUSTED, Watch

LAG = 3.0


@pytest.fixture
def now(monkeypatch):
    """A clock that the test sets: now[0], in seconds."""
    time = [1000.0]
    monkeypatch.setattr("firm.standbys.monotonic", lambda: time[0])
    return time


@pytest.fixture
def watch():
    """Two standbys that no thread looks at."""
    return Watch(("standby-1", "standby-2"), LAG, is_looking=True)


@pytest.mark.parametrize(
    ("written", "replayed", "fresh"),
    [
        ([], {}, []),  # nothing is known yet: the primary
        ([(0, 50)], {"standby-1": (0, 50), "standby-2": (0, 50)}, ["standby-1", "standby-2"]),  # both have all
        ([(0, 50)], {"standby-1": (0, 49), "standby-2": (0, 50)}, ["standby-2"]),  # a byte is missing, and nothing older is known
        ([(2, 40), (0, 50)], {"standby-1": (0, 45)}, ["standby-1"]),  # it has what there was two seconds ago: that much it may lag
        ([(4, 40), (0, 50)], {"standby-1": (0, 45)}, []),  # four seconds are too many
        ([(60, 50)], {"standby-1": (0, 50)}, ["standby-1"]),  # the primary is away: nothing newer is known to be written
        ([(60, 50)], {"standby-1": (0, 49)}, []),  # then, too, what was written is what counts
        ([], {"standby-1": (0, 10)}, ["standby-1"]),  # a process that has begun while the primary is away
        ([(0, 50)], {"standby-1": (TRUSTED, 50)}, []),  # it has not answered since: cut off, or hanging
    ],
)  # fmt: skip
def test_a_standby_is_read_from_while_it_holds_what_was_written_a_moment_ago(
    written, replayed, fresh, now, watch
):
    """Each with how many seconds ago it was seen, and how many bytes there were."""
    for ago, lsn in written:
        watch.saw_written(lsn, now[0] - ago)
    for alias, (ago, lsn) in replayed.items():
        watch.saw_replayed(alias, lsn, now[0] - ago)
    assert sorted(watch.fresh()) == fresh


def test_they_take_turns(now, watch):
    for alias in watch.aliases:
        watch.saw_replayed(alias, 1, now[0])
    assert [watch.fresh() for _ in range(3)] == [
        ["standby-1", "standby-2"],
        ["standby-2", "standby-1"],
        ["standby-1", "standby-2"],
    ]


def test_what_was_written_is_forgotten_after_the_lag(now, watch):
    """One is kept, for the time in which the primary is away."""
    for second in range(100):
        watch.saw_written(second, now[0] + second)
    assert [lsn for _, lsn in watch.written] == [96, 97, 98, 99]


def test_how_far_each_is_behind(now, watch):
    watch.saw_written(70, now[0])
    watch.saw_replayed("standby-1", 50, now[0])
    assert watch.lags() == {"standby-1": 20, "standby-2": None}
