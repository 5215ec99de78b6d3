"""The measure of growth tells what grows with the length from what grows with its square."""

import pytest

from tests.growth import grows_with_length


@pytest.mark.parametrize(
    ("work", "does"),
    [
        (lambda text: sum(range(100 * len(text))), True),
        (
            lambda text: sum(range(len(text) ** 2 // 6)),
            False,
        ),  # half a second: well over what NOTHING forgives, also on a quick Python
    ],
    ids=["linear", "quadratic"],
)
def test_growth_is_told_from_its_square(work, does):
    assert grows_with_length(work, "字", 20_000) is does
