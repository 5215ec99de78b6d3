"""Bringing a small archive over."""

import pytest
from django.db import connection

from articles.archive import running
from articles.models import ImportedItem


@pytest.fixture
def bring(author, original_notice):
    """bring(path, resume=True, author=…, …): import a file; returns the result."""

    def _bring(path, *, dry_run=False, resume=False, again=False, **options) -> running.Result:
        return running.import_articles(
            path,
            running.Options(**options),
            lambda done, share: None,
            dry_run=dry_run,
            resume=resume,
            again=again,
        )

    return _bring


def settle() -> None:
    """What a commit would say of the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def told() -> dict[int | None, tuple[str, list[str]]]:
    """The report: outcome and notes by the old number."""
    return {item.number: (item.outcome, item.notes) for item in ImportedItem.objects.order_by("position")}
