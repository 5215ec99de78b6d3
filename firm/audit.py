"""The one way to write the record."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.dispatch import receiver

from firm import address
from firm.models import AuditRecord, User


def record(
    action: str, *, by: User | None, target: models.Model | None = None, reason: str = "", name: str = ""
) -> AuditRecord:
    """Add one act to the record, in the caller's transaction, so that act and record stand or fall together.

    name is for who has no account. The row gets its place in the chain when the transaction commits.
    """
    return AuditRecord.objects.create(
        action=action[:50],
        actor=by,
        actor_name=_clean(str(by) if by else name)[:150],
        reason=_clean(reason),
        address=address.current(),
        **_naming(target),
    )


def history(target: models.Model) -> models.QuerySet[AuditRecord]:
    """What was done to this object, newest first."""
    return AuditRecord.objects.filter(target_type=target._meta.label_lower, target_id=target.pk)


def _clean(text: str) -> str:
    """PostgreSQL takes no NUL."""
    return text.replace("\0", "")


def _naming(target: models.Model | None) -> dict:
    if target is None:
        return {}
    return {
        "target_type": target._meta.label_lower,
        "target_id": target.pk,
        "target_label": _clean(str(target))[:300],
    }


@receiver(user_logged_in)
def _logged_in(sender, user, **kwargs):
    record("登录", by=user)


@receiver(user_logged_out)
def _logged_out(sender, user, **kwargs):
    if user is not None:
        record("退出", by=user)


@receiver(user_login_failed)
def _login_failed(sender, credentials, **kwargs):
    record("登录失败", by=None, name=str(credentials.get("username", "")))
