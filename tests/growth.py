"""How the cost of a text grows with its length: what a test may say of time on a machine that others use too."""

import gc
import time
from collections.abc import Callable

LENGTHS = 4  # how many times as long the long text is: what takes its square takes sixteen times as long
NOTHING = 0.02  # seconds below which the clock says more about the machine than about the work


def grows_with_length(work: Callable[[str], object], piece: str, length: int) -> bool:
    """Whether `work` on `length` characters of the repeated piece takes about four times what a quarter of them takes.

    By the processor's clock, the best of three taken in turns, without the collector's walks through the whole test
    process; twice the time is forgiven, the square of it is not.
    """
    long = (piece * (length // len(piece) + 1))[:length]
    short = long[: length // LENGTHS]
    work(short[:1000])  # what is worked out once, before the clock
    runs = [(_seconds(work, short), _seconds(work, long)) for _ in range(3)]
    return min(after for _, after in runs) < 2 * LENGTHS * max(min(before for before, _ in runs), NOTHING)


def _seconds(work: Callable[[str], object], text: str) -> float:
    was_enabled = gc.isenabled()
    gc.disable()
    start = time.process_time()
    work(text)
    spent = time.process_time() - start
    if was_enabled:
        gc.enable()
    return spent
