"""What hangs is left behind, and does not become many."""

import threading
import time

from hefei_site.watching.deadline import within


def test_answers_in_time_and_nothing_of_what_fails():
    def fails():
        raise ValueError("no")

    assert within(5, {"a": lambda: 1, "b": lambda: None, "c": fails}) == {"a": 1, "b": None}


def test_what_hangs_is_left_behind_and_not_asked_twice():
    end, asked = threading.Event(), []

    def hangs():
        asked.append(1)
        end.wait(20)
        return "late"

    begun = time.monotonic()
    first = within(0.2, {"hangs": hangs, "quick": lambda: 1})
    second = within(0.2, {"hangs": hangs})
    took = time.monotonic() - begun
    end.set()
    assert (first, second, asked, took < 3) == ({"quick": 1}, {}, [1], True)
    time.sleep(0.1)
    assert first == {"quick": 1}  # nothing comes in afterwards
    assert within(5, {"hangs": lambda: "anew"}) == {"hangs": "anew"}
