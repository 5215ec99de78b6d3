"""The record says which field was changed, from what, to what, and never says a secret."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import Group

from firm.access import Role
from firm.changes import described

SHANGHAI = ZoneInfo("Asia/Shanghai")
SIZES = [("s", "小"), ("l", "大")]
NO_GROUPS = Group.objects.none


class Everything(forms.Form):
    name = forms.CharField(label="姓名", required=False)
    open = forms.BooleanField(label="开放", required=False)
    size = forms.ChoiceField(label="大小", choices=SIZES, required=False)
    day = forms.DateField(label="日期", required=False)
    moment = forms.DateTimeField(label="时刻", required=False)
    role = forms.ModelChoiceField(Group.objects, label="角色", required=False)
    roles = forms.ModelMultipleChoiceField(Group.objects, label="角色们", required=False)
    password = forms.CharField(label="密码", required=False)
    phrase = forms.CharField(label="口令", required=False, widget=forms.PasswordInput)
    totp_secret = forms.CharField(label="动态码种子", required=False)


@pytest.fixture
def changed(db):
    """changed(before, after): the words for a form that held before and is sent with after."""

    def _changed(before: dict, after: dict, **kwargs) -> str:
        form = Everything(after, initial=before)
        assert form.is_valid(), form.errors
        return described(form, **kwargs)

    return _changed


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"name": "林"}, {"name": "沈"}, "姓名：“林” → “沈”"),
        ({"name": ""}, {"name": "沈"}, "姓名：（空） → “沈”"),
        ({"name": "林"}, {"name": "林"}, ""),
        ({"name": "一\n二"}, {"name": "三"}, "姓名：“一 二” → “三”"),  # one line
        ({"name": "林"}, {"name": "长" * 61}, f"姓名：“林” → “{'长' * 60}…”（61 字）"),
        ({"name": "林"}, {"name": "长" * 60}, f"姓名：“林” → “{'长' * 60}”"),
        ({"open": True}, {}, "开放：是 → 否"),
        ({"size": "s"}, {"size": "l"}, "大小：“小” → “大”"),  # as staff know it
        ({"day": datetime(2026, 3, 1).date()}, {"day": "2026-03-02"}, "日期：“2026-03-01” → “2026-03-02”"),
        ({"moment": datetime(2026, 3, 1, 8, tzinfo=SHANGHAI)}, {}, "时刻：“2026-03-01 08:00” → （空）"),
        ({"name": "林", "open": True}, {"name": "沈"}, "姓名：“林” → “沈”；开放：是 → 否"),
        ({"password": "alt-geheim"}, {"password": "neu-geheim"}, "密码"),
        ({"phrase": "alt-geheim"}, {"phrase": "neu-geheim"}, "口令"),
        ({"totp_secret": "alt-geheim"}, {"totp_secret": "neu-geheim"}, "动态码种子"),
    ],
)
def test_described(before, after, words, changed):
    assert changed(before, after) == words


def test_a_new_row_is_described_by_what_was_entered(changed):
    assert (
        changed({}, {"name": "沈", "size": "s", "password": "geheim"}, new=True)
        == "姓名：“沈”；大小：“小”；密码"
    )


def test_one_of_a_table_is_told_by_its_name(changed):
    lawyers, reviewers = Group.objects.get(name=Role.LAWYER), Group.objects.get(name=Role.REVIEWER)
    assert changed({"role": lawyers.pk}, {"role": reviewers.pk}) == "角色：“律师” → “审核”"
    assert changed({"role": 0}, {"role": reviewers.pk}) == "角色：“0” → “审核”"  # gone meanwhile


def test_some_of_a_table(changed):
    lawyers, reviewers = Group.objects.get(name=Role.LAWYER), Group.objects.get(name=Role.REVIEWER)
    assert changed({"roles": [lawyers]}, {"roles": [lawyers.pk, reviewers.pk]}) == "角色们：律师 → 审核、律师"
    assert changed({"roles": [lawyers]}, {}) == "角色们：律师 → （空）"


def test_of_many_only_what_came_and_went(changed):
    many = [Group.objects.create(name=f"组{n}") for n in range(7)]
    before, after = many[:6], [group.pk for group in many[1:]]
    assert changed({"roles": before}, {"roles": after}) == "角色们：6 项 → 6 项，增加 组6，去掉 组0"
