"""The feed of what changes in the law."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from statutes import feeds
from statutes.models import Statute, StatuteVersion
from tests.firm.test_feeds import ATOM

pytestmark = pytest.mark.django_db
LAW = "/laws/%E6%B0%91%E6%B3%95%E5%85%B8/"
CODE = "《中华人民共和国民法典》"


@pytest.fixture
def amended(civil_code):
    """A second version, in force at once, and a third that is to come."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day, first in ((date(2024, 2, 1), date(2024, 2, 1)), (tomorrow, tomorrow)):
        StatuteVersion.objects.create(statute=civil_code, promulgated_on=day, effective_from=first)
    return civil_code


def test_what_has_happened_newest_first(amended):
    Statute.objects.update(repealed_on=date(2025, 1, 1))
    assert [(entry.title, entry.path, entry.words) for entry in feeds.entries()] == [
        (f"{CODE}自2025年1月1日起废止", f"{LAW}#repealed", f"{CODE}自2025年1月1日起废止。"),
        (
            f"{CODE}2024年2月1日公布修改后的文本",
            f"{LAW}changes/?from=2020-05-28&to=2024-02-01",
            f"{CODE}2024年2月1日公布修改后的文本，自2024年2月1日起施行。",
        ),
        (
            f"{CODE}自2021年1月1日起施行",
            f"{LAW}?version=2020-05-28#since",
            f"{CODE}2020年5月28日公布的文本，自2021年1月1日起施行。",
        ),
        (
            f"{CODE}2020年5月28日公布",
            f"{LAW}?version=2020-05-28",
            f"{CODE}2020年5月28日公布，自2021年1月1日起施行。",
        ),
    ]


def test_each_leads_to_a_page(amended, client):
    for entry in feeds.entries():
        assert (entry.path, client.get(entry.path).status_code) == (entry.path, 200)


def test_a_first_day_that_nobody_knows(civil_code):
    StatuteVersion.objects.update(effective_from=None)
    assert [entry.words for entry in feeds.entries()] == [f"{CODE}2020年5月28日公布，施行日期不详。"]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_the_feed(form, amended, client, django_assert_num_queries):
    with django_assert_num_queries(4):  # the firm, and one for each kind of change
        response = client.get(f"/laws/{form}.xml")
    root = ElementTree.fromstring(response.content)
    assert len(root.findall(f"{ATOM}entry" if form == "atom" else "channel/item")) == 3
    assert client.get(f"/laws/{form}.xml", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_the_feed_ends(amended, monkeypatch):
    monkeypatch.setattr(feeds, "ENTRIES", 2)
    assert len(feeds.entries()) == 2
