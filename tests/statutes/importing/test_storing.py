"""An outline is stored whole or not at all, as often as one likes."""

from datetime import date

import pytest

from statutes.citations.address import Address
from statutes.importing.storing import Stored, store
from statutes.importing.tree import Outline, Part, ProvisionText
from statutes.models import Provision, Statute, StatuteVersion
from statutes.models.provision import ProvisionQuerySet

FIRST = ProvisionText(Address(120), "分则", "组织、领导恐怖活动组织的……")
SECOND = ProvisionText(Address(120, 1), "分则", "资助恐怖活动组织的……")


def outline(*provisions: ProvisionText, on: date = date(2023, 12, 29)) -> Outline:
    return Outline("中华人民共和国刑法", on, date(2024, 3, 1), provisions)


def stored_rows() -> list[tuple]:
    return list(Provision.objects.values_list("key", "number", "suffix", "path", "text"))


@pytest.fixture
def criminal_law(db):
    return Statute.objects.create(title="中华人民共和国刑法", slug="刑法", kind="law")


def test_the_first_time(criminal_law):
    assert store(outline(FIRST, SECOND), criminal_law) == Stored(added=2, changed=0, unchanged=0)
    assert stored_rows() == [
        ("120", 120, 0, "分则", "组织、领导恐怖活动组织的……"),
        ("120-1", 120, 1, "分则", "资助恐怖活动组织的……"),
    ]
    version = criminal_law.versions.get()
    assert (version.promulgated_on, version.effective_from) == (date(2023, 12, 29), date(2024, 3, 1))
    assert version.is_excerpt is False


def test_the_second_time_changes_nothing(criminal_law):
    store(outline(FIRST, SECOND), criminal_law)
    before = list(Provision.objects.values()), list(StatuteVersion.objects.values())
    assert store(outline(FIRST, SECOND), criminal_law) == Stored(added=0, changed=0, unchanged=2)
    assert (list(Provision.objects.values()), list(StatuteVersion.objects.values())) == before


@pytest.mark.parametrize(
    "corrected",
    [
        ProvisionText(Address(120, 1), "分则", "改过的条文。"),
        ProvisionText(Address(120, 1), "第二编 分则", SECOND.text),  # the heading alone
    ],
)
def test_a_corrected_provision_keeps_its_row(corrected, criminal_law):
    """References point at the row."""
    store(outline(FIRST, SECOND), criminal_law)
    rows = list(Provision.objects.values_list("pk", flat=True))
    assert store(outline(FIRST, corrected), criminal_law) == Stored(added=0, changed=1, unchanged=1)
    assert stored_rows()[1] == ("120-1", 120, 1, corrected.path, corrected.text)
    assert list(Provision.objects.values_list("pk", flat=True)) == rows


def test_an_excerpt_grows_into_the_whole(criminal_law):
    store(outline(SECOND), criminal_law, is_excerpt=True)
    assert criminal_law.versions.get().is_excerpt is True
    assert store(outline(FIRST, SECOND), criminal_law) == Stored(added=1, changed=0, unchanged=1)
    assert criminal_law.versions.get().is_excerpt is False


def test_a_new_version_leaves_the_old_one_alone(criminal_law):
    store(outline(FIRST, on=date(2020, 12, 26)), criminal_law)
    new = ProvisionText(Address(120), "分则", "修正后的条文。")
    assert store(outline(new), criminal_law) == Stored(added=1, changed=0, unchanged=0)
    texts = Provision.objects.order_by("version__promulgated_on").values_list("text", flat=True)
    assert list(texts) == [FIRST.text, new.text]


def test_a_failure_in_the_middle_leaves_nothing(criminal_law, monkeypatch):
    def fail(*args, **kwargs):
        assert Provision.objects.count() == 2  # it is the middle: the new rows are already there
        raise ConnectionResetError

    monkeypatch.setattr(ProvisionQuerySet, "bulk_update", fail)
    with pytest.raises(ConnectionResetError):
        store(outline(FIRST, SECOND), criminal_law)
    assert (StatuteVersion.objects.count(), Provision.objects.count()) == (0, 0)


