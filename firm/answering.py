"""Which request is being answered here, and its number: one in its log lines, its answer, its error page and nginx's log."""

import re
from contextvars import ContextVar, Token
from random import getrandbits

from django.conf import settings
from django.http import HttpRequest

NUMBER = re.compile(r"[0-9a-f]{32}")  # as nginx makes them ($request_id)
_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def begin(request: HttpRequest) -> Token:
    """Number the request and make it the one being answered; end(token) must follow."""
    given = request.META.get("HTTP_X_REQUEST_ID")
    is_ours = given is not None and settings.PROXIES > 0 and NUMBER.fullmatch(given)
    request.number = given if is_ours else f"{getrandbits(128):032x}"  # a name, no secret
    return _current.set(request)


def end(token: Token) -> None:
    """Forget it."""
    _current.reset(token)


def current() -> HttpRequest | None:
    """The request being answered here; None outside of one, as in a command."""
    return _current.get()


def number() -> str:
    """Its number, 32 hexadecimal digits; "" outside of a request."""
    request = _current.get()
    return request.number if request is not None else ""


def staff_id(request: HttpRequest) -> int | None:
    """The id of the account that asks, where the answer has asked for it already; asking here would cost a query."""
    user = getattr(request, "_cached_user", None)  # django.contrib.auth.middleware.get_user
    return user.pk if user is not None else None
