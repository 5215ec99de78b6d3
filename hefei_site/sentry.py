"""Sends errors to Sentry where SENTRY_DSN is set: what went wrong and where in the code, nothing of who asked or what was sent.

Loaded only then; sentry-sdk is an extra (requirements-sentry.txt). Events go out in a thread of their own, from a queue that
drops what does not fit, so a Sentry that hangs delays no request.
"""

import logging

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from firm import answering
from hefei_site.logs import discreet

# What an event may hold; whatever else the SDK learns to add (breadcrumbs, variables, cookies, installed packages) is left out.
KEPT = [
    "event_id",
    "timestamp",
    "level",
    "logger",
    "logentry",
    "message",
    "exception",
    "platform",
    "sdk",
    "release",
    "environment",
    "server_name",
    "transaction",
    "tags",
    "fingerprint",
    "contexts",
]
LINGER = 2  # seconds at most, at the end of a process, for what is still to be sent


def start(dsn: str, release: str) -> None:
    """Report errors from now on. Raises sentry_sdk.utils.BadDsn."""
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        before_send=cleaned,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=LINGER,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            DjangoIntegration(middleware_spans=False, signals_spans=False),
            LoggingIntegration(level=None, event_level=logging.ERROR),
            ExcepthookIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
        ],
    )


def cleaned(event: dict, hint: dict) -> dict:
    """The event as it may leave the house; the SDK drops one with which this fails."""
    kept = _discreet({key: event[key] for key in KEPT if key in event})
    request = answering.current()
    if request is not None:
        kept["request"] = {"method": request.method, "url": discreet(request.path_info)}
        kept["tags"] = dict(kept.get("tags") or {}) | {"request_id": request.number}
        if user := answering.staff_id(request):
            kept["user"] = {"id": str(user)}
    return kept


def _discreet(value):
    """The same, each text in it without what is personal."""
    if isinstance(value, str):
        return discreet(value)
    if isinstance(value, dict):
        return {key: _discreet(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_discreet(one) for one in value]
    return value