def test_a_failure_in_the_middle_leaves_what_was_there(criminal_law, monkeypatch):
    store(outline(FIRST), criminal_law)
    before = stored_rows()

    def fail(*args, **kwargs):
        raise ConnectionResetError

    monkeypatch.setattr(ProvisionQuerySet, "bulk_update", fail)
    with pytest.raises(ConnectionResetError):
        store(outline(ProvisionText(Address(120), "", "改过的条文。"), SECOND), criminal_law)
    assert stored_rows() == before


def test_the_whole_text_takes_out_what_has_left_it(criminal_law):
    store(outline(FIRST, SECOND), criminal_law)
    stored = store(outline(SECOND), criminal_law)
    assert stored == Stored(added=0, changed=0, unchanged=1, removed=1)
    assert [row[0] for row in stored_rows()] == ["120-1"]


def test_an_excerpt_takes_nothing_out_of_a_whole_text(criminal_law):
    store(outline(FIRST, SECOND), criminal_law)
    assert store(outline(FIRST), criminal_law, is_excerpt=True).removed == 0
    assert criminal_law.versions.get().is_excerpt is False
    assert Provision.objects.count() == 2


def test_sections_and_annexes_stand_in_their_order(criminal_law):
    section = ProvisionText(Address(1), "", "一节。", Part.SECTION)
    whole = ProvisionText(Address(0), "", "全文。", Part.SECTION)
    annex = ProvisionText(Address(1), "附件一", "清单。", Part.ANNEX)
    store(outline(annex, FIRST, section, whole), criminal_law)
    assert [(p.key, p.is_section, str(p.address)) for p in Provision.objects.all()] == [
        ("s0", True, "全文"),
        ("s1", True, "一、"),
        ("120", False, "第120条"),
        ("a1", True, "附件一"),
    ]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ([date(2010, 3, 1), date(2020, 3, 1)], [date(2020, 3, 1), None]),
        ([date(2010, 3, 1), None], [None, None]),  # left open here; status.py ends it by the promulgation
        ([None, date(2020, 3, 1)], [date(2020, 3, 1), None]),
        ([date(2021, 3, 1), date(2020, 3, 1)], [None, None]),  # it never applied
        ([date(2010, 3, 1), None, date(2020, 3, 1)], [None, date(2020, 3, 1), None]),
    ],
)
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_version_ends_where_the_next_begins(starts, ends, newest_first, criminal_law):
    versions = [Outline("刑法", date(2010 + 5 * n, 1, 1), start, (FIRST,)) for n, start in enumerate(starts)]
    for version in reversed(versions) if newest_first else versions:
        store(version, criminal_law)
    rows = criminal_law.versions.order_by("promulgated_on")
    assert list(rows.values_list("effective_to", flat=True)) == ends


def test_what_staff_corrected_is_not_taken_back(criminal_law):
    store(outline(FIRST), criminal_law)
    StatuteVersion.objects.update(
        effective_from=date(2024, 4, 1),
        effective_to=date(2030, 1, 1),
        corrected=["effective_from", "effective_to"],
    )
    Provision.objects.update(text="人工改好。", corrected=["text"])
    store(Outline("刑法", date(2025, 1, 1), date(2025, 2, 1), (FIRST,)), criminal_law)
    assert not store(outline(FIRST), criminal_law).is_news
    version = criminal_law.versions.get(promulgated_on=date(2023, 12, 29))
    assert (version.effective_from, version.effective_to) == (date(2024, 4, 1), date(2030, 1, 1))
    assert version.provisions.get().text == "人工改好。"


def test_a_known_first_day_is_not_forgotten(criminal_law):
    store(outline(FIRST), criminal_law)
    store(Outline("刑法", date(2023, 12, 29), None, (FIRST,)), criminal_law)
    assert criminal_law.versions.get().effective_from == date(2024, 3, 1)
