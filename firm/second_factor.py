"""The second factor of an account: who must have one, how a code is judged, how one comes and goes."""

import secrets
import time
import unicodedata
from base64 import b32encode
from math import ceil
from urllib.parse import quote, urlencode

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from firm import audit, sessions
from firm.access import Role
from firm.models import Firm, User

OPTIONAL = [
    Role.LAWYER,
    Role.GUEST_EDITOR,
]  # every other role, and rights beside the roles, need a second factor
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else
# django-otp doubles the wait with each failure, without end: who knows a password could keep its owner out for years.
# After so many failures it stays as it is (2^8 s, about four minutes): 3 valid codes of a million at 340 tries a day.
LONGEST_WAIT_AFTER = 9


class TooSoon(Exception):
    """A code was tried again before the wait was over; .seconds are left."""

    def __init__(self, seconds: int):
        super().__init__(f"试得太快了，请等 {seconds} 秒再试。")
        self.seconds = seconds


def is_required(user: User) -> bool:
    """Whether the account must have a second factor: whoever can do more than write their own articles."""
    more = user.groups.exclude(name__in=OPTIONAL)
    return user.is_superuser or more.exists() or user.user_permissions.exists()


def totp_of(user: User) -> TOTPDevice | None:
    """The account's authenticator, where it has one that was confirmed."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_asked_for(user: User) -> bool:
    """Whether a password alone is not enough to log in."""
    return is_required(user) or totp_of(user) is not None


def is_settled(request: HttpRequest) -> bool:
    """Whether the request's session has what its user needs: a verified factor, or none needed. Asked once a request."""
    user = request.user
    if not hasattr(user, "second_factor_settled"):
        verified = getattr(user, "otp_device", None) is not None
        user.second_factor_settled = verified or not is_asked_for(user)
    return user.second_factor_settled


# Codes --------------------------------------------------------------------------------------------


@transaction.atomic
def verify(user: User, code: str) -> Device | None:
    """The device of the account that takes this code, now used up; None where none does.

    Six digits are the authenticator's, anything else is a recovery code. Raises TooSoon.
    """
    code = _plain(code)
    model = TOTPDevice if len(code) == 6 and code.isdecimal() else StaticDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise TooSoon(ceil((why["locked_until"] - timezone.now()).total_seconds()))
    if device.verify_token(code):
        return device
    if device.throttling_failure_count > LONGEST_WAIT_AFTER:
        device.throttling_failure_count = LONGEST_WAIT_AFTER
        device.save(update_fields=["throttling_failure_count"])
    return None


def next_code(device: TOTPDevice) -> tuple[str, int]:
    """A code that this authenticator has not used, and the seconds until it is taken: 0 where it is at once.

    The code of the next half minute is taken already (tolerance), so only the third within one has to wait.
    """
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    now = time.time()
    clock.time = now
    unused = max(clock.t(), device.last_t + 1)
    taken_from = device.t0 + (unused - device.tolerance) * device.step
    clock.time = device.t0 + unused * device.step
    return f"{clock.token():0{device.digits}}", max(0, ceil(taken_from - now))


def recovery_codes_left(user: User) -> int:
    """How many recovery codes the account has not used."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def _plain(code: str) -> str:
    """As stored: half-width small letters and digits, without the blanks and dashes that people type."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code).lower()))


# Coming and going ---------------------------------------------------------------------------------


def new_key() -> str:
    """A new secret for an authenticator: 160 random bits, in hexadecimal."""
    return random_hex(20)


def spelt(key: str) -> str:
    """A secret as people type it into an authenticator: Base32 in groups of four."""
    secret = b32encode(bytes.fromhex(key)).decode()
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def link(user: User, key: str) -> str:
    """The otpauth: link that the QR code holds (github.com/google/google-authenticator/wiki/Key-Uri-Format)."""
    firm = issuer()
    asked = urlencode({"secret": spelt(key).replace(" ", ""), "issuer": firm}, quote_via=quote)
    return f"otpauth://totp/{quote(firm)}:{quote(user.get_username())}?{asked}"


def issuer() -> str:
    """The name under which authenticators list the site."""
    return Firm.load().short_name.replace(":", "")


@transaction.atomic
def install(user: User, key: str, *, code: str | None = None) -> tuple[TOTPDevice, list[str]] | None:
    """Give the account this authenticator, proved by a code of it, and new recovery codes; what it had is gone.

    On record, and ends the account's sessions. Returns the device and the codes as they are shown, or None where the
    code is wrong; without a code (the sample's accounts) nothing is proved.
    """
    _lock(user)
    act = "启用二次验证" if totp_of(user) is None else "更换二次验证"
    with transaction.atomic():
        device = TOTPDevice.objects.create(user=user, name="验证器", key=key)
        if code is not None and not device.verify_token(_plain(code)):
            transaction.set_rollback(True)
            return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    codes = _new_codes(user)
    sessions.end(user)
    audit.record(act, by=user, target=user)
    return device, codes


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """New recovery codes, as they are shown; those before are worth nothing. Ends the account's sessions."""
    _lock(user)
    codes = _new_codes(user)
    sessions.end(user)
    audit.record("换新恢复码", by=user, target=user)
    return codes


@transaction.atomic
def remove(user: User, *, by: User, reason: str = "") -> None:
    """Take the account's second factor away and end its sessions."""
    _lock(user)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    sessions.end(user)
    audit.record("停用二次验证", by=by, target=user, reason=reason)


def _lock(user: User) -> None:
    """Two windows that change one account's factor take their turns, so that one factor is left."""
    User.objects.select_for_update().get(pk=user.pk)


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="恢复码")
    codes = ["".join(secrets.choice(LETTERS) for _ in range(8)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]
