"""Where one is logged in, as people see it: the list, and how a session that nobody knows is ended."""

import re
import time

import pytest
from django.test import Client

from firm import open_sessions
from firm.models import AuditRecord

pytestmark = pytest.mark.django_db
PAGE = "/admin/sessions/"
PASSWORD = "test-password"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) MicroMessenger/8.0"


def logged_in(user, agent: str, address: str) -> Client:
    """A browser that has come in and looked at the first page."""
    browser = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    browser.force_login(user)
    assert is_in(browser)
    return browser


def is_in(browser) -> bool:
    return browser.get("/admin/").status_code == 200


def handles(html: str) -> list[str]:
    return re.findall(r'name="end" value="(\w+)"', html)


def told(html: str) -> list[str]:
    """The devices of the list, in its order."""
    return re.findall(
        r"<strong>(.*?)</strong>", html.partition('<ul class="sessions">')[2].partition("</ul>")[0]
    )


@pytest.fixture
def here(author):
    return logged_in(author, EDGE, "203.0.113.7")


@pytest.fixture
def phone(author):
    return logged_in(author, PHONE, "198.51.100.9")


def test_alone_there_is_nothing_to_end(here):
    html = here.get(PAGE).content.decode()

    assert (told(html), handles(html)) == (["Windows 电脑上的 Edge"], [])
    assert "这一处，别处没有" in html
    assert "password" not in html.partition('id="content-main"')[2].partition("</form>")[0]


def test_the_other_device_is_listed_and_ended_with_the_password(here, phone, author):
    html = here.get(PAGE).content.decode()
    assert told(html) == ["Windows 电脑上的 Edge", "iPhone 上的微信"]
    assert ("203.0.113.7" in html, "198.51.100.9" in html) == (True, True)

    done = here.post(PAGE, {"end": handles(html), "password": PASSWORD}, follow=True)

    assert "已结束：iPhone 上的微信。" in done.content.decode()
    assert (is_in(here), is_in(phone)) == (True, False)
    last = AuditRecord.objects.latest("pk")
    assert (last.action, last.actor, last.reason) == ("结束登录", author, "iPhone 上的微信，198.51.100.9")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "falsch"}, "密码不对，没有改动。"),
        ({"password": PASSWORD, "end": []}, "没有勾选要结束的登录。"),
    ],
)
def test_what_is_wrong_ends_nothing(here, phone, given, said):
    chosen = handles(here.get(PAGE).content.decode())

    html = here.post(PAGE, {"end": chosen} | given).content.decode()

    assert f'role="alert">{said}</p>' in html
    assert (is_in(here), is_in(phone)) == (True, True)


def test_a_wrong_password_keeps_what_was_chosen(here, phone):
    (chosen,) = handles(here.get(PAGE).content.decode())
    html = here.post(PAGE, {"end": chosen, "password": "falsch"}).content.decode()
    assert f'value="{chosen}" checked' in html


def test_nobody_elses_session_and_not_this_one_can_be_ended(here, author, reviewer, as_):
    assert is_in(as_(reviewer))
    own, other = (one.handle for user in (author, reviewer) for one in open_sessions.of(user))

    html = here.post(PAGE, {"end": [own, other], "password": PASSWORD}, follow=True).content.decode()

    assert "没有要结束的" in html
    assert is_in(here)
    assert [one.handle for one in open_sessions.of(reviewer)] == [other]


def test_the_key_of_a_session_stands_on_no_page(here, phone):
    html = here.get(PAGE).content.decode()
    assert not [browser for browser in (here, phone) if browser.session.session_key in html]


@pytest.mark.parametrize(
    ("hours", "devices"),
    [
        (1.9, 2),
        (2.1, 1),  # two hours without a request: it is over, though its row is still there
    ],
)
def test_what_is_over_is_not_listed(author, hours, devices, monkeypatch):
    now = time.time()
    logged_in(author, PHONE, "198.51.100.9")
    monkeypatch.setattr("firm.sessions.time.time", lambda: now + hours * 3600)

    html = logged_in(author, EDGE, "203.0.113.7").get(PAGE).content.decode()

    assert len(told(html)) == devices
