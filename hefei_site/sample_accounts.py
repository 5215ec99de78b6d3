"""The passwords of the sample accounts, kept in a file that only its owner reads."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection

from firm.models import User

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else


def file() -> Path:
    """Where the passwords are kept; git ignores it."""
    return settings.BASE_DIR / ".sample-accounts.json"


def random_password() -> str:
    """Sixteen characters in groups of four: about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def write(passwords: dict[str, str]) -> None:
    """Add the passwords of accounts just made to those kept, readable by the owner alone."""
    kept = _kept()
    made = {
        user.username: {"password": passwords[user.username], "hash": user.password}
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


def _kept() -> dict[str, dict]:
    try:
        return json.loads(file().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _database() -> str:
    """The server and name of the database, under which its passwords are kept."""
    where = connection.settings_dict
    return f"{where['HOST'] or where['OPTIONS'].get('host', '')}:{where['PORT']}/{where['NAME']}"
