"""What becomes of each article of a made-up archive."""

from datetime import UTC, datetime, timedelta

import pytest

from hefei_site.generating.fates import fate

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("many", [10, 838_000, 10_000_000])
def test_the_articles_come_out_one_after_the_other_in_ten_years(many):
    first, middle, last = (fate(number, many, UNTIL).published_at for number in (1, many // 2, many))
    assert (first.year, last < UNTIL) == (2016, True)
    assert UNTIL - last < UNTIL - middle < UNTIL - first <= timedelta(days=3650)
