"""Name and password, then the code: nobody who needs a second factor comes into the admin without it."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.admin import site
from django.test import Client
from django.urls import URLPattern, get_resolver

from firm import login, second_factor
from firm.models import AuditRecord, User
from tests.conftest import code_for, factor_of, password_login

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "test-password"}
CODE, SET_UP = "/admin/login/code/", "/admin/login/set-up/"


def begin(client, user, **more):
    return client.post("/admin/login/", {"username": user.username, **PASSWORD, **more})


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def acts() -> list[tuple]:
    return list(AuditRecord.objects.order_by("pk").values_list("action", "actor_name", "reason"))


def admin_addresses() -> list[str]:
    """Every address of the admin, with some number where it asks for one."""
    found = []

    def walk(patterns, before):
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                found.append(
                    "/" + re.sub(r"<[^>]*>|\(\?P<[^)]*\)", "1", here).replace("^", "").replace("$", "")
                )
            else:
                walk(pattern.url_patterns, here)

    walk([p for p in get_resolver().url_patterns if str(p.pattern) == "admin/"], "")
    return found


# Scripts of an open editor ask these: they are told that nobody is logged in, or that one does not GET them.
FOR_SCRIPTS = {f"/admin/articles/article/{name}/" for name in ("autosave", "leave", "offers", "pulse", "who")}
OPEN = {"/admin/login/", "/admin/login/code/", "/admin/login/set-up/", "/admin/logout/"}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["password alone", "half way, with a factor", "half way, without one"])
def test_without_the_second_factor_every_address_leads_to_the_login(who, method, administrator):
    client = Client()
    if who == "half way, with a factor":
        factor_of(administrator)
    if who == "password alone":
        password_login(client, administrator)
    else:
        begin(client, administrator)
    addresses = [address for address in admin_addresses() if address not in OPEN]
    assert len(addresses) > 60
    answers = {address: getattr(client, method)(address) for address in addresses}
    let_in = {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code != 302 or not answer.url.startswith("/admin/login/?next=")
    }
    told = {address: let_in.pop(address, None) for address in FOR_SCRIPTS}
    assert set(told.values()) == ({401} if method == "post" else {401, 405})
    assert let_in == {}


def test_with_it_the_same_addresses_answer(administrator):
    """What the test above walks is really there."""
    client = Client()
    client.force_login(administrator)
    answers = {address: client.get(address) for address in admin_addresses() if address not in OPEN}
    sent_away = [
        address
        for address, answer in answers.items()
        if getattr(answer, "url", "").startswith("/admin/login/")
    ]
    assert sent_away == []


def test_the_models_of_the_packages_are_not_in_the_admin():
    assert sorted({model._meta.app_label for model in site._registry}) == [
        "articles",
        "auth",
        "firm",
        "statutes",
    ]


# The two steps ------------------------------------------------------------------------------------


def test_a_lawyer_without_a_factor_needs_the_password_alone(author, client):
    response = begin(client, author, next="/admin/articles/article/")
    assert (response.status_code, response.url, is_in(client)) == (302, "/admin/articles/article/", True)


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/admin/articles/article/", "/admin/articles/article/"),
        ("", "/admin/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_then_the_code(wanted, target, reviewer, client):
    factor_of(reviewer)
    response = begin(client, reviewer, next=wanted)
    assert (response.url, is_in(client), acts()) == (CODE, False, [])  # not logged in yet, nor on record so
    response = client.post(CODE, {"code": code_for(reviewer)})
    assert (response.status_code, response.url, is_in(client)) == (302, target, True)
    assert acts() == [("登录", "审核员", "")]


def test_a_lawyer_who_chose_a_factor_is_asked_for_it(author, client):
    factor_of(author)
    assert begin(client, author).url == CODE
    assert is_in(client) is False


def test_a_recovery_code_logs_in_and_says_how_many_are_left(reviewer, client):
    factor_of(reviewer)
    codes = second_factor.renew_recovery_codes(reviewer)
    begin(client, reviewer)
    html = client.post(CODE, {"code": codes[0]}, follow=True).content.decode()
    assert "您用掉了一个恢复码，还剩 9 个" in html
    assert acts()[-2:] == [("登录", "审核员", ""), ("用恢复码登录", "审核员", "还剩 9 个")]
    other = Client()
    begin(other, reviewer)
    assert other.post(CODE, {"code": codes[0]}).status_code == 200
    assert is_in(other) is False


def test_a_code_that_was_seen_over_a_shoulder_is_worth_nothing(reviewer, client):
    code = code_for(reviewer)
    begin(client, reviewer)
    assert client.post(CODE, {"code": code}).status_code == 302
    thief = Client()
    begin(thief, reviewer)
    assert "验证码不对，或已经用过" in thief.post(CODE, {"code": code}).content.decode()
    assert is_in(thief) is False


def test_a_wrong_code_is_a_failed_login(reviewer, client):
    factor_of(reviewer)
    begin(client, reviewer)
    html = client.post(CODE, {"code": "000000"}).content.decode()
    assert "验证码不对，或已经用过" in html
    assert (acts(), AccessAttempt.objects.get().username) == ([("登录失败", "审核员", "")], "审核员")
    html = client.post(CODE, {"code": "000000"}).content.decode()
    assert "试得太快了，请等 1 秒再试。" in html
    assert is_in(client) is False


def test_who_guesses_codes_is_locked_out_where_they_are(reviewer, client, settings):
    factor_of(reviewer)
    begin(client, reviewer)
    answers = []
    for _ in range(settings.AXES_FAILURE_LIMIT):
        code_for(reviewer)  # forgives the wait
        answers.append(client.post(CODE, {"code": "000000"}).status_code)
    assert answers == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    assert client.post(CODE, {"code": code_for(reviewer)}).status_code == 429  # even the right one
    assert begin(client, reviewer).status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    begin(elsewhere, reviewer)
    assert elsewhere.post(CODE, {"code": code_for(reviewer)}).status_code == 302


@pytest.mark.parametrize("page", [CODE, SET_UP])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_begins_with_the_second_step(method, page, client, reviewer):
    response = getattr(client, method)(page, {"code": code_for(reviewer)})
    assert (response.status_code, response.url) == (302, "/admin/login/")


@pytest.mark.parametrize(
    "change",
    [
        lambda client, user: _age(client, login.TEN_MINUTES + 1),
        lambda client, user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda client, user: User.objects.filter(pk=user.pk).update(is_staff=False),
        lambda client, user: User.objects.filter(pk=user.pk).update(session_epoch=1),
        lambda client, user: second_factor.remove(user, by=user),
    ],
    ids=["too late", "closed", "no staff", "rights changed", "factor removed"],
)
def test_what_makes_one_begin_again(change, reviewer, client):
    factor_of(reviewer)
    begin(client, reviewer)
    change(client, reviewer)
    response = client.post(CODE, {"code": "123456"})
    assert (response.status_code, response.url, is_in(client)) == (302, "/admin/login/", False)


def _age(client, seconds: int) -> None:
    session = client.session
    session[login.HALF_WAY]["at"] -= seconds
    session.save()


def test_who_lost_a_role_check_in_a_running_session_is_told(author, client, reviewer):
    """A role given in the shell: the session is not enough any more, and the login says why."""
    password_login(client, author)
    assert is_in(client)
    author.groups.add(reviewer.groups.get())
    html = client.get("/admin/", follow=True).content.decode()
    assert "您的账号需要二次验证，请再登录一次。" in html
