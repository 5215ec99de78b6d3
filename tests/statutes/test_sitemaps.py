"""The sitemaps of the law: the pages that search engines may list, and no other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from statutes.models import Provision, Statute, StatuteVersion
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


@pytest.mark.parametrize("name", ["statutes", "provisions"])
def test_two_queries_a_file(name, amended, client, django_assert_num_queries):
    (file,) = maps(client, name)
    with django_assert_num_queries(2):
        client.get(file)
