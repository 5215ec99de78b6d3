"""One 条 through the versions of its statute."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from statutes.history import counterpart, history
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion

SEAT = "公司以其主要办事机构所在地为住所，住所变更的应当登记。"
OTHER = "公司应当保护职工的合法权益，依法与职工签订劳动合同。"


@pytest.fixture
def statute(db):
    return Statute.objects.create(title="小法", slug="小法", kind="law")


def add(statute: Statute, year: int, texts: dict[int, str], **fields) -> StatuteVersion:
    version = statute.versions.create(promulgated_on=date(year, 1, 1), **fields)
    for number, text in texts.items():
        version.provisions.create(number=number, key=str(number), text=text, shingles=fingerprints(text))
    return version


def stages(statute: Statute, year: int, key: str) -> list[tuple]:
    here = Provision.objects.select_related("version__statute").get(
        version__promulgated_on__year=year, key=key
    )
    found = history(here, list(statute.versions.all()))
    return [
        (
            [v.promulgated_on.year for v in stage.versions],
            stage.provision.key,
            stage.before and stage.before.key,
            stage.is_moved,
            stage.is_reworded,
            stage.is_earliest,
        )
        for stage in found
    ]


def test_one_version(statute):
    add(statute, 2010, {1: SEAT})
    assert stages(statute, 2010, "1") == [([2010], "1", None, False, False, True)]


def test_what_never_changed_is_one_stage(statute):
    for year in (2010, 2015, 2020):
        add(statute, year, {1: SEAT})
    assert stages(statute, 2020, "1") == [([2020, 2015, 2010], "1", None, False, False, True)]


REWORDED = SEAT.replace("应当", "必须")


@pytest.mark.parametrize("here", [(2010, "1"), (2015, "1"), (2020, "2"), (2025, "2")])
def test_words_and_numbers_that_changed(here, statute):
    """The same history from whichever version one looks."""
    add(statute, 2010, {1: SEAT, 2: OTHER})
    add(statute, 2015, {1: REWORDED, 2: OTHER})
    add(statute, 2020, {1: OTHER, 2: REWORDED})
    add(statute, 2025, {1: OTHER, 2: REWORDED})
    assert stages(statute, *here) == [
        ([2025, 2020], "2", "1", True, False, False),
        ([2015], "1", "1", False, True, False),
        ([2010], "1", None, False, False, True),
    ]


def test_a_new_one_has_no_older_stage(statute):
    add(statute, 2010, {1: SEAT})
    add(statute, 2020, {1: SEAT, 2: OTHER})
    assert stages(statute, 2020, "2") == [([2020], "2", None, False, False, False)]


def test_an_excerpt_that_has_it_not_says_nothing(statute):
    add(statute, 2010, {1: SEAT})
    add(statute, 2015, {2: OTHER}, is_excerpt=True)
    add(statute, 2020, {1: REWORDED})
    assert [stage[0] for stage in stages(statute, 2020, "1")] == [[2020], [2010]]


def test_one_query_however_many_versions(statute):
    for year in range(1960, 2020):
        add(statute, year, {1: f"{SEAT}{year}"})
    here = Provision.objects.select_related("version__statute").get(version__promulgated_on__year=2019)
    versions = list(statute.versions.all())
    with CaptureQueriesContext(connection) as seen:
        found = history(here, versions)
        assert [stage.provision.get_absolute_url() for stage in found] == ["/laws/%E5%B0%8F%E6%B3%95/1/"] * 60
    assert len(seen) == 1


def test_the_counterpart(statute):
    older = add(statute, 2010, {1: SEAT, 3: OTHER})
    newer = add(statute, 2020, {7: REWORDED})
    old = {row.key: row for row in older.provisions.select_related("version__statute")}
    assert counterpart(old["1"], newer).key == "7"
    assert counterpart(old["3"], newer) is None
    assert counterpart(newer.provisions.select_related("version__statute").get(), older).key == "1"
