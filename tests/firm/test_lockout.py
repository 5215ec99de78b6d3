"""Who guesses is locked out where they are; nobody else is, nowhere."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as project
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firm import lockout

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.9", "198.51.100.7"
LIMIT = project.AXES_FAILURE_LIMIT
PASSWORD = "test-password"


def log_in(name: str, password: str = PASSWORD, *, at: str = HERE, **headers):
    """The answer to a login from a browser of its own: 302 is in, 200 wrong, 429 locked out."""
    fields = {"username": name, "password": password}
    return Client().post("/admin/login/", fields, REMOTE_ADDR=at, headers=headers)


def fail(name: str, *, times: int = 1, at: str = HERE, **headers) -> list[int]:
    return [log_in(name, "wrong", at=at, **headers).status_code for _ in range(times)]


def later(**time) -> None:
    """As if all so far had been that long ago."""
    for model in (AccessAttempt, AccessLog):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - timedelta(**time))


def test_the_sixth_failure_locks_and_the_page_says_how_long(author):
    assert fail("林律师", times=LIMIT) == [200] * (LIMIT - 1) + [429]
    later(minutes=4)
    response = log_in("林律师")  # the right password comes too late
    html = response.content.decode()
    assert response.status_code == 429
    assert 600 < int(response["Retry-After"]) <= 660
    assert ("11 分钟" in html, "暂时不能登录" in html, "no-store" in response["Cache-Control"]) == (True,) * 3
    later(minutes=12)
    assert log_in("林律师").status_code == 302


def test_trying_on_does_not_make_it_longer(author):
    fail("林律师", times=LIMIT)
    later(minutes=10)
    assert fail("林律师", times=3) == [429] * 3
    later(minutes=6)
    assert log_in("林律师").status_code == 302


@pytest.mark.parametrize(
    ("at", "headers", "status"),
    [
        (HERE, {}, 429),
        (HERE, {"User-Agent": "another browser"}, 429),
        (HERE, {"X-Forwarded-For": THERE}, 429),  # an address made up by the client
        (THERE, {}, 302),  # the lawyer, elsewhere
        (THERE, {"X-Forwarded-For": HERE}, 302),  # nobody can pass for another to lock them out
    ],
)
def test_only_the_guesser_is_locked_out(at, headers, status, author):
    fail("林律师", times=LIMIT)
    assert log_in("林律师", at=at, **headers).status_code == status


def test_many_addresses_do_not_lock_out_the_owner(author):
    for number in range(LIMIT + 4):
        fail("林律师", times=2, at=f"192.0.2.{number}")
    assert log_in("林律师", at=HERE).status_code == 302


def test_behind_a_proxy_the_clients_are_told_apart(author, settings):
    settings.PROXIES = 1
    made_up = [
        fail("林律师", at="10.0.0.1", **{"X-Forwarded-For": f"9.9.9.{n}, {THERE}"}) for n in range(LIMIT)
    ]
    assert made_up[-1] == [429]
    assert log_in("林律师", at="10.0.0.1", **{"X-Forwarded-For": THERE}).status_code == 429
    assert log_in("林律师", at="10.0.0.1", **{"X-Forwarded-For": f"{THERE}, {HERE}"}).status_code == 302


def test_a_colleague_at_the_same_address_is_not_locked_out(author, colleague):
    fail("林律师", times=LIMIT)
    assert log_in("沈律师").status_code == 302


def test_a_success_forgets_the_slips(author):
    fail("林律师", times=LIMIT - 1)
    assert log_in("林律师").status_code == 302
    assert fail("林律师", times=LIMIT - 1) == [200] * (LIMIT - 1)


def test_a_new_password_from_an_administrator_lets_in_at_once(author, colleague, administrator, as_):
    """Who forgot the password and is locked out for it calls the administrator, and does not wait on."""
    for name in ("林律师", "沈律师"):
        fail(name, times=LIMIT)
    new = {"password1": "neu-12345-lang", "password2": "neu-12345-lang", "usable_password": "true"}
    as_(administrator).post(reverse("admin:auth_user_password_change", args=[author.pk]), new)
    assert log_in("林律师", "neu-12345-lang").status_code == 302
    assert log_in("沈律师").status_code == 429


# One address, many names --------------------------------------------------------------------------


def stuff(names: int) -> None:
    for number in range(names):
        fail(f"name-{number}")


@pytest.mark.parametrize(
    ("names", "known", "status"),
    [
        (lockout.MANY - 1, False, 302),
        (lockout.MANY, False, 429),  # a guesser, or a newcomer beside one
        (lockout.MANY, True, 302),  # who logged in here lately works on
    ],
)
def test_many_names_from_one_address(names, known, status, author):
    if known:
        log_in("林律师")
    stuff(names)
    assert log_in("林律师").status_code == status
    assert log_in("林律师", at=THERE).status_code == 302


def test_many_names_end_with_the_cool_off_and_the_page_says_when(author):
    stuff(lockout.MANY)
    later(minutes=5)
    response = log_in("林律师")
    assert (response.status_code, "10 分钟" in response.content.decode()) == (429, True)
    later(minutes=11)
    assert log_in("林律师").status_code == 302


def test_a_login_of_long_ago_does_not_make_a_name_known(author):
    log_in("林律师")
    later(days=31)
    stuff(lockout.MANY)
    assert log_in("林律师").status_code == 429


# What is kept -------------------------------------------------------------------------------------


def test_old_failures_and_logins_are_dropped_each_minute(author, capsys):
    fail("林律师")
    log_in("林律师", at=THERE)
    call_command("run_due")
    assert (AccessAttempt.objects.count(), AccessLog.objects.count()) == (1, 1)
    later(minutes=16)
    call_command("run_due")
    assert (AccessAttempt.objects.count(), AccessLog.objects.count()) == (0, 1)
    later(days=31)
    call_command("run_due")
    assert (AccessLog.objects.count(), capsys.readouterr().out) == (0, "")


def test_no_password_is_kept(author):
    log_in("林律师", "a-wrong-password")
    row = AccessAttempt.objects.values().get()
    assert "a-wrong-password" not in str(row)
    assert row["attempt_time"] <= timezone.now()
