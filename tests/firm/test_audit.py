"""The record says who did what, and nobody takes it back."""

import pytest
from django.contrib.auth.signals import user_login_failed
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from firm import audit
from firm.models import AuditRecord, Firm

LOGIN = "/admin/login/"


def recorded() -> list[tuple]:
    return list(AuditRecord.objects.values_list("action", "actor", "actor_name"))


def log_in(client, username: str, **changes):
    return client.post(LOGIN, {"username": username, "password": "test-password"} | changes)


def test_record(reviewer):
    firm = Firm.load()
    audit.record("修改", by=reviewer, target=firm, reason="电话")
    record = AuditRecord.objects.get()
    assert (record.actor, record.actor_name) == (reviewer, "审核员")
    assert (record.target_type, record.target_id, record.target_label) == (
        "firm.firm",
        1,
        "浙江合飞律师事务所",
    )
    assert (record.action, record.reason) == ("修改", "电话")


def test_a_record_keeps_the_name_of_its_day(reviewer):
    audit.record("登录", by=reviewer)
    reviewer.name = "改了名"
    reviewer.save()
    assert recorded() == [("登录", reviewer.pk, "审核员")]


def test_a_record_without_actor_or_target(db):
    audit.record("定时任务", by=None)
    record = AuditRecord.objects.get()
    assert (record.actor, record.actor_name, record.target_type, record.target_id) == (None, "", "", None)


def test_a_long_name_of_a_target_is_cut(reviewer):
    firm = Firm(pk=1, name="长" * 500)
    assert audit.record("修改", by=reviewer, target=firm).target_label == "长" * 300


def test_history_is_that_of_one_object_newest_first(reviewer, author):
    for action, target in [("甲", reviewer), ("乙", author), ("丙", reviewer), ("丁", Firm(pk=reviewer.pk))]:
        audit.record(action, by=reviewer, target=target)
    assert [record.action for record in audit.history(reviewer)] == ["丙", "甲"]


def test_an_act_that_fails_leaves_no_record(reviewer):
    def act():
        audit.record("修改", by=reviewer)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError), transaction.atomic():
        act()
    assert recorded() == []


def test_login_and_logout(client, author):
    assert log_in(client, "林律师").status_code == 302
    client.post(reverse("admin:logout"))
    assert recorded() == [("退出", author.pk, "林律师"), ("登录", author.pk, "林律师")]


def test_logging_out_without_being_in_is_nothing(client, db):
    client.post(reverse("admin:logout"))
    assert recorded() == []


@pytest.mark.parametrize(
    ("username", "name"),
    [
        ("审核员", "审核员"),  # a wrong password
        ("nobody", "nobody"),  # no such account
        ("<script>", "<script>"),
        ("长" * 200, "长" * 150),  # longer than any account's name
    ],
)
def test_a_failed_login(username, name, client, reviewer):
    assert log_in(client, username, password="wrong").status_code == 200
    assert recorded() == [("登录失败", None, name)]


def test_a_closed_account_does_not_get_in(client, reviewer):
    reviewer.is_active = False
    reviewer.save()
    log_in(client, "审核员")
    assert recorded() == [("登录失败", None, "审核员")]


def test_nul_in_the_user_name_is_answered_by_the_form(client, db):
    response = log_in(client, "a\0b", password="wrong")
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["username"])


@pytest.mark.parametrize(
    ("credentials", "name"),
    [
        ({"username": "a\0b"}, "ab"),  # PostgreSQL does not take NUL
        ({"username": "\0"}, ""),
        ({"username": "长" * 151}, "长" * 150),
        ({}, ""),  # another way of logging in
    ],
)
def test_whatever_failed_is_recorded(credentials, name, db):
    user_login_failed.send(sender=__name__, credentials=credentials, request=None)
    assert recorded() == [("登录失败", None, name)]


@pytest.mark.parametrize(
    "change",
    [
        lambda record: AuditRecord.objects.update(action="别的"),
        lambda record: AuditRecord.objects.all().delete(),
        lambda record: record.save(),
        lambda record: record.delete(),
        lambda record: connection.cursor().execute("UPDATE firm_auditrecord SET reason = ''"),
        lambda record: connection.cursor().execute("DELETE FROM firm_auditrecord"),
    ],
    ids=["update()", "delete()", "save", "delete", "SQL update", "SQL delete"],
)
def test_the_database_refuses_every_change(change, reviewer):
    record = audit.record("登录", by=reviewer)
    with pytest.raises(DatabaseError, match="操作记录只能增加，不能修改或删除"), transaction.atomic():
        change(record)
    assert recorded() == [("登录", reviewer.pk, "审核员")]
