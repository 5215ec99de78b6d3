"""The page on which administrators see how the site stands: what /readyz says, and what PostgreSQL and this process count."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firm.access import Role, has_role
from firm.models import User
from hefei_site.watching import counting, engine, metrics, process, readiness, waiting
from hefei_site.watching.deadline import within
from hefei_site.watching.readiness import State

PATIENCE = 3.0  # seconds
WORDS = {State.OK: "正常", State.WARNING: "请看一下", State.FAILING: "有故障"}


@dataclass(frozen=True, slots=True)
class Answered:
    """What this process has answered since its start."""

    process: int
    since: datetime
    requests: int
    from_memory: float | None  # percent; None before the first request
    stored: float | None
    failed: int  # with 5xx
    resident: int  # bytes


@dataclass(frozen=True, slots=True)
class Engine:
    """What PostgreSQL counts."""

    size: engine.Size
    now: engine.Now
    caches: list[engine.Cache]
    slow: list[engine.Statement] | None
    largest: list[engine.Table]
    live: int
    holding: int

    @property
    def held(self) -> float | None:
        """Percent of live articles whose rendered page holds."""
        return min(100.0, self.holding / self.live * 100) if self.live else None


def may_be_seen_by(user: User) -> bool:
    """Administrators alone: the page names tables and statements."""
    return has_role(user, Role.ADMINISTRATOR)


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """How the site stands at this moment."""
    if not may_be_seen_by(request.user):
        raise PermissionDenied("只有管理员能看运行状况。")
    checks = readiness.checks()
    context = admin.site.each_context(request) | {
        "title": "运行状况",
        "checks": [(check, WORDS[check.state]) for check in checks],
        "worst": readiness.worst(checks),
        "many": sum(check.state is not State.OK for check in checks),
        "engine": within(PATIENCE, {"engine": asked}).get("engine"),
        "answered": answered(),
    }
    return render(request, "admin/standing.html", context)


def asked() -> Engine:
    """Some ten small queries. Raises django.db.Error."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [readiness.STATEMENT])
    return Engine(
        engine.size(),
        engine.now(),
        engine.caches(),
        engine.slow(),
        engine.largest(),
        metrics.seldom("live", waiting.live),
        metrics.seldom("holding", waiting.holding),
    )


def answered() -> Answered:
    """This process's counts, in words."""
    counts = counting.counts
    many = counts.requests
    memory, stored = (
        counts.by_source[source] / many * 100 if many else None for source in ("memory", "stored")
    )
    since = datetime.fromtimestamp(process.started_at(), UTC)
    return Answered(os.getpid(), since, many, memory, stored, counts.by_class["5xx"], process.resident())
