"""A code is good once, a guess costs time, and a factor comes and goes on record."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm import audit, second_factor
from firm.models import User
from firm.second_factor import TooSoon, verify
from tests.conftest import factor_of, make_user

pytestmark = pytest.mark.django_db
NOON = 1_800_000_000  # begins a half minute


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds): the time of the authenticators, from NOON."""

    def _set(seconds: float):
        monkeypatch.setattr(time, "time", lambda: NOON + seconds)

    _set(0)
    return _set


def code_of(key: str, seconds: float) -> str:
    """What an authenticator with this secret shows so many seconds after NOON."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = NOON + seconds
    return f"{totp.token():06}"


def forgive(user) -> None:
    """As if the wait after wrong codes were over."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).update(
            throttling_failure_timestamp=timezone.now() - timedelta(days=1)
        )


# Who needs one ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "required"),
    [
        ([], False),  # may do nothing
        (["律师"], False),
        (["访客编辑"], False),
        (["律师", "访客编辑"], False),
        (["审核"], True),
        (["管理员"], True),
        (["律师", "审核"], True),
        (["主编"], True),  # a role of the firm's own: nobody has said that it is harmless
    ],
)
def test_is_required(roles, required, db):
    Group.objects.create(name="主编")
    user = make_user("某人")
    user.groups.set(Group.objects.filter(name__in=roles))
    assert second_factor.is_required(user) is required


def test_superusers_and_who_has_rights_of_their_own_need_one(author):
    author.user_permissions.add(Permission.objects.get(codename="review_article"))
    superuser = User.objects.create_superuser("root", password="test-password")
    assert (second_factor.is_required(author), second_factor.is_required(superuser)) == (True, True)


def test_who_has_chosen_one_is_asked_for_it(author):
    assert second_factor.is_asked_for(author) is False
    factor_of(author)
    assert (second_factor.is_required(author), second_factor.is_asked_for(author)) == (False, True)


# Codes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        (lambda code: code, True),
        (lambda code: f" {code[:3]} {code[3:]} ", True),  # as authenticators show it
        (lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code), True),  # full-width
        (lambda code: "", False),
        (lambda code: code[:5], False),
        (lambda code: code + "0", False),
        (lambda code: "²" * 6, False),
        (lambda code: "-" + code[1:], False),
        (lambda code: code.replace(code[0], "\0"), False),
        (lambda code: "长" * 500, False),
    ],
)
def test_how_a_code_may_be_typed(typed, taken, reviewer, clock):
    device = factor_of(reviewer)
    second_factor.renew_recovery_codes(reviewer)
    assert (verify(reviewer, typed(code_of(device.key, 0))) is not None) is taken


@pytest.mark.parametrize(
    ("seconds", "taken"),
    [
        (-60, False),
        (-30, True),
        (0, True),
        (30, True),
        (60, False),
    ],  # half a minute either way: clocks differ
)
def test_codes_of_other_times(seconds, taken, reviewer, clock):
    device = factor_of(reviewer)
    assert (verify(reviewer, code_of(device.key, seconds)) == device) is taken


def test_a_code_is_good_once(reviewer, clock):
    code = code_of(factor_of(reviewer).key, 0)
    assert verify(reviewer, code) is not None
    assert verify(reviewer, code) is None
    forgive(reviewer)
    assert verify(reviewer, code_of(factor_of(reviewer).key, -30)) is None  # nor one that was shown before it
    forgive(reviewer)
    clock(30)
    assert verify(reviewer, code_of(factor_of(reviewer).key, 30)) is not None


def test_the_code_of_somebody_else(reviewer, administrator, clock):
    factor_of(reviewer)
    assert verify(reviewer, code_of(factor_of(administrator).key, 0)) is None


def test_each_recovery_code_is_good_once(reviewer):
    codes = second_factor.renew_recovery_codes(reviewer)
    assert (len(set(codes)), second_factor.recovery_codes_left(reviewer)) == (10, 10)
    assert verify(reviewer, codes[0].upper().replace("-", " ")) is not None
    assert verify(reviewer, codes[0]) is None
    forgive(reviewer)
    assert verify(reviewer, codes[1]) is not None
    assert second_factor.recovery_codes_left(reviewer) == 8


