"""Rows are told by ranges, each row by a mark of its own."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from firm.models import AuditRecord, Told
from firm.verifying import tables
from firm.verifying.tables import Table, marked, rows, runs

TOLD = Table("firm_told", "已告知的事", "id")
numbers = st.lists(st.integers(1, 60), unique=True).map(sorted)


@given(numbers)
def test_runs_say_every_number_once(some):
    marks = "".join(f"{number:06x}" for number in some)
    assert marked({"keys": runs(some), "marks": marks}) == {number: f"{number:06x}" for number in some}


@pytest.mark.parametrize(
    ("some", "said"),
    [([], ""), ([7], "7"), ([1, 2, 3], "1-3"), ([1, 3, 4, 9], "1,3-4,9"), ([999, 1000], "999-1000")],
)
def test_runs_are_short(some, said):
    assert runs(some) == said


@pytest.mark.django_db
def test_ranges_keep_their_place_whatever_is_missing():
    """So that a row that goes changes one line of the manifest, not all behind it."""
    Told.objects.bulk_create([Told(pk=pk, key=str(pk)) for pk in (1, 999, 1000, 2500, 900_000_000_000)])
    before = list(rows([TOLD]))
    assert [(f.said["from"], f.said["keys"], f.said["count"]) for f in before if f.what == "range"] == [
        (0, "1,999", 2), (1000, "1000", 1), (2000, "2500", 1), (900_000_000_000, "900000000000", 1),
    ]  # fmt: skip
    assert before[-1].said == {"label": "已告知的事", "count": 5}
    Told.objects.filter(pk=999).delete()
    after = list(rows([TOLD]))
    assert [a == b for a, b in zip(before, after, strict=True)] == [False, True, True, True, False]


@pytest.mark.django_db
def test_a_row_that_changes_changes_its_mark_only():
    Told.objects.bulk_create([Told(pk=pk, key=str(pk)) for pk in (1, 2, 3)])
    before = next(rows([TOLD]))
    Told.objects.filter(pk=2).update(key="另一个")
    after = next(rows([TOLD]))
    assert before.said["sha256"] != after.said["sha256"]
    assert [marked(before.said)[pk] == marked(after.said)[pk] for pk in (1, 2, 3)] == [True, False, True]


@pytest.mark.django_db
def test_every_table_of_every_model_is_there():
    found = {table.name: table for table in tables.tables({AuditRecord})}
    wanted = set(connection.introspection.django_table_names(only_existing=True))
    assert found.keys() == wanted - {"django_migrations"}
    assert found["firm_auditrecord"].pk is None  # counted only
    assert found["django_session"].pk is None  # its key is no number
    assert found["articles_storedpage"].pk == "article_id"  # a key that refers to a number is one


@pytest.mark.django_db
def test_who_follows_is_told_after_each_range():
    told = []
    Told.objects.bulk_create([Told(pk=pk, key=str(pk)) for pk in (1, 1000, 1001)])
    list(rows([TOLD], lambda done, total: told.append(done)))
    assert told == [1, 3]
