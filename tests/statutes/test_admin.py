"""Staff look after the law library in the admin, and each change goes on record."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from firm import audit
from firm.access import Role
from statutes.models import Provision, Statute, StatuteVersion


def posted(statute: Statute, **changes) -> dict:
    """The statute's form as the admin sends it, with its one version, without aliases."""
    version = statute.versions.get()
    management = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    data = {
        name: getattr(statute, name) for name in ("title", "slug", "kind", "issuer", "doc_number", "source")
    }
    data |= {f"aliases-{name}": value for name, value in management.items()}
    data |= {f"versions-{name}": value for name, value in management.items()}
    data |= {"versions-TOTAL_FORMS": 1, "versions-INITIAL_FORMS": 1}
    data |= {"versions-0-id": version.pk, "versions-0-statute": statute.pk}
    for name in ("promulgated_on", "effective_from", "effective_to", "doc_number", "source"):
        data[f"versions-0-{name}"] = getattr(version, name) or ""
    return data | changes


@pytest.fixture
def save(client, administrator, civil_code):
    """save(field=value): change the Civil Code in the admin; returns what went on record."""
    client.force_login(administrator)

    def _save(**changes) -> list[tuple[str, str]]:
        address = reverse("admin:statutes_statute_change", args=[civil_code.pk])
        response = client.post(address, posted(civil_code, **changes))
        assert response.status_code == 302
        return list(audit.history(civil_code).values_list("action", "reason"))

    return _save


def test_a_change_goes_on_record(save):
    assert save(source="国家法律法规数据库") == [("修改", "来源：（空） → “国家法律法规数据库”")]
    assert Statute.objects.get().source == "国家法律法规数据库"


def test_saving_without_a_change_records_nothing(save):
    assert save() == []


def test_a_change_of_a_versions_dates_goes_on_record(save, administrator):
    """On these dates hang the verdicts of all articles."""
    save(**{"versions-0-effective_to": "2027-01-01"})
    version = StatuteVersion.objects.get()
    assert str(version.effective_to) == "2027-01-01"
    (record,) = audit.history(version)
    assert (record.action, record.actor, record.reason) == (
        "修改",
        administrator,
        "失效日期：（空） → “2027-01-01”",
    )


def test_a_provisions_text_may_be_corrected_but_not_its_place(client, administrator, civil_code):
    client.force_login(administrator)
    provision = Provision.objects.get(key="1034")
    address = reverse("admin:statutes_provision_change", args=[provision.pk])
    client.post(address, {"path": "", "text": "改好的条文。", "number": 9, "key": "9", "version": 0})
    provision.refresh_from_db()
    assert (provision.text, provision.key, provision.number) == ("改好的条文。", "1034", 1034)
    assert [(r.action, r.reason) for r in audit.history(provision)] == [
        (
            "修改",
            "编章节：“第四编 人格权” → （空）；条文：“自然人的个人信息受法律保护。 个人信息是以电子或者其他方式记录的能够单独或者与其他信息结合"
            "识别特定自然人的各种信息，包括…”（153 字） → “改好的条文。”",
        )
    ]


def test_what_staff_changed_is_remembered(save):
    save(source="国家法律法规数据库")
    save(**{"issuer": "", "versions-0-effective_from": "2021-01-02"})
    assert Statute.objects.get().corrected == ["issuer", "source"]
    assert StatuteVersion.objects.get().corrected == ["effective_from"]


def test_saving_without_a_change_remembers_nothing(save):
    save()
    assert (Statute.objects.get().corrected, StatuteVersion.objects.get().corrected) == ([], [])


def test_a_corrected_provision_is_remembered(client, administrator, civil_code):
    client.force_login(administrator)
    provision = Provision.objects.get(key="1034")
    address = reverse("admin:statutes_provision_change", args=[provision.pk])
    client.post(address, {"path": provision.path, "text": "改好的条文。"})
    provision.refresh_from_db()
    assert provision.corrected == ["text"]


@pytest.mark.parametrize("role", [Role.LAWYER, Role.REVIEWER])
def test_others_look_the_law_up(role, client, author, civil_code):
    author.groups.set([Group.objects.get(name=role)])
    client.force_login(author)
    address = reverse("admin:statutes_statute_change", args=[civil_code.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, posted(civil_code, title="改名")).status_code == 403
    assert Statute.objects.get().title == "中华人民共和国民法典"


def test_no_version_is_added_or_deleted_by_hand(save, civil_code):
    """Without its provisions a version would make every link of the statute a 404."""
    save(
        **{
            "versions-0-DELETE": "on",
            "versions-TOTAL_FORMS": 2,
            "versions-1-statute": civil_code.pk,
            "versions-1-promulgated_on": "2030-01-01",
        }
    )
    assert [str(version.promulgated_on) for version in civil_code.versions.all()] == ["2020-05-28"]
    assert Provision.objects.count() == 3


def test_the_address_of_a_statute_stays(save):
    save(slug="另一个", source="改一下")
    assert Statute.objects.get().slug == "民法典"


def test_a_title_with_its_brackets_is_refused(db):
    statute = Statute(title="《书名号法》", slug="x", kind="law")
    with pytest.raises(ValidationError, match="标题不带书名号"):
        statute.full_clean()
