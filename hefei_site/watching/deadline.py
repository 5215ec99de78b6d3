"""Questions that may hang (a database that is gone, a disk on the network) asked with an end to the patience."""

import logging
import threading
from collections.abc import Callable, Mapping
from time import monotonic

from django.db import connections

log = logging.getLogger(__name__)
_asking: dict[
    str, threading.Thread
] = {}  # by name the thread that asks, so that those that hang do not become many
_lock = threading.Lock()


def within(seconds: float, questions: Mapping[str, Callable[[], object]]) -> dict[str, object]:
    """The answers that came in time, by the names of their questions; what failed or hangs is missing, and in the log.

    Each is asked in a thread with database connections of its own, all at once. One that still hangs from the last time is
    not asked again, so a process has at most one such thread for each name.
    """
    end, answers = monotonic() + seconds, {}
    threads = [thread for name, ask in questions.items() if (thread := _begin(name, ask, answers))]
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    return dict(answers)  # what comes later must not change it


def _begin(name: str, ask: Callable[[], object], answers: dict) -> threading.Thread | None:
    with _lock:
        if name in _asking and _asking[name].is_alive():
            log.warning("%s still hangs", name)
            return None
        thread = threading.Thread(target=_ask, args=[name, ask, answers], name=f"within-{name}", daemon=True)
        _asking[name] = thread
        thread.start()
        return thread


def _ask(name: str, ask: Callable[[], object], answers: dict) -> None:
    try:
        answers[name] = ask()
    except Exception as error:
        log.warning("%s failed: %s: %s", name, type(error).__name__, error)
    finally:
        connections.close_all()  # this thread's
