"""The passwords and second factors of the sample accounts, kept in a file that only its owner reads."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm import second_factor
from firm.models import User
from firm.second_factor import LETTERS


def file() -> Path:
    """Where all this is kept; git ignores it."""
    return settings.BASE_DIR / ".sample-accounts.json"


def random_password() -> str:
    """Sixteen characters in groups of four: about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def write(passwords: dict[str, str]) -> None:
    """Add the passwords of accounts just made to those kept, readable by the owner alone.

    An account whose role needs a second factor gets one here: its secret and its recovery codes are kept, too.
    """
    kept = _kept()
    made = {
        user.username: {"password": passwords[user.username], "hash": user.password} | _factor(user)
        for user in User.objects.filter(username__in=passwords)
    }
    kept[_database()] = kept.get(_database(), {}) | made
    new = file().with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(kept, out, ensure_ascii=False, indent=1)
    new.replace(file())


def read() -> list[tuple[User, str]]:
    """The sample accounts with the passwords that are still theirs in this database.

    A kept password belongs to an account whose stored hash is the one it had then: not to one made anew, nor
    to one whose password has been changed since.
    """
    kept = _kept().get(_database(), {})
    users = User.objects.filter(username__in=kept).prefetch_related("groups").order_by("pk")
    return [
        (user, kept[user.username]["password"])
        for user in users
        if user.password == kept[user.username]["hash"]
    ]


def device(username: str) -> TOTPDevice | None:
    """The authenticator of a sample account, where account, password and secret are still those that were made."""
    kept = _kept().get(_database(), {}).get(username, {})
    user = next((user for user, _ in read() if user.username == username), None)
    found = second_factor.totp_of(user) if user else None
    same = found is not None and "secret" in kept and second_factor.spelt(found.key) == kept["secret"]
    return found if same else None


def _factor(user: User) -> dict:
    if not second_factor.is_required(user):
        return {}
    made, codes = second_factor.install(user, second_factor.new_key())
    return {"secret": second_factor.spelt(made.key), "recovery_codes": codes}


def _kept() -> dict[str, dict]:
    try:
        return json.loads(file().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _database() -> str:
    """The server and name of the database, under which its passwords are kept."""
    where = connection.settings_dict
    return f"{where['HOST'] or where['OPTIONS'].get('host', '')}:{where['PORT']}/{where['NAME']}"
