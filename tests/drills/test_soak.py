"""What the soak makes of its samples."""

import pytest

from drills import soak
from drills.faults.wrk import Counted
from drills.soak import Sample

FINE = [Counted({200: 90, 404: 10}, 0, 0.01)]


def samples(*sizes: float) -> list[Sample]:
    """Of one worker and the largest backend, alike."""
    return [Sample(n, {7: size}, size, size) for n, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "counted", "staff", "same", "status"),
    [
        ((50, 100, 100, 109), FINE, [200], True, 0),  # what is there before the first tenth does not count
        ((50, 100, 100, 111), FINE, [200], True, 1),
        ((50, 100, 100, 100), FINE, [200], False, 1),  # a worker that began anew proves nothing
        ((50, 100, 100, 100), FINE, [200, 302], True, 1),
        ((50, 100, 100, 100), [Counted({200: 9, 503: 1}, 0, 0.01)], [200], True, 1),
        ((50, 100, 100, 100), [Counted({200: 9}, 1, 0.01)], [200], True, 1),
    ],
)
def test_judge(sizes, counted, staff, same, status, capsys):
    assert soak.judge(samples(*sizes), counted, staff, same) == status
    assert capsys.readouterr().out.endswith("**NOT**\n" if status else "pass\n")
