"""It is known when the timer's work was last done, by the database's clock."""

from datetime import timedelta

import pytest

from firm import last_run
from firm.models import LastRun

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_the_last_run_counts():
    assert last_run.ago("x") is None
    last_run.note("x", 9 * SECOND, went_well=False)
    LastRun.objects.update(at=LastRun.objects.get().at - timedelta(hours=1))
    assert last_run.ago("x").age >= timedelta(hours=1)
    last_run.note("x", 2 * SECOND, went_well=True)
    found = last_run.ago("x")
    assert (found.took, found.went_well, found.age < timedelta(minutes=1)) == (2 * SECOND, True, True)
    assert last_run.ago("y") is None
