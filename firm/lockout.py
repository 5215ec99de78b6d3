"""Who has tried to log in too often, and what they are told.

Failures are counted for a name at an address (settings.AXES_LOCKOUT_PARAMETERS): whoever guesses at somebody's password
locks out themselves there, and nobody anywhere else. One address that tries many names is slowed down as well, for the
names that have not lately been logged in from it: the colleagues of an office behind one address go on working while
somebody beside them guesses, and a guesser who changes names gets no further than MANY of them in a cool-off.
"""

from datetime import datetime, timedelta
from math import ceil

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from firm import proxies
from firm.models import User

MANY = 20  # names; an office's own slips are forgotten with each success, so that few stand at any time
KNOWN_FOR = timedelta(days=30)  # how long an address is remembered as one that a name has logged in from


class Lockout(AxesDatabaseHandler):
    """axes, which counts by name and address, with a limit on the names that one address may try."""

    def is_locked(self, request, credentials=None):
        if super().is_locked(request, credentials):
            return True
        name = (credentials or {}).get("username", "")
        return not _is_known(request, name) and _names(request).count() >= MANY


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The page for who is locked out, with the minutes that are left: 429."""
    name = (credentials or {}).get("username", "")
    seconds = max(1, ceil((_until(request, name) - timezone.now()).total_seconds()))
    context = admin.site.each_context(request) | {"title": "暂时不能登录", "minutes": ceil(seconds / 60)}
    page = render(request, "admin/firm/access/locked_out.html", context, status=429)
    page["Retry-After"] = str(seconds)
    add_never_cache_headers(page)
    return page


def forgive(user: User) -> None:
    """Let the account be tried again everywhere: an administrator has just set its password anew."""
    AccessAttempt.objects.filter(username=user.get_username()).delete()


def forget() -> None:
    """Drop what no longer counts: failures after the cool-off, logins after KNOWN_FOR."""
    AccessAttempt.objects.filter(attempt_time__lt=_since()).delete()
    AccessLog.objects.filter(attempt_time__lt=timezone.now() - KNOWN_FOR).delete()


def _since() -> datetime:
    return timezone.now() - settings.AXES_COOLOFF_TIME


def _is_known(request: HttpRequest, name: str) -> bool:
    since = timezone.now() - KNOWN_FOR
    logins = AccessLog.objects.filter(username=name, ip_address=proxies.counted(request))
    return logins.filter(attempt_time__gte=since).exists()


def _names(request: HttpRequest) -> QuerySet:
    """The names that failed at the request's address within the cool-off, each with its last failure, newest first."""
    failed = AccessAttempt.objects.filter(ip_address=proxies.counted(request), attempt_time__gte=_since())
    newest = failed.values("username").annotate(
        last=Max("attempt_time"), failures=Sum("failures_since_start")
    )
    return newest.order_by("-last")


def _until(request: HttpRequest, name: str) -> datetime:
    """When the name may be tried again from the request's address."""
    names = list(_names(request))
    too_often = [
        row for row in names if row["username"] == name and row["failures"] >= settings.AXES_FAILURE_LIMIT
    ]
    too_many = names[MANY - 1 : MANY]  # when this one is forgotten, there are fewer than MANY
    last = (too_often or too_many)[:1]
    return (last[0]["last"] if last else timezone.now()) + settings.AXES_COOLOFF_TIME
