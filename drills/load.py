"""Visitors who read and lawyers who write while something breaks, counted honestly: each acknowledged write is looked up."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import uuid4

import psycopg2

from drills.browser import Browser
from drills.site import Answer

READING, WRITING = 8, 2  # threads at most
FAILED_LOGIN_PAUSE = 0.5  # seconds until a writer whom nobody let in tries again
TRACES = (
    b"Traceback (most recent call last)",
    b"OperationalError",
    b"django.db",
    b"You're seeing this error",
)


@dataclass(slots=True)
class Report:
    """What those who asked saw."""

    statuses: Counter = field(default_factory=Counter)  # 0: no answer
    seconds: list[float] = field(default_factory=list)  # each answer's
    longest_gap: float = 0.0  # seconds without any good answer, from the beginning to the end
    traces: int = 0  # answers that show the inside of the site
    acknowledged: int = 0  # writes of which the site said that they are kept

    @property
    def asked(self) -> int:
        """Requests in all."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> dict[int, int]:
        """How many were no good answer, by status."""
        return {status: many for status, many in sorted(self.statuses.items()) if not is_good(status)}

    @property
    def p99(self) -> float:
        """Seconds within which 99 of 100 were answered."""
        return share(self.seconds, 0.99)

    def __str__(self):
        failed = ", ".join(f"{status or 'no answer'}: {many}" for status, many in self.failed.items())
        return (
            f"{self.asked} asked, {failed or '0 failed'}, longest gap {self.longest_gap:.1f} s, "
            f"p99 {self.p99 * 1000:.0f} ms" + (f", {self.acknowledged} saved" if self.acknowledged else "")
        )


def is_good(status: int) -> bool:
    """Whether an answer is one that a visitor is content with."""
    return 200 <= status < 400


