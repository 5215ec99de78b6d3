"""In the admin nobody gives themselves more than they have, and every change goes on record."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from firm import audit
from firm.access import Role
from firm.models import AuditRecord, Firm, Lawyer, User

pytestmark = pytest.mark.django_db  # also where the cast is asked for by name


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root", password="test-password", name="超级")


@pytest.fixture
def staff(client, administrator):
    """The client, logged in as 管理员."""
    client.force_login(administrator)
    return client


def change(row) -> str:
    return reverse(f"admin:firm_{row._meta.model_name}_change", args=[row.pk])


def posted(user: User, **changes) -> dict:
    """The account's form as the admin sends it."""
    groups = [group.pk for group in user.groups.all()]
    data = {"username": user.username, "name": user.name, "email": user.email, "groups": groups}
    return data | {"is_active": "on", "is_staff": "on", "mail_notices": "on"} | changes


def history(row) -> list[tuple]:
    return list(audit.history(row).values_list("action", "actor_name", "reason"))


# Accounts -----------------------------------------------------------------------------------------


def test_an_account_is_changed(staff, author):
    assert staff.post(change(author), posted(author, name="林知远")).status_code == 302
    assert User.objects.get(pk=author.pk).name == "林知远"
    assert history(author) == [("修改", "管理员", "姓名：“林律师” → “林知远”")]


def test_a_role_is_given(staff, author):
    reviewers = Group.objects.get(name=Role.REVIEWER)
    staff.post(change(author), posted(author, groups=[reviewers.pk]))
    assert list(author.groups.all()) == [reviewers]
    assert history(author) == [("修改", "管理员", "组：律师 → 审核")]


def test_an_account_is_closed_on_record(staff, author):
    data = posted(author)
    del data["is_active"]
    staff.post(change(author), data)
    assert history(author) == [("修改", "管理员", "有效：是 → 否")]


def test_what_a_role_may_do_is_changed_on_record(client, superuser):
    client.force_login(superuser)
    role = Group.objects.get(name=Role.LAWYER)
    kept = list(role.permissions.values_list("pk", flat=True))
    more = Permission.objects.get(codename="withdraw_article")
    data = {"name": role.name, "permissions": [*kept, more.pk]}
    assert client.post(reverse("admin:auth_group_change", args=[role.pk]), data).status_code == 302
    [(action, who, reason)] = history(role)
    assert (action, who) == ("修改", "超级")
    assert reason == f"权限：{len(kept)} 项 → {len(kept) + 1} 项，增加 {more}"


def test_one_s_own_new_password_goes_on_record(staff, administrator):
    new = {
        "old_password": "test-password",
        "new_password1": "neu-12345-lang",
        "new_password2": "neu-12345-lang",
    }
    assert staff.post(reverse("admin:password_change"), new | {"old_password": "falsch"}).status_code == 200
    assert history(administrator) == []
    assert staff.post(reverse("admin:password_change"), new).status_code == 302
    assert history(administrator) == [("修改", "管理员", "密码")]


def test_an_administrator_does_not_make_themselves_more(staff, administrator):
    everything = [permission.pk for permission in Permission.objects.all()]
    more = {"is_superuser": "on", "user_permissions": everything, "name": "改了名"}
    assert staff.post(change(administrator), posted(administrator, **more)).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.name, administrator.is_superuser) == ("改了名", False)
    assert administrator.user_permissions.count() == 0


def test_a_superuser_may_hand_out_what_a_role_does_not_give(client, superuser, author):
    client.force_login(superuser)
    client.post(change(author), posted(author, is_superuser="on"))
    author.refresh_from_db()
    assert author.is_superuser is True


def test_an_administrator_does_not_touch_a_superuser(staff, superuser):
    before = User.objects.filter(pk=superuser.pk).values().get()
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])
    new = {"password1": "neu-12345-lang", "password2": "neu-12345-lang", "usable_password": "true"}
    assert staff.post(change(superuser), posted(superuser, name="改了名")).status_code == 403
    assert staff.post(password, new).status_code == 403
    assert User.objects.filter(pk=superuser.pk).values().get() == before


def test_a_new_password_goes_on_record(staff, author):
    """Who sets another's password can log in as them."""
    password = reverse("admin:auth_user_password_change", args=[author.pk])
    new = {"password1": "neu-12345-lang", "password2": "neu-12345-lang", "usable_password": "true"}
    assert staff.post(password, new).status_code == 302
    author.refresh_from_db()
    assert author.check_password("neu-12345-lang")
    assert [(action, who) for action, who, _ in history(author)] == [("修改", "管理员")]


def test_a_new_account(staff):
    data = {"username": "xin", "name": "新人", "usable_password": "true"}
    passwords = {"password1": "neu-12345-lang", "password2": "neu-12345-lang"}
    assert staff.post(reverse("admin:firm_user_add"), data | passwords).status_code == 302
    user = User.objects.get(username="xin")
    assert (user.name, user.is_staff, user.is_superuser) == ("新人", False, False)
    assert [(action, who) for action, who, _ in history(user)] == [("新建", "管理员")]
    assert "neu-12345-lang" not in str(history(user))


