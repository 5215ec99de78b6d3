"""Setting up a second factor at the first login, looking after it, and taking away that of a lost phone."""

import re
from base64 import b32decode

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm import audit, second_factor
from firm.models import AuditRecord, User
from tests.conftest import factor_of

pytestmark = pytest.mark.django_db
OWN, NEW, SET_UP = "/admin/second-factor/", "/admin/second-factor/new/", "/admin/login/set-up/"
PASSWORD = "test-password"


def begin(client, user):
    return client.post(
        "/admin/login/", {"username": user.username, "password": PASSWORD, "next": "/admin/articles/article/"}
    )


def secret_on(html: str) -> str:
    """The secret that a page shows, as the database keeps it."""
    shown = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', html).group(1)
    return b32decode(shown.replace(" ", "")).hex()


def code_of(key: str) -> str:
    return second_factor.next_code(TOTPDevice(key=key))[0]


def codes_on(html: str) -> list[str]:
    return re.findall(r"<li><code>(\w{4}-\w{4})</code></li>", html)


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


# At the first login -------------------------------------------------------------------------------


def test_who_must_have_one_sets_it_up_and_is_in(reviewer, client):
    assert begin(client, reviewer).url == SET_UP
    page = client.get(SET_UP)
    html = page.content.decode()
    assert ("<svg" in html, "no-store" in page["Cache-Control"], is_in(client)) == (True, True, False)
    done = client.post(SET_UP, {"code": code_of(secret_on(html))})
    html = done.content.decode()
    codes = codes_on(html)
    assert (len(codes), "no-store" in done["Cache-Control"], is_in(client)) == (10, True, True)
    assert 'href="/admin/articles/article/"' in html  # where they wanted to go
    acts = list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["启用二次验证", "登录"]

    again = Client()
    assert begin(again, reviewer).url == "/admin/login/code/"
    assert again.post("/admin/login/code/", {"code": codes[3]}).status_code == 302
    assert is_in(again)


def test_a_wrong_code_keeps_the_secret_on_the_page(reviewer, client):
    begin(client, reviewer)
    first = client.get(SET_UP).content.decode()
    again = client.post(SET_UP, {"code": "000000"}).content.decode()
    assert (secret_on(again), "验证码不对" in again) == (secret_on(first), True)
    assert (second_factor.totp_of(reviewer), is_in(client)) == (None, False)


def test_each_login_has_a_secret_of_its_own(reviewer):
    """Who looked at the set-up page with a stolen password does not know what the owner sets up later."""
    secrets = set()
    for _ in range(2):
        client = Client()
        begin(client, reviewer)
        secrets.add(secret_on(client.get(SET_UP).content.decode()))
    assert len(secrets) == 2


def test_the_codes_are_shown_once(reviewer, client):
    begin(client, reviewer)
    code = code_of(secret_on(client.get(SET_UP).content.decode()))
    client.post(SET_UP, {"code": code})
    again = client.post(SET_UP, {"code": code})
    assert (again.status_code, codes_on(again.content.decode())) == (302, [])


def test_set_up_is_not_a_way_round_an_existing_factor(reviewer, client):
    device = factor_of(reviewer)
    begin(client, reviewer)
    assert client.get(SET_UP).url == "/admin/login/"
    assert (second_factor.totp_of(reviewer), is_in(client)) == (device, False)


# One's own ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["new", "codes", "off"])
def test_every_change_asks_for_the_password(act, author, as_):
    device, _ = second_factor.install(author, second_factor.new_key())
    author.refresh_from_db()
    client = as_(author)
    before = second_factor.recovery_codes_left(author), AuditRecord.objects.exclude(action="登录失败").count()
    html = client.post(OWN, {"act": act, "password": "wrong"}).content.decode()
    after = second_factor.recovery_codes_left(author), AuditRecord.objects.exclude(action="登录失败").count()
    assert ("密码不对，没有改动。" in html, second_factor.totp_of(author), after) == (True, device, before)
    assert client.get(NEW).url == OWN


