"""A text's sketch: a few dozen numbers by which texts that say nearly the same are found among very many.

Of the hashes of all runs of six letters the smallest are kept, one in sixteen, so that the same run is kept from
every text or from none; long texts keep fewer. What two sketches share below the smaller of their bounds estimates how
much of each text the other one has (Broder 1997, with a bound for each text as in scaled MinHash).
"""

from collections.abc import Sequence
from heapq import nsmallest
from math import inf
from zlib import crc32

from articles.copies.wording import SIGN

RUN = 6
RATE = 16  # runs for one that is kept
FEWEST, MOST = 32, 256  # numbers in a sketch; a text with fewer runs keeps all


def sketch_of(letters: str) -> list[int]:
    """The sketch of a text's letters: up to MOST signed 32-bit numbers, ascending; empty for no text."""
    runs = {letters[i : i + RUN] for i in range(max(1, len(letters) - RUN + 1))} - {""}
    hashes = {crc32(run.encode()) - SIGN for run in runs}
    return nsmallest(min(max(len(hashes) // RATE, FEWEST), MOST), hashes)


def estimate(one: Sequence[int], other: Sequence[int]) -> tuple[float, float]:
    """About how much of the one text the other has, and the other way round, each from 0 to 1."""
    bound = min(_bound(one), _bound(other))
    ours, theirs = ({number for number in sketch if number <= bound} for sketch in (one, other))
    both = len(ours & theirs)
    return both / len(ours) if ours else 0.0, both / len(theirs) if theirs else 0.0


def _bound(sketch: Sequence[int]) -> float:
    """The number up to which a sketch has all of its text's hashes."""
    return sketch[-1] if len(sketch) >= FEWEST else inf