def test_accounts_are_closed_not_deleted(client, superuser, author):
    client.force_login(superuser)
    delete = reverse("admin:firm_user_delete", args=[author.pk])
    action = {"action": "delete_selected", "_selected_action": [author.pk], "post": "yes"}
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(reverse("admin:firm_user_changelist"), action)
    assert User.objects.filter(pk=author.pk).exists()


def test_the_list_of_accounts_shows_their_roles(staff, administrator, author, colleague):
    author.groups.add(Group.objects.get(name=Role.REVIEWER))
    colleague.groups.clear()
    html = staff.get(reverse("admin:firm_user_changelist")).content.decode()
    shown = re.findall(r'<td class="field-name">(.*?)</td><td class="field-roles">(.*?)</td>', html)
    assert {name: set(roles.split("、")) for name, roles in shown} == {
        "管理员": {"管理员"},
        "林律师": {"律师", "审核"},
        "沈律师": {"—"},
    }


# Lawyers, the firm, the record --------------------------------------------------------------------


def test_a_lawyer_is_added_changed_and_deleted_on_record(staff):
    data = {"name": "周明", "title": "律师", "licence_number": "13301200000000007", "order": 5}
    staff.post(reverse("admin:firm_lawyer_add"), data)
    lawyer = Lawyer.objects.get()
    staff.post(change(lawyer), data | {"title": "合伙人", "is_on_staff": "on"})
    staff.post(reverse("admin:firm_lawyer_delete", args=[lawyer.pk]), {"post": "yes"})
    assert Lawyer.objects.count() == 0
    (deleted, changed, added) = audit.history(lawyer)
    assert [r.action for r in (deleted, changed, added)] == ["删除", "修改", "新建"]
    assert (deleted.target_label, changed.reason) == ("周明", "职务：“律师” → “合伙人”；在所：否 → 是")


def test_several_deleted_at_once_are_each_on_record(staff):
    for number in (7, 8):
        Lawyer.objects.create(name=f"律师{number}", licence_number=f"1330120000000000{number}")
    chosen = list(Lawyer.objects.values_list("pk", flat=True))
    action = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    staff.post(reverse("admin:firm_lawyer_changelist"), action)
    acts = AuditRecord.objects.filter(action="删除").values_list("target_label", flat=True)
    assert (Lawyer.objects.count(), sorted(acts)) == (0, ["律师7", "律师8"])


def test_the_firm_has_no_list(staff):
    response = staff.get(reverse("admin:firm_firm_changelist"))
    assert (response.status_code, response.url) == (302, "/admin/firm/firm/1/change/")


def test_the_firm_is_changed_on_record(staff):
    firm = Firm.load()
    data = {"name": "浙江合飞律师事务所", "short_name": "合飞", "allow_self_approval": "on"}
    assert staff.post(change(firm), data).status_code == 302
    assert (Firm.load().short_name, Firm.load().allow_self_approval) == ("合飞", True)
    assert history(firm) == [("修改", "管理员", "简称：“合飞律师” → “合飞”；允许发布自己写的文章：否 → 是")]


def test_saving_without_a_change_records_nothing(staff):
    firm = Firm.load()
    staff.post(change(firm), {"name": firm.name, "short_name": firm.short_name})
    assert history(firm) == []


@pytest.mark.parametrize("address", ["add/", "1/delete/"])
def test_the_firm_is_neither_added_nor_deleted(address, client, superuser):
    client.force_login(superuser)
    assert client.post(f"/admin/firm/firm/{address}", {"post": "yes"}).status_code == 403
    assert Firm.objects.count() == 1


@pytest.mark.parametrize("address", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_the_record_is_not_changed_in_the_admin(address, client, superuser):
    record = audit.record("登录", by=superuser)
    client.force_login(superuser)
    before = list(AuditRecord.objects.filter(pk=record.pk).values())
    response = client.post(
        f"/admin/firm/auditrecord/{address.format(pk=record.pk)}", {"post": "yes", "action": "别的"}
    )
    assert response.status_code == 403
    assert list(AuditRecord.objects.filter(pk=record.pk).values()) == before


def test_the_record_is_read_by_administrators(staff, reviewer):
    audit.record("提交审核", by=reviewer)
    rows = staff.get(reverse("admin:firm_auditrecord_changelist")).context["cl"].result_list
    assert [(row.actor_name, row.action) for row in rows] == [("审核员", "提交审核"), ("管理员", "登录")]


@pytest.mark.parametrize("who", ["author", "reviewer"])
@pytest.mark.parametrize("model", ["user", "lawyer", "auditrecord", "firm"])
def test_the_other_roles_do_not_see_the_firms_affairs(model, who, client, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/admin/firm/{model}/", follow=True).status_code == 403


@pytest.mark.parametrize("address", ["/admin/", "/admin/firm/user/", "/admin/firm/firm/1/change/"])
def test_who_is_not_in_is_sent_to_the_login(address, client, db):
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/admin/login/?next={address}")
