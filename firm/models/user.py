"""Who may log in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account; one field for the name, since Chinese names are not split into first and last."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=50, blank=True)
    session_epoch = models.PositiveIntegerField(
        "登录批次", default=0, editable=False, help_text="角色或二次验证一变就加一，以前的登录随之失效。"
    )
    mail_notices = models.BooleanField(
        "邮件通知", default=True, help_text="审核、退回、发布等事发邮件告知；不勾选则只在后台首页显示。"
    )

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self):
        return self.name or self.username

    def get_session_auth_hash(self):
        """What a session must agree with to go on: the password (Django's part) and the epoch (firm/sessions.py)."""
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    def get_session_auth_fallback_hash(self):
        """The same under each older SECRET_KEY."""
        for older in super().get_session_auth_fallback_hash():
            yield f"{older}.{self.session_epoch}"

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)
