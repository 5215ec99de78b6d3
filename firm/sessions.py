"""When a session ends: an account's password, rights or second factor have changed, nobody was there, a day is over."""

import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from firm.models import User
from firm.proxies import client_address

BEGAN, SEEN = "began", "seen"  # seconds since 1970, in the session
PLACE = "place"  # what the browser said of itself, and the address that it came from
MOST_AGENT = 300  # characters of the former
NOTED_EVERY = 60.0  # seconds; each note is a write


def is_alive(request: HttpRequest) -> bool:
    """Whether the session of who is logged in may go on, and note that they are here; one that may not is ended.

    An open editor asks for itself (presence), so nobody who writes is thrown out. Neither bound is moved by the other.
    """
    now, session = time.time(), request.session
    session.setdefault(BEGAN, now)
    seen = session.setdefault(SEEN, now)
    if not is_in_time(session):
        logout(request)
        return False
    if PLACE not in session or now - seen > NOTED_EVERY:
        session[SEEN] = now
        session[PLACE] = _place(request)
    return True


def is_in_time(session: Mapping[str, Any]) -> bool:
    """Whether neither bound is passed in what a session holds; one in which nobody was let in yet is not."""
    now = time.time()
    began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
    return now - began <= settings.SESSION_COOKIE_AGE and now - seen <= settings.SESSION_IDLE_SECONDS


def _place(request: HttpRequest) -> tuple[str, str]:
    agent = request.headers.get("User-Agent", "")[:MOST_AGENT]
    return agent, str(client_address(request) or "")


def end(user: User) -> None:
    """Every session of the account is over: its next request is that of a stranger."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def keep(request: HttpRequest) -> None:
    """Let the session that asks go on under a new key, after all sessions of its user have ended."""
    request.user.refresh_from_db(fields=["session_epoch"])
    update_session_auth_hash(request, request.user)