def share(seconds: Sequence[float], part: float) -> float:
    """The time within which a part of all was answered; 0 where nothing was."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * part))] if seconds else 0.0


class Load:
    """Threads that ask so many times a second between them until they are told to stop."""

    def __init__(self, threads: int, a_second: float):
        self._every, self._threads = threads / a_second, threads
        self._report, self._lock = Report(), threading.Lock()
        self._over, self._running = threading.Event(), []
        self._good = time.monotonic()

    def __enter__(self):
        self._good = time.monotonic()
        self._running = [threading.Thread(target=self._work, args=[n]) for n in range(self._threads)]
        for thread in self._running:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._running:
            thread.join()
        self._gap(time.monotonic())

    @property
    def report(self) -> Report:
        """What was seen so far; whole once the block is left."""
        with self._lock:
            return Report(
                Counter(self._report.statuses),
                list(self._report.seconds),
                max(self._report.longest_gap, 0.0 if self._over.is_set() else time.monotonic() - self._good),
                self._report.traces,
                self._report.acknowledged,
            )

    def since(self, before: Report) -> Report:
        """What was seen after an earlier report; its longest gap is that of all."""
        now = self.report
        return Report(
            now.statuses - before.statuses,
            now.seconds[len(before.seconds) :],
            now.longest_gap,
            now.traces - before.traces,
            now.acknowledged - before.acknowledged,
        )

    def _work(self, number: int) -> None:
        due = time.monotonic() + self._every * number / self._threads
        while not self._over.wait(max(0.0, due - time.monotonic())):
            self._once(number)
            due = max(
                due + self._every, time.monotonic()
            )  # who was kept waiting does not ask for all at once

    def _once(self, number: int) -> None:
        raise NotImplementedError

    def _note(self, answer: Answer, *, is_kept: bool = False, counts: bool = True) -> None:
        """Count an answer; counts is false for one that is good and yet not what was wanted in the end."""
        with self._lock:
            self._report.statuses[answer.status] += 1
            self._report.seconds.append(answer.seconds)
            self._report.traces += any(trace in answer.body for trace in TRACES)
            self._report.acknowledged += is_kept
            if counts and is_good(answer.status):
                self._gap(time.monotonic())

    def _gap(self, now: float) -> None:
        self._report.longest_gap = max(self._report.longest_gap, now - self._good)
        self._good = now


class Readers(Load):
    """Visitors who ask for public pages in turn."""

    def __init__(
        self,
        address: str,
        paths: Sequence[str],
        a_second: float,
        *,
        direct: bool = False,
        timeout: float = 15.0,
        threads: int = READING,
    ):
        super().__init__(min(threads, max(1, int(a_second))), a_second)
        self._paths = list(paths)
        self._browser = Browser(address, direct=direct, timeout=timeout)
        self._asked = 0

    def _once(self, number: int) -> None:
        with self._lock:
            path = self._paths[self._asked % len(self._paths)]
            self._asked += 1
        self._note(self._browser.get(path))


AUTOSAVE = "/admin/articles/article/autosave/"


class Writers(Load):
    """Lawyers who log in and whose windows save what they type, each time a text of its own under a key of its own.

    accounts: names with their passwords, of people who need no second factor; each writes in a thread.
    """

    def __init__(
        self,
        address: str,
        accounts: Sequence[tuple[str, str]],
        a_second: float = 5.0,
        *,
        direct: bool = False,
        timeout: float = 15.0,
    ):
        super().__init__(len(accounts), a_second)
        self._accounts = accounts
        self._browsers = [Browser(address, direct=direct, timeout=timeout) for _ in accounts]
        self._inside = [False] * len(accounts)
        self._kept: list[str] = []

    def lost(self, database: str) -> list[str]:
        """The keys of acknowledged writes that do not stand in a database, word for word."""
        asked = psycopg2.connect(database)
        try:
            with asked, asked.cursor() as cursor:
                cursor.execute(
                    "SELECT key FROM articles_workingcopy WHERE key = ANY(%s) AND serial = 1"
                    " AND data->'title'->>0 = 'drill ' || key AND data->'body'->>0 = '<p>' || key || '</p>'",
                    [self._kept],
                )
                there = {key for (key,) in cursor.fetchall()}
        finally:
            asked.close()
        return [key for key in self._kept if key not in there]

    def _once(self, number: int) -> None:
        if not self._inside[number] and not self._log_in(number):
            return
        key = uuid4().hex
        sent = {"key": key, "tab": key, "serial": "1", "seen": "0", "article": ""}
        sent |= {"title": f"drill {key}", "body": f"<p>{key}</p>"}
        answer = self._browsers[number].post(AUTOSAVE, sent)
        is_kept = answer.status == 200 and answer.json().get("state") == "saved"
        if is_kept:
            with self._lock:
                self._kept.append(key)
        self._inside[number] = answer.status not in (302, 401, 403)
        self._note(answer, is_kept=is_kept, counts=is_kept)

    def _log_in(self, number: int) -> bool:
        self._browsers[number].cookies.clear()
        answer = self._browsers[number].log_in(*self._accounts[number])
        self._inside[number] = answer.status == 302
        self._note(answer, counts=False)
        if not self._inside[number]:
            self._over.wait(FAILED_LOGIN_PAUSE)
        return self._inside[number]


def public_paths(database: str, articles: int = 40) -> list[str]:
    """A mixture of what visitors ask for, of a database that is filled: articles above all."""
    asked = psycopg2.connect(database)
    try:
        with asked, asked.cursor() as cursor:
            cursor.execute(
                "SELECT article_id FROM articles_storedpage ORDER BY article_id DESC LIMIT %s", [articles]
            )
            pages = [f"/hf/{pk}.html" for (pk,) in cursor.fetchall()]
            cursor.execute("SELECT slug FROM articles_column ORDER BY slug LIMIT 4")
            pages += [f"/columns/{quote(slug)}/" for (slug,) in cursor.fetchall()]
            cursor.execute("SELECT slug FROM statutes_statute ORDER BY id LIMIT 2")
            pages += [f"/laws/{quote(slug)}/" for (slug,) in cursor.fetchall()]
    finally:
        asked.close()
    return [*pages, "/", "/lawyers/", f"/search/?q={quote('网贷逾期')}", "/sitemap.xml", "/atom.xml"]
