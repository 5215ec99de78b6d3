"""The index follows the library: an import, a second import, a correction, a repeal, a statute that goes."""

import pytest
from django.urls import reverse

from statutes.importing.run import import_statutes
from statutes.models import IndexedProvision, Provision, Statute
from statutes.search import search
from statutes.searching import index
from tests.statutes.importing.texts import write

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [str(hit.provision or hit.statute) for hit in search(query)]


@pytest.fixture
def imported(tmp_path):
    write(tmp_path, "小法(2020-01-01).md", "第一条 养蜂人应当登记蜂箱。", "第二条 违者罚款。", title="小法")
    import_statutes(tmp_path)
    return tmp_path


def test_an_import_is_found(imported):
    assert found("蜂箱要登记吗") == ["《小法》第1条"]


def test_a_second_import_changes_nothing(imported):
    before = list(IndexedProvision.objects.order_by("pk").values())
    import_statutes(imported)
    assert list(IndexedProvision.objects.order_by("pk").values()) == before


def test_a_new_version_takes_the_place_of_the_old(imported):
    write(imported, "小法(2022-01-01).md", "第一条 养蚕人应当登记蚕房。", title="小法")
    import_statutes(imported)
    assert (found("蜂箱"), found("蚕房")) == ([], ["《小法》第1条"])


def test_what_a_killed_import_left_is_indexed_by_the_next(imported):
    IndexedProvision.objects.all().delete()
    assert found("蜂箱") == []
    import_statutes(imported)
    assert found("蜂箱") == ["《小法》第1条"]


def test_a_dry_run_leaves_the_index_alone(imported):
    write(imported, "小法(2022-01-01).md", "第一条 养蚕人应当登记蚕房。", title="小法")
    import_statutes(imported, dry_run=True)
    assert found("蜂箱") == ["《小法》第1条"]


def test_a_correction_in_the_admin_is_found_at_once(imported, client, administrator):
    client.force_login(administrator)
    row = Provision.objects.get(key="1")
    address = reverse("admin:statutes_provision_change", args=[row.pk])
    assert client.post(address, {"path": "", "text": "养鸽人应当登记鸽舍。"}).status_code == 302
    assert (found("蜂箱"), found("鸽舍")) == ([], ["《小法》第1条"])


def test_a_title_is_found_as_soon_as_it_changes(imported):
    Statute.objects.update(title="养蜂条例")
    index.refresh()
    assert found("养蜂条例") == ["《养蜂条例》"]
    assert found("养蜂罚款") == ["《养蜂条例》第2条", "《养蜂条例》第1条"]


def test_what_is_repealed_comes_after_what_is_not(imported):
    write(imported, "旧法(2000-01-01).md", "第一条 养蜂人应当登记蜂箱。", title="旧法")
    import_statutes(imported)
    Statute.objects.filter(title="小法").update(repealed_on="2021-01-01")
    assert found("登记蜂箱") == ["《旧法》第1条", "《小法》第1条"]
    Statute.objects.update(repealed_on=None)
    Statute.objects.filter(title="旧法").update(repealed_on="2021-01-01")
    assert found("登记蜂箱") == ["《小法》第1条", "《旧法》第1条"]


def test_a_statute_that_goes_leaves_nothing(imported):
    Statute.objects.all().delete()
    assert found("蜂箱") == []


def test_many_changes_are_cleared_away(imported, monkeypatch):
    monkeypatch.setattr(index, "BLOCK", 4)
    for i in range(6):
        Provision.objects.update(text=f"第{i}次改动蜂箱。")
        index.refresh()
    spread = IndexedProvision.objects.order_by("pk").values_list("pk", flat=True)
    assert spread[1] - spread[0] == 1
