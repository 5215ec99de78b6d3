"""The record of who did what, when and why."""

from django.conf import settings
from django.db import models


class AuditRecord(models.Model):
    """One act. Rows are only ever added: a trigger refuses UPDATE and DELETE (migration 0002)."""

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    actor_name = models.CharField(
        "操作人姓名", max_length=150, help_text="当时的姓名；登录失败时是所填的用户名。"
    )
    action = models.CharField("操作", max_length=50)
    target_type = models.CharField("对象类别", max_length=50, blank=True)
    target_id = models.BigIntegerField("对象编号", null=True)
    target_label = models.CharField("对象", max_length=300, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_by_target")]

    def __str__(self):
        return f"{self.actor_name}：{self.action} {self.target_label}"
