"""The figures of the site for Prometheus: what waits in the database, and what this process has answered.

Each worker counts for itself (label process, its number for the system), and a question reaches any of them: sum over the
label, rate() first. Exact numbers of requests are in nginx's log.
"""

import os
import threading
from collections.abc import Callable, Iterator
from itertools import accumulate
from time import monotonic

from django.db import connection

from firm import backups, last_run, standbys
from hefei_site.watching import counting, engine, exposition, process, readiness, waiting
from hefei_site.watching.deadline import within
from hefei_site.watching.exposition import COUNTER, GAUGE, HISTOGRAM, Family, gauge, labelled

PATIENCE = 3.0  # seconds for what the database is asked
COUNTED_EVERY = 60.0  # seconds, what takes the database a tenth of a second at 838,000 articles
_counted: dict[str, tuple[float, int]] = {}
_lock = threading.Lock()


def text() -> str:
    """All of them. What the database does not tell in time is left out; that it did not is a figure, too."""
    found = within(PATIENCE, {"figures": lambda: list(_of_the_database())})
    base = found.get("figures", [])
    return exposition.text(
        [gauge("hefei_database_up", "1 where the database answered.", bool(base)), *base, *_of_this_node()]
    )


def seldom(name: str, count: Callable[[], int]) -> int:
    """What a count gave, asked anew after COUNTED_EVERY."""
    with _lock:
        at, value = _counted.get(name, (0.0, 0))
        if not at or monotonic() - at > COUNTED_EVERY:
            _counted[name] = at, value = monotonic(), count()
        return value


def _of_the_database() -> Iterator[Family]:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [readiness.STATEMENT])
    live, holding = seldom("live", waiting.live), seldom("holding", waiting.holding)
    yield gauge("hefei_articles_live", "Live articles.", live)
    yield gauge(
        "hefei_pages_to_render", "Live articles without a rendered page that holds.", max(0, live - holding)
    )
    yield labelled(
        "hefei_revisions_in_review", GAUGE, "Revisions that wait for a reviewer.", "waited", waiting.reviews()
    )
    yield gauge("hefei_releases_overdue", "Approved revisions whose hour has passed.", waiting.overdue())
    yield labelled("hefei_mails", GAUGE, "Mails not sent: waiting, or given up.", "state", waiting.mails())
    yield labelled(
        "hefei_pushes", GAUGE, "Pushes to search engines: due, or given up.", "state", waiting.pushes()
    )
    yield labelled(
        "hefei_index_tasks", GAUGE, "What the index is yet to take in.", "kind", waiting.index_tasks()
    )
    last = last_run.ago(last_run.RUN_DUE)
    yield gauge(
        "hefei_run_due_age_seconds", "Since run_due last came to its end.", last and last.age.total_seconds()
    )
    yield gauge("hefei_run_due_went_well", "1 where all of it was done.", last and last.went_well)
    age = backups.standing().age
    yield gauge(
        "hefei_backup_age_seconds",
        "Since the newest moment that can be restored.",
        None if age is None else age.total_seconds(),
    )
    size = engine.size()
    yield gauge("hefei_database_size_bytes", "Size of the database.", size.database)
    yield gauge("hefei_database_connections", "Connections in use.", size.used)
    yield gauge("hefei_database_connections_allowed", "max_connections.", size.allowed)


def _of_this_node() -> Iterator[Family]:
    lags = standbys.watch().lags()
    known = {alias: lag for alias, lag in lags.items() if lag is not None}
    up = {alias: float(lag is not None) for alias, lag in lags.items()}
    yield labelled("hefei_standby_up", GAUGE, "1 where the standby answers.", "standby", up)
    yield labelled(
        "hefei_standby_lag_bytes", GAUGE, "WAL that the standby has yet to replay.", "standby", known
    )
    mine = {"process": str(os.getpid())}
    yield _mine(
        "hefei_process_resident_memory_bytes", GAUGE, "Memory of this process.", mine, process.resident()
    )
    yield _mine(
        "hefei_process_cpu_seconds_total", COUNTER, "Processor time.", mine, process.processor_seconds()
    )
    yield _mine("hefei_process_start_time_seconds", GAUGE, "Start, since 1970.", mine, process.started_at())
    with counting.lock:
        yield from _requests(counting.counts, mine)


def _requests(counts: counting.Counts, mine: dict[str, str]) -> Iterator[Family]:
    yield Family(
        "hefei_requests_total",
        COUNTER,
        "Requests answered, by class of status.",
        tuple(("", {"status": name, **mine}, many) for name, many in counts.by_class.items()),
    )
    yield Family(
        "hefei_answers_total",
        COUNTER,
        "Requests by what answered: memory, the stored page, or made anew.",
        tuple(("", {"source": name, **mine}, many) for name, many in counts.by_source.items()),
    )
    bounds = [*map(repr, counting.BOUNDS), "+Inf"]
    buckets = zip(bounds, accumulate(counts.buckets), strict=True)
    yield Family(
        "hefei_request_duration_seconds",
        HISTOGRAM,
        "How long answers took, up to their first byte.",
        (
            *(("_bucket", {"le": bound, **mine}, many) for bound, many in buckets),
            ("_sum", mine, counts.seconds),
            ("_count", mine, counts.requests),
        ),
    )


def _mine(name: str, kind: str, help: str, labels: dict[str, str], value: float) -> Family:
    return Family(name, kind, help, (("", labels, value),))
