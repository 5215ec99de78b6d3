"""What goes on beside the rest ends with its block, and does not fail in silence."""

import pytest

from drills.meanwhile import Meanwhile
from drills.processes import until


class Counting(Meanwhile):
    pause = 0.001

    def __init__(self, fails_at: int = 0):
        self.looks, self._fails_at = 0, fails_at

    def look(self):
        self.looks += 1
        if self.looks == self._fails_at:
            raise ValueError("no more")


def test_it_goes_on_while_the_block_lasts_and_no_longer():
    with Counting() as counting:
        until("three looks", lambda: counting.looks >= 3)
    after = counting.looks
    assert (after >= 3, counting._thread.is_alive()) == (True, False)


def test_what_it_raises_is_raised_where_the_block_ends():
    with pytest.raises(ValueError, match="no more"), Counting(fails_at=2) as counting:
        until("its end", lambda: not counting._thread.is_alive())


def test_the_failure_of_the_block_itself_is_the_one_that_is_told():
    def block():
        with Counting(fails_at=1) as counting:
            until("its end", lambda: not counting._thread.is_alive())
            raise KeyError

    with pytest.raises(KeyError):
        block()
