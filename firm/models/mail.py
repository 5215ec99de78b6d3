"""Mails that wait to be sent, and those that were."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Mail(models.Model):
    """One mail to one person, written in the transaction of what it tells of and sent afterwards by run_due."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails", verbose_name="收件人"
    )
    subject = models.CharField("主题", max_length=250)
    text = models.TextField("内容")
    written_at = models.DateTimeField("写成时间", auto_now_add=True)
    next_try_at = models.DateTimeField("下次发送")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    sent_at = models.DateTimeField("发出时间", null=True)
    trouble = models.CharField("没有发出的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "邮件"
        verbose_name_plural = "邮件"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="mails_to_send", condition=Q(sent_at__isnull=True)),
            models.Index(fields=["sent_at"], name="mails_sent"),
        ]

    def __str__(self):
        return self.subject


class Told(models.Model):
    """That something which is told once, as a weekly mail, has been told: the key says what, to whom, of when."""

    key = models.CharField("内容", max_length=100, unique=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "已告知的事"
        verbose_name_plural = "已告知的事"

    def __str__(self):
        return self.key
