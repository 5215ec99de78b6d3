"""Where the words of a provision stand in another version."""

from datetime import date

import pytest

from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion
from statutes.renumbering import moved
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions(db):
    """versions(old, new): two versions of a law, each of {number: text}."""

    def _versions(*texts):
        statute = Statute.objects.create(title="测试法", slug="测试法", kind="law")
        made = []
        for year, provisions in enumerate(texts, 2020):
            version = StatuteVersion.objects.create(statute=statute, promulgated_on=date(year, 1, 1))
            for number, text in provisions.items():
                Provision.objects.create(
                    version=version, number=number, key=str(number), text=text, shingles=fingerprints(text)
                )
            made.append(version)
        return made

    return _versions


A, B, C = CIVIL_CODE[111], CIVIL_CODE[1034], CIVIL_CODE[1035]


@pytest.mark.parametrize(
    ("new", "key"),
    [
        ({1: A, 2: B}, None),  # where it was
        ({2: A, 3: B}, "2"),  # one on
        ({1: B, 5: A.replace("不得非法买卖", "禁止买卖")}, "5"),  # with other words in part
        ({1: A.replace("不得非法买卖", "禁止买卖"), 2: B}, None),  # changed, in its place
        ({1: B, 2: C}, None),  # gone
        ({}, None),
    ],
)
def test_moved(new, key, versions):
    old, later = versions({1: A}, new)
    found = moved(old.provisions.get(), later)
    assert (found and found.key) == key
