"""Ending the sessions of an account whose password, rights or second factor have changed."""

from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from firm.models import User


def end(user: User) -> None:
    """Every session of the account is over: its next request is that of a stranger."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def keep(request: HttpRequest) -> None:
    """Let the session that asks go on under a new key, after all sessions of its user have ended."""
    request.user.refresh_from_db(fields=["session_epoch"])
    update_session_auth_hash(request, request.user)
