"""Who may log in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account; one field for the name, since Chinese names are not split into first and last."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=50, blank=True)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)
