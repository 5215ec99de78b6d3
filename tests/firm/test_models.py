"""The firm, its users and its lawyers, as the database keeps them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from firm import audit
from firm.models import AuditRecord, Firm, Lawyer, User


def test_the_firm_is_there_from_the_start(db):
    assert str(Firm.load()) == "浙江合飞律师事务所"


@pytest.mark.parametrize("pk", [0, 2, 100])
def test_there_is_only_one_firm(pk, db):
    with pytest.raises(IntegrityError, match="firm_is_one_row"):
        Firm(pk=pk, name="另一家", short_name="另一家").save()


def test_the_form_says_that_there_is_only_one(db):
    with pytest.raises(ValidationError) as refusal:
        Firm(pk=2, name="另一家", short_name="另一家").full_clean()
    assert refusal.value.messages == ["律所信息只有一条，请直接修改它。"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", ""),  # not filled in
        ("33010602000000", "33010602000000"),
        ("浙公网安备 33010602000000 号", "33010602000000"),  # as the register writes it
        ("浙公网安备33010602000000号", "33010602000000"),
    ],
)
def test_police_number(number, code, db):
    firm = Firm.load()
    firm.police_number = number
    firm.full_clean()
    assert firm.police_code == code


@pytest.mark.parametrize(
    "number",
    [
        "浙公网安备 号",  # no digits
        "浙公网安备 3301060200000 号",  # one too few
        "浙公网安备 330106020000001 号",  # one too many: the register's address would not find it
        "浙公网安备 33010602000000 号 2",  # digits that do not belong
    ],
)
def test_a_wrong_police_number(number, db):
    firm = Firm.load()
    firm.police_number = number
    with pytest.raises(ValidationError) as refusal:
        firm.full_clean()
    assert refusal.value.message_dict == {
        "police_number": ["公安备案号里应有 14 位数字，如“浙公网安备 33010602000000 号”。"]
    }


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("林知远", "林知远"),
        ("", "linzhiyuan"),  # the account's name will do
    ],
)
def test_names_of_a_user(name, shown):
    user = User(username="linzhiyuan", name=name)
    assert (str(user), user.get_full_name(), user.get_short_name()) == (shown, shown, shown)


@pytest.mark.parametrize(
    "number",
    [
        "1330120000000000",  # 16 digits
        "1330120000000000X",
        "１３３０１２００００００００００１",  # full-width: the same number twice
    ],
)
def test_a_wrong_licence(number, db):
    with pytest.raises(ValidationError) as refusal:
        Lawyer(name="林知远", licence_number=number).full_clean()
    assert refusal.value.message_dict == {"licence_number": ["执业证号是 17 位数字。"]}


def test_one_licence_one_lawyer(author):
    with pytest.raises(IntegrityError, match="licence_number"):
        Lawyer.objects.create(name="同号", licence_number=author.lawyer.licence_number)


def test_lawyers_on_staff_in_their_order(author, colleague):
    left = Lawyer.objects.create(name="已离所", licence_number="13301200000000009", is_on_staff=False)
    Lawyer.objects.filter(pk=colleague.lawyer.pk).update(order=1)
    assert [lawyer.name for lawyer in Lawyer.objects.on_staff()] == ["沈若水", "林知远"]
    assert str(left) == "已离所"


def test_a_lawyer_outlives_the_account(colleague):
    pk = colleague.lawyer.pk
    colleague.delete()
    assert Lawyer.objects.get(pk=pk).user is None


def test_who_is_on_record_is_not_deleted(reviewer):
    audit.record("登录", by=reviewer)
    with pytest.raises(ProtectedError):
        reviewer.delete()


def test_a_record_reads_as_a_sentence():
    record = AuditRecord(actor_name="林律师", action="提交审核", target_label="网贷逾期怎么办")
    assert str(record) == "林律师：提交审核 网贷逾期怎么办"
