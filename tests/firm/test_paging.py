"""A long list is counted only so far as it is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firm import audit, paging
from firm.models import AuditRecord


@pytest.mark.parametrize(("rows", "count", "pages"), [(0, 0, 1), (3, 3, 2), (4, 4, 2), (6, 4, 2)])
def test_count(rows, count, pages, db, monkeypatch):
    monkeypatch.setattr(paging.BoundedPaginator, "most", 4)
    for _ in range(rows):
        audit.record("甲", by=None)
    paginator = paging.BoundedPaginator(AuditRecord.objects.all(), 2)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert (paginator.count, paginator.num_pages) == (count, pages)
    assert ["LIMIT 4" in query["sql"] for query in queries] == [True]
    assert paginator.counted == ("4 篇以上" if count == 4 else f"{count} 篇")
