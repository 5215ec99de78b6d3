"""Where an account is logged in now: its sessions that are open, and how one of them is ended (OWASP ASVS 5, 7.5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from firm import audit, devices, sessions
from firm.models import User


@dataclass(frozen=True, slots=True)
class Open:
    """One session. Its handle names it on a page; its key, which is as good as a password, stays in the database."""

    handle: str
    began: datetime
    seen: datetime  # within a minute
    device: str
    address: str
    is_this: bool  # the one that asks


def of(user: User, this: str | None = None) -> list[Open]:
    """The open sessions of an account, that with the key `this` first, then by when somebody was there last."""
    found = [_shown(row, data, this) for row, data in _rows(user)]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))


@transaction.atomic
def end(user: User, handles: set[str]) -> list[Open]:
    """End these of an account's sessions, and leave it on record; those that were still open."""
    ended = []
    for row, data in _rows(user):
        one = _shown(row, data, None)
        if one.handle in handles and row.delete()[0]:
            audit.record("结束登录", by=user, target=user, reason=f"{one.device}，{one.address}")
            ended.append(one)
    return ended


def _rows(user: User) -> Iterator[tuple[Session, dict]]:
    """Only who is logged in has a session, so that reading all of them is reading some dozens."""
    mine, valid = str(user.pk), user.get_session_auth_hash()
    for row in Session.objects.filter(expire_date__gt=timezone.now()):
        data = row.get_decoded()
        if (
            data.get(SESSION_KEY) == mine
            and data.get(HASH_SESSION_KEY) == valid
            and sessions.is_in_time(data)
        ):
            yield row, data


def _shown(row: Session, data: dict, this: str | None) -> Open:
    agent, address = data.get(sessions.PLACE, ("", ""))
    return Open(
        handle=sha256(row.session_key.encode()).hexdigest()[:32],
        began=datetime.fromtimestamp(data[sessions.BEGAN], UTC),
        seen=datetime.fromtimestamp(data[sessions.SEEN], UTC),
        device=devices.named(agent),
        address=address or "地址不明",
        is_this=row.session_key == this,
    )
