"""What ends the sessions of an account, and which one goes on."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from firm import audit, second_factor
from firm.access import Role
from firm.models import User
from tests.conftest import code_for, factor_of

pytestmark = pytest.mark.django_db
NEW = "neu-12345-lang"


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def in_session(user) -> Client:
    client = Client()
    client.force_login(user)
    assert is_in(client)
    return client


def posted(user: User, **changes) -> dict:
    """The account's form as the admin sends it; None leaves a field out."""
    groups = [group.pk for group in user.groups.all()]
    data = {"username": user.username, "name": user.name, "email": user.email, "groups": groups}
    data |= {"is_active": "on", "is_staff": "on"} | changes
    return {name: value for name, value in data.items() if value is not None}


def group(role) -> int:
    return Group.objects.get(name=role).pk


def edited(**changes):
    """A change in the account's form, by a superuser."""

    def act(user, by):
        fields = {name: value() if callable(value) else value for name, value in changes.items()}
        address = reverse("admin:firm_user_change", args=[user.pk])
        assert by.post(address, posted(user, **fields)).status_code == 302

    return act


def new_password(user, by):
    data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert by.post(reverse("admin:auth_user_password_change", args=[user.pk]), data).status_code == 302


def changepassword(user, by):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("getpass.getpass", lambda **prompt: NEW)
        call_command("changepassword", user.username, verbosity=0)


def remove_factor(user, by):
    factor_of(user)
    address = reverse("admin:firm_user_second_factor", args=[user.pk])
    assert by.post(address, {"reason": "手机丢失"}).status_code == 302


@pytest.mark.parametrize(
    ("act", "goes_on"),
    [
        (edited(name="改了名"), True),
        (edited(email="lin@example.com"), True),
        (edited(groups=lambda: [group(Role.LAWYER), group(Role.REVIEWER)]), False),  # given more
        (edited(groups=[]), False),  # given less
        (edited(is_active=None), False),
        (edited(is_staff=None), False),
        (edited(is_superuser="on"), False),
        (edited(user_permissions=lambda: [Permission.objects.get(codename="review_article").pk]), False),
        (edited(username="lin-2"), False),
        (new_password, False),
        (changepassword, False),
        (remove_factor, False),
    ],
    ids=[
        "name",
        "email",
        "more",
        "less",
        "closed",
        "no staff",
        "super",
        "right",
        "username",
        "password",
        "command",
        "factor",
    ],
)
def test_what_others_change(act, goes_on, author):
    sessions = [in_session(author), in_session(author)]
    superuser = User.objects.create_superuser("root", password="test-password", name="超级")
    act(author, in_session(superuser))
    assert [is_in(session) for session in sessions] == [goes_on, goes_on]


def test_sessions_do_not_come_back_when_a_role_does(author):
    session = in_session(author)
    root = in_session(User.objects.create_superuser("root", password="test-password"))
    edited(groups=[])(author, root)
    edited(groups=lambda: [group(Role.LAWYER)])(author, root)
    assert not is_in(session)


def test_ones_own_password_keeps_the_session_that_changed_it(author):
    here, elsewhere = in_session(author), in_session(author)
    data = {"old_password": "test-password", "new_password1": NEW, "new_password2": NEW}
    assert here.post(reverse("admin:password_change"), data).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    record = audit.history(author).get()
    assert (record.action, record.actor, record.reason) == ("修改", author, "密码")


def own_factor(client, user) -> None:
    """Set up a new authenticator on one's own page."""
    assert (
        client.post("/admin/second-factor/", {"act": "new", "password": "test-password"}).status_code == 302
    )
    key = client.session["new_factor_key"]["key"]
    device = second_factor.TOTPDevice(user=user, key=key)
    code, _ = second_factor.next_code(device)
    assert client.post("/admin/second-factor/new/", {"code": code}).status_code == 200


@pytest.mark.parametrize("act", ["new", "codes", "off"])
def test_ones_own_factor_keeps_the_session_that_changed_it(act, author):
    factor_of(author)
    here, elsewhere = in_session(author), in_session(author)
    if act == "new":
        own_factor(here, author)
    else:
        here.post("/admin/second-factor/", {"act": act, "password": "test-password"})
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_password_set_by_an_administrator_leaves_the_factor(author, administrator):
    device = factor_of(author)
    new_password(author, in_session(administrator))
    assert second_factor.totp_of(author) == device


def test_a_login_half_way_ends_with_the_password(reviewer):
    """Between password and code nobody is in; what changes meanwhile counts for this, too."""
    factor_of(reviewer)
    client = Client()
    client.post("/admin/login/", {"username": "审核员", "password": "test-password"})
    reviewer.set_password(NEW)
    reviewer.save()
    response = client.post("/admin/login/code/", {"code": code_for(reviewer)})
    assert (response.status_code, response.url, is_in(client)) == (302, "/admin/login/", False)


@pytest.mark.parametrize(
    ("hours", "steps", "goes_on"),
    [
        (1.9, 1, True),
        (2.1, 1, False),  # nobody was there
        (1.5, 7, True),  # 10.5 hours, never two without a request
        (1.5, 9, False),  # 13.5 hours: a day is over, however busy
    ],
)
def test_a_session_ends_by_itself(hours, steps, goes_on, as_, author, monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr("firm.sessions.time.time", lambda: now[0])
    client = as_(author)
    client.get("/admin/")
    for _ in range(steps):
        now[0] += hours * 3600
        response = client.get("/admin/")
    assert (response.status_code == 200) is goes_on
    assert ("_auth_user_id" in client.session) is goes_on


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("correct horse", True),  # 13 letters, no digit, a space
        ("合同纠纷请先协商再起诉吧", True),  # 12 characters, Chinese
        ("x7" * 60, True),  # 120
        ("abcdefghijk", False),  # 11
        ("password12345", False),  # on the list of the common ones
        ("123456789012345", False),  # only digits
        ("qwertyuiop123", False),
    ],
)
def test_which_passwords_are_taken(password, taken, author):
    try:
        validate_password(password, author)
    except ValidationError:
        assert not taken
    else:
        assert taken