def test_a_lawyer_takes_one_and_gives_it_up(author, as_):
    client = as_(author)
    assert "没有启用" in client.get(OWN).content.decode()
    assert client.post(OWN, {"act": "new", "password": PASSWORD}).url == NEW
    key = secret_on(client.get(NEW).content.decode())
    codes = codes_on(client.post(NEW, {"code": code_of(key)}).content.decode())
    assert (len(codes), second_factor.totp_of(author).key, is_in(client)) == (10, key, True)
    client.post(OWN, {"act": "off", "password": PASSWORD})
    assert (second_factor.totp_of(author), is_in(client)) == (None, True)


def test_a_new_phone(reviewer, as_):
    client = as_(reviewer)
    client.post(OWN, {"act": "new", "password": PASSWORD})
    key = secret_on(client.get(NEW).content.decode())
    client.post(NEW, {"code": code_of(key)})
    assert (second_factor.totp_of(reviewer).key, is_in(client)) == (key, True)
    assert audit.history(reviewer).first().action == "更换二次验证"


def test_new_recovery_codes(reviewer, as_):
    client = as_(reviewer)
    codes = codes_on(client.post(OWN, {"act": "codes", "password": PASSWORD}).content.decode())
    assert (len(codes), second_factor.recovery_codes_left(reviewer), is_in(client)) == (10, 10, True)
    assert second_factor.verify(reviewer, codes[0]) is not None


def test_who_must_have_one_does_not_give_it_up(reviewer, as_):
    client = as_(reviewer)
    response = client.post(OWN, {"act": "off", "password": PASSWORD}, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["您的角色必须使用二次验证，不能停用；可以换一部手机重新设置。"]
    assert second_factor.totp_of(reviewer) is not None


def test_guessing_the_password_here_locks_out_as_at_the_login(reviewer, as_, settings):
    client = as_(reviewer)
    answers = [
        client.post(OWN, {"act": "off", "password": "wrong"}).status_code
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers[-1] == 429


# Somebody else's ----------------------------------------------------------------------------------


def page_of(user) -> str:
    return reverse("admin:firm_user_second_factor", args=[user.pk])


def test_an_administrator_removes_that_of_a_lost_phone(reviewer, administrator, as_):
    device = factor_of(reviewer)
    client = as_(administrator)
    account = reverse("admin:firm_user_change", args=[reviewer.pk])
    assert page_of(reviewer) in client.get(account).content.decode()
    assert client.get(page_of(reviewer)).status_code == 200
    assert "请写明理由。" in client.post(page_of(reviewer), {"reason": " "}).content.decode()
    assert second_factor.totp_of(reviewer) == device
    client.post(page_of(reviewer), {"reason": "手机丢失，已当面确认"})
    record = audit.history(reviewer).first()
    assert (record.action, record.actor, record.reason) == (
        "停用二次验证",
        administrator,
        "手机丢失，已当面确认",
    )
    assert second_factor.totp_of(reviewer) is None
    assert "没有，登录时会要求设置" in client.get(account).content.decode()


@pytest.mark.parametrize(
    "who",
    [
        "author",  # does not look after accounts
        "reviewer",
        "administrator",  # does not touch a superuser
    ],
)
def test_who_may_not(who, request, as_):
    superuser = User.objects.create_superuser("root", password=PASSWORD)
    device = factor_of(superuser)
    client = as_(request.getfixturevalue(who))
    assert client.post(page_of(superuser), {"reason": "理由"}).status_code == 403
    assert second_factor.totp_of(superuser) == device


def test_ones_own_is_removed_on_ones_own_page(administrator, as_):
    response = as_(administrator).post(page_of(administrator), {"reason": "理由"})
    assert response.url == OWN
    assert second_factor.totp_of(administrator) is not None