def test_new_recovery_codes_replace_the_old(reviewer):
    old = second_factor.renew_recovery_codes(reviewer)
    new = second_factor.renew_recovery_codes(reviewer)
    assert verify(reviewer, old[0]) is None
    forgive(reviewer)
    assert verify(reviewer, new[0]) is not None


def test_guessing_costs_time_and_even_the_right_code_waits(reviewer, clock):
    device = factor_of(reviewer)
    assert verify(reviewer, "000000") is None
    with pytest.raises(TooSoon, match="试得太快了，请等 1 秒再试。"):
        verify(reviewer, code_of(device.key, 0))
    forgive(reviewer)
    assert verify(reviewer, code_of(device.key, 0)) == device


def test_the_wait_ends_so_that_a_guesser_does_not_keep_the_owner_out(reviewer, clock):
    device = factor_of(reviewer)
    for _ in range(40):
        assert verify(reviewer, "000000") is None
        forgive(reviewer)
    assert verify(reviewer, "000000") is None
    with pytest.raises(TooSoon) as refusal:
        verify(reviewer, code_of(device.key, 0))
    assert 250 < refusal.value.seconds <= 256


def test_guesses_at_the_authenticator_leave_the_recovery_codes_open(reviewer, clock):
    factor_of(reviewer)
    codes = second_factor.renew_recovery_codes(reviewer)
    assert verify(reviewer, "000000") is None
    assert verify(reviewer, codes[0]) is not None


@pytest.mark.parametrize(
    ("last", "seconds", "shown", "wait"),
    [
        (-1, 10, 0, 0),  # this half minute's
        (0, 10, 30, 0),  # used: the next one's is taken already
        (1, 10, 60, 20),  # both used
        (1, 29.5, 60, 1),
        (1, 30, 60, 0),
    ],
)
def test_next_code(last, seconds, shown, wait, reviewer, clock):
    device = factor_of(reviewer)
    device.last_t = NOON // 30 + last if last >= 0 else -1
    device.save()
    clock(seconds)
    assert second_factor.next_code(device) == (code_of(device.key, shown), wait)
    clock(seconds + wait)
    assert verify(reviewer, second_factor.next_code(device)[0]) == device


# Coming and going ---------------------------------------------------------------------------------


def history(user) -> list[tuple]:
    return list(audit.history(user).values_list("action", "actor_name", "reason"))


def test_install_and_replace(reviewer, clock):
    first = second_factor.new_key()
    _, old_codes = second_factor.install(reviewer, first, code=code_of(first, 0))
    second = second_factor.new_key()
    device, codes = second_factor.install(reviewer, second, code=code_of(second, 0))
    assert (second_factor.totp_of(reviewer), device.key) == (device, second)
    assert [verify(reviewer, code_of(first, 30)), verify(reviewer, old_codes[0])] == [None, None]
    forgive(reviewer)
    assert verify(reviewer, codes[0]) is not None
    assert history(reviewer) == [("更换二次验证", "审核员", ""), ("启用二次验证", "审核员", "")]


def test_the_code_that_proved_it_does_not_log_in(reviewer, clock):
    key = second_factor.new_key()
    second_factor.install(reviewer, key, code=code_of(key, 0))
    assert verify(reviewer, code_of(key, 0)) is None


def test_a_wrong_code_installs_nothing(reviewer, clock):
    device, codes = second_factor.install(reviewer, second_factor.new_key())
    assert second_factor.install(reviewer, second_factor.new_key(), code="000000") is None
    assert (second_factor.totp_of(reviewer), second_factor.recovery_codes_left(reviewer)) == (
        device,
        len(codes),
    )


def test_remove(reviewer, administrator):
    second_factor.install(reviewer, second_factor.new_key())
    second_factor.remove(reviewer, by=administrator, reason="手机丢失")
    assert (second_factor.totp_of(reviewer), second_factor.recovery_codes_left(reviewer)) == (None, 0)
    assert history(reviewer)[0] == ("停用二次验证", "管理员", "手机丢失")


def test_the_link_in_the_qr_code(reviewer):
    key = "00" * 20
    parts = urlsplit(second_factor.link(reviewer, key))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/合飞律师:审核员")
    assert parse_qs(parts.query) == {"secret": ["A" * 32], "issuer": ["合飞律师"]}
    assert second_factor.spelt(key) == " ".join(["AAAA"] * 8)
