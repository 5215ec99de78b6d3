"""DATABASES from addresses."""

import pytest

from hefei_site import databases


@pytest.mark.parametrize(
    ("url", "host", "port", "options"),
    [
        ("postgres://u:p@db:5432/n", "db", 5432, databases.PATIENCE),  # a machine that is gone is noticed
        ("postgres://u:p@a:5432,b:5433/n", "a,b", "5432,5433", databases.PATIENCE | {"target_session_attrs": "read-write"}),  # writes go to whichever takes them
        ("postgres://u:p@a:1,b:2/n?target_session_attrs=any&connect_timeout=1", "a,b", "1,2", databases.PATIENCE | {"target_session_attrs": "any", "connect_timeout": 1}),  # what is said counts
        ("postgres://u@/n?host=/run/postgresql", "", "", {"host": "/run/postgresql"}),  # a socket's other end is no machine that could be gone
    ],
)  # fmt: skip
def test_the_primary(url, host, port, options):
    found = databases.primary(url)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == (host, port, options)


def test_standbys_have_aliases_by_number():
    found = databases.standbys(["postgres://u:p@b/n", "postgres://u:p@c/n"])
    assert {alias: entry["HOST"] for alias, entry in found.items()} == {"standby-1": "b", "standby-2": "c"}


def test_a_visitor_waits_for_a_standby_no_longer_than_three_seconds():
    (entry,) = databases.standbys(["postgres://u:p@b/n"]).values()
    assert (entry["OPTIONS"]["connect_timeout"], entry["OPTIONS"]["tcp_user_timeout"]) == (2, 2_500)
