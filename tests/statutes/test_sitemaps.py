"""The sitemaps of the law: the pages that search engines may list, and no other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statutes.models import Provision, Statute, StatuteVersion
from statutes.sitemaps import current_versions
from statutes.status import version_on
from tests.sitemap_files import maps, pages

pytestmark = pytest.mark.django_db
LAW = "/laws/%E6%B0%91%E6%B3%95%E5%85%B8/"
TOUCHED = datetime(2020, 6, 1, tzinfo=UTC)
TODAY = timezone.localdate()


@pytest.fixture
def amended(civil_code):
    """The Civil Code with an older text, which has another 条 besides, and one that is to come."""
    for day, first, number in (
        (date(1990, 1, 1), date(1990, 1, 1), 7),
        (TODAY, TODAY + timedelta(days=30), 8),
    ):
        version = StatuteVersion.objects.create(statute=civil_code, promulgated_on=day, effective_from=first)
        Provision.objects.create(version=version, number=number, key=str(number), text="条文")
    Statute.objects.update(touched_at=TOUCHED)
    return civil_code


def test_provisions_of_the_text_that_applies(amended, client):
    found = list(pages(client, "provisions"))
    assert found == [f"{LAW}{key}/" for key in ("111", "1034", "1035")]
    assert [path for path in found if "noindex" in client.get(path).content.decode()] == []
    others = [client.get(f"{LAW}{key}/").content.decode() for key in ("7", "8")]
    assert ["noindex" in page for page in others] == [True, True]


def test_statutes_also_without_text(amended, notice_of_2017, client):
    found = list(pages(client, "statutes"))
    assert sorted(found) == sorted([LAW, notice_of_2017.get_absolute_url()])
    assert [path for path in found if "noindex" in client.get(path).content.decode()] == []


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, "2020-12-31T16:00:00+00:00"),  # it began to apply after it was last touched
        ({"touched_at": datetime(2022, 1, 1, tzinfo=UTC)}, "2022-01-01T00:00:00+00:00"),
        ({"repealed_on": date(2023, 5, 1)}, "2023-04-30T16:00:00+00:00"),
        ({"repealed_on": date(2999, 5, 1)}, "2020-12-31T16:00:00+00:00"),  # not yet
    ],
)
def test_the_date_of_the_last_change_that_has_come(changes, day, amended, client):
    Statute.objects.update(**changes)
    for name, many in (("statutes", 1), ("provisions", 3)):
        dates = [
            datetime.fromisoformat(when).astimezone(UTC).isoformat() for when in pages(client, name).values()
        ]
        assert (name, dates) == (name, [day] * many)


@pytest.mark.parametrize(("name", "queries"), [("statutes", 2), ("provisions", 3)])
def test_the_queries_of_a_file(name, queries, amended, client, django_assert_num_queries):
    (file,) = maps(client, name)
    with django_assert_num_queries(queries):
        client.get(file)


DAYS = [None, *(TODAY + timedelta(days=n) for n in (-40, -20, -10, 0, 10))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)), min_size=1, max_size=3))
def test_the_text_of_today_is_the_one_that_a_reader_is_shown(notice_of_2017, dates):
    """Whatever is known of first and last days: as status.version_on has it, from which reading.py takes it."""
    StatuteVersion.objects.all().delete()
    for place, (first, last) in enumerate(dates):
        ends = last if first is None or last is None or last > first else None
        StatuteVersion.objects.create(
            statute=notice_of_2017,
            promulgated_on=TODAY - timedelta(days=50 - place * 25),
            effective_from=first,
            effective_to=ends,
        )
    shown = version_on(StatuteVersion.objects.all(), TODAY)
    assert current_versions() == [shown.pk]
