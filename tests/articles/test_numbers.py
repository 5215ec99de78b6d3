"""The numbers of articles, which are their addresses."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Article


@pytest.fixture
def fresh(db):
    """The counter at its start: PostgreSQL does not take numbers back when a test is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('articles_article', 'id'), 1, false)")


@pytest.fixture
def create(fresh, column, author):
    def _create(pk=None) -> int:
        return Article.objects.create(pk=pk, title="甲", column=column, author=author.lawyer).pk

    return _create


@pytest.mark.django_db
def test_an_old_number_is_kept_and_the_next_article_takes_the_next(create, write):
    assert create(pk=837828) == 837828
    assert create() == 837829
    assert write(pk=837900).pk == 837900
    assert write().pk == 837901


@pytest.mark.django_db
def test_a_lower_number_does_not_turn_the_counter_back(create):
    create(pk=837828)
    assert create(pk=5) == 5
    assert create() == 837829
    assert create(pk=837830) == 837830  # the very next one, taken by hand
    assert create() == 837831


@pytest.mark.django_db
def test_numbers_that_come_in_bulk_count_as_well(create, column, author):
    rows = [Article(pk=pk, title="甲", column=column, author=author.lawyer) for pk in (900020, 900010)]
    Article.objects.bulk_create(rows)
    assert create() == 900021


@pytest.mark.parametrize("old", [[None] * 8, [700001, None] * 4], ids=["all new", "old ones between"])
def test_who_insert_at_once_get_different_numbers(old, committed, create):
    start = Barrier(len(old), timeout=10)
    old = [pk and pk + 1000 * i for i, pk in enumerate(old)]

    def insert(pk):
        try:
            start.wait()
            return create(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(old)) as pool:
        numbers = list(pool.map(insert, old))
    assert len(set(numbers)) == len(old)
    assert sorted(Article.objects.values_list("pk", flat=True)) == sorted(numbers)
    assert create() == max(numbers) + 1
