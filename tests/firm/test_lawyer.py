"""Nobody is printed as 律师, or approves, whose 执业证 is not valid today."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from firm.access import may_approve
from firm.models import Lawyer

pytestmark = pytest.mark.django_db
NUMBER = "13301200000000001"
DAY = timedelta(days=1)


def today(**offset):
    return timezone.localdate() + timedelta(**offset)


# What a lawyer's row may be, by name: fields, title printed, byline, whether they may approve.
KINDS = {
    "no date": ({}, "律师", f"林知远 律师，执业证号 {NUMBER}", True),
    "valid": ({"licence_expires_on": 30}, "律师", f"林知远 律师，执业证号 {NUMBER}", True),
    "last day": ({"licence_expires_on": 0}, "律师", f"林知远 律师，执业证号 {NUMBER}", True),
    "expired": ({"licence_expires_on": -1}, "", "林知远", False),
    "expired partner": ({"licence_expires_on": -1, "title": "高级合伙人"}, "", "林知远", False),
    "trainee": ({"is_trainee": True, "licence_number": None}, "实习人员", "林知远 实习人员", False),
    "trainee called 律师": (
        {"is_trainee": True, "licence_number": None, "title": "律师"},
        "实习人员",
        "林知远 实习人员",
        False,
    ),
    "left": (
        {"is_on_staff": False},
        "律师",
        f"林知远 律师，执业证号 {NUMBER}",
        False,
    ),  # articles keep the name
    "left, expired": ({"is_on_staff": False, "licence_expires_on": -1}, "", "林知远", False),
}


def become(lawyer: Lawyer, kind: str) -> Lawyer:
    fields = dict(KINDS[kind][0])
    if "licence_expires_on" in fields:
        fields["licence_expires_on"] = today(days=fields["licence_expires_on"])
    Lawyer.objects.filter(pk=lawyer.pk).update(**fields)
    lawyer.refresh_from_db()
    return lawyer


@pytest.mark.parametrize("kind", KINDS)
def test_how_a_person_is_printed(kind, author):
    lawyer = become(author.lawyer, kind)
    _, title, byline, _ = KINDS[kind]
    assert (lawyer.printed_title, lawyer.byline) == (title, byline)
    assert lawyer.printed_licence == (NUMBER if NUMBER in byline else "")
    assert Lawyer.objects.licensed().filter(pk=lawyer.pk).exists() is lawyer.is_licensed


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_approve(kind, author):
    become(author.lawyer, kind)
    author.refresh_from_db()
    assert may_approve(author) is KINDS[kind][3]


def test_reviewers_who_are_no_lawyers_are_judged_by_their_role(reviewer):
    assert may_approve(reviewer) is True


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"licence_number": NUMBER}, {}),
        ({"licence_number": None, "is_trainee": True}, {}),
        (
            {"licence_number": None},
            {"licence_number": ["请填写律师的 17 位执业证号；实习人员请勾选“实习”。"]},
        ),
        (
            {"licence_number": NUMBER, "is_trainee": True},
            {"licence_number": ["实习人员没有执业证号，请留空；已经执业的请取消“实习”。"]},
        ),
        ({"licence_number": "123", "is_trainee": False}, {"licence_number": ["执业证号是 17 位数字。"]}),
    ],
)
def test_17_digits_are_asked_of_lawyers_alone(fields, problem):
    found = {}
    try:
        Lawyer(name="林知远", **fields).full_clean()
    except ValidationError as refusal:
        found = refusal.message_dict
    assert {name: words for name, words in found.items() if name != "__all__"} == problem


@pytest.mark.parametrize("fields", [{"licence_number": None}, {"licence_number": NUMBER, "is_trainee": True}])
def test_the_database_keeps_that_too(fields):
    with pytest.raises(IntegrityError, match="lawyers_have_licences_trainees_none"):
        Lawyer.objects.create(name="林知远", **fields)


def test_several_trainees_have_no_number():
    for name in ("甲", "乙"):
        Lawyer.objects.create(name=name, is_trainee=True)
    assert Lawyer.objects.filter(licence_number=None).count() == 2


def test_a_trainee_is_entered_and_becomes_a_lawyer(administrator, as_):
    client = as_(administrator)
    data = {"name": "周实习", "title": "律师", "licence_number": "", "is_trainee": "on", "order": 5}
    data |= {"is_on_staff": "on"}
    assert client.post(reverse("admin:firm_lawyer_add"), data).status_code == 302
    lawyer = Lawyer.objects.get()
    assert (lawyer.licence_number, lawyer.byline) == (None, "周实习 实习人员")
    del data["is_trainee"]
    change = reverse("admin:firm_lawyer_change", args=[lawyer.pk])
    assert "请填写律师的 17 位执业证号" in client.post(change, data).content.decode()
    assert client.post(change, data | {"licence_number": NUMBER}).status_code == 302
    assert Lawyer.objects.get().byline == f"周实习 律师，执业证号 {NUMBER}"


# What administrators are told ---------------------------------------------------------------------


@pytest.fixture
def people():
    """One lawyer of each standing, by name."""
    dates = {"已到期": -1, "今天到期": 0, "60天": 60, "61天": 61}
    for number, (name, days) in enumerate(dates.items(), 1):
        Lawyer.objects.create(
            name=name, licence_number=f"1330120000000001{number}", licence_expires_on=today(days=days)
        )
    Lawyer.objects.create(name="没有日期", licence_number="13301200000000020")
    Lawyer.objects.create(name="实习生", is_trainee=True)
    Lawyer.objects.create(
        name="离所的", licence_number="13301200000000021", licence_expires_on=today(), is_on_staff=False
    )


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("ending", {"今天到期", "60天"}),
        ("lapsed", {"已到期"}),
        ("trainee", {"实习生"}),
        ("nonsense", {"已到期", "今天到期", "60天", "61天", "没有日期", "实习生", "离所的"}),
    ],
)
def test_the_list_by_licence(chosen, shown, people, administrator, as_):
    response = as_(administrator).get(f"/admin/firm/lawyer/?licence={chosen}")
    assert {lawyer.name for lawyer in response.context["cl"].result_list} == shown


def test_the_list_says_what_ends_soon(people, administrator, as_):
    html = as_(administrator).get("/admin/firm/lawyer/").content.decode()
    lines = re.findall(r'<p class="licences[^"]*">(.*?)</p>', html)
    assert [re.findall(r"(已到期|今天到期|60天|61天|没有日期|实习生|离所的)（", line) for line in lines] == [
        ["已到期"],
        ["今天到期", "60天"],
    ]
    states = dict(re.findall(r'field-name"><a[^>]*>(.*?)</a>.*?field-licence_state">(.*?)</td>', html))
    assert states == {
        "已到期": f"{today(days=-1)} 已到期",
        "今天到期": f"{today()}（还有 0 天）",
        "60天": f"{today(days=60)}（还有 60 天）",
        "61天": f"{today(days=61)}",
        "没有日期": "没有填写",
        "实习生": "实习，没有执业证",
        "离所的": f"{today()}（还有 0 天）",
    }
