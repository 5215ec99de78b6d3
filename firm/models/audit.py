"""The record of who did what, when and why."""

from django.conf import settings
from django.db import models


class AuditRecord(models.Model):
    """One act. Rows are only ever added: triggers refuse UPDATE, DELETE and TRUNCATE (migrations 0002, 0003).

    The database itself sets the time when a row comes in, and, when its transaction commits, the row's place in
    the chain: position, the hash of the row before it and its own (firm/chain.py says over what).
    """

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
    address = models.CharField("网络地址", max_length=50, blank=True, help_text="只记到网段，不记完整地址。")
    position = models.BigIntegerField("序号", null=True, unique=True, editable=False)
    previous_hash = models.CharField("前一条的校验值", max_length=64, blank=True, editable=False)
    hash = models.CharField("校验值", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["action", "-at", "-id"], name="audit_by_action"),
        ]

    def __str__(self):
        return f"{self.actor_name}：{self.action} {self.target_label}"
