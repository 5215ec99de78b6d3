"""Roles are groups, and the firm says who may approve what they wrote."""

import pytest
from django.contrib.auth.models import Group

from firm.access import Role, has_role, may_approve_own
from firm.models import Firm, User

pytestmark = pytest.mark.django_db  # also where the cast is asked for by name


def test_each_role_is_a_group(db):
    names = {"律师", "审核", "管理员", "访客编辑"}
    assert set(Group.objects.values_list("name", flat=True)) == names == set(Role)


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("author", [Role.LAWYER]),
        ("reviewer", [Role.REVIEWER]),
        ("administrator", [Role.ADMINISTRATOR]),
    ],
)
def test_has_role(who, roles, request):
    user = request.getfixturevalue(who)
    assert [role for role in Role if has_role(user, role)] == roles


def test_somebody_may_have_several_roles(author):
    author.groups.add(Group.objects.get(name=Role.REVIEWER))
    assert [role for role in Role if has_role(author, role)] == [Role.LAWYER, Role.REVIEWER]


def test_a_superuser_is_an_administrator_and_not_everything(db):
    user = User.objects.create_superuser("root", password="test-password")
    assert [role for role in Role if has_role(user, role)] == [Role.ADMINISTRATOR]


def test_no_role(db):
    user = User.objects.create_user("visitor", password="test-password")
    assert [role for role in Role if has_role(user, role)] == []


@pytest.mark.parametrize("allowed", [False, True])
def test_may_approve_own(allowed, db):
    Firm.objects.update(allow_self_approval=allowed)
    assert may_approve_own() is allowed


def test_nobody_may_before_the_firm_says_so(db):
    assert may_approve_own() is False
