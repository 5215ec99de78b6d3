"""What search engines are told of: the ledger of pushes, and how many more an engine takes today."""

from django.db import models
from django.db.models import Q


class Engine(models.TextChoices):
    """Who is told; which hosts that means stands in articles/seo/engines.py, never in a row."""

    INDEXNOW = "indexnow", "IndexNow（必应等）"
    BAIDU = "baidu", "百度"


class Push(models.Model):
    """That an engine is to look at an address again, written in the transaction of what changed it."""

    class Reason(models.TextChoices):
        PUBLISHED = "published", "发布"
        CHANGED = "changed", "修改"
        GONE = "gone", "撤下或到期"

    engine = models.CharField("搜索引擎", max_length=10, choices=Engine)
    path = models.CharField("地址", max_length=200, help_text="不含域名。")
    reason = models.CharField("原因", max_length=10, choices=Reason)
    noted_at = models.DateTimeField("记下时间", auto_now_add=True)
    next_try_at = models.DateTimeField("下次推送", help_text="定时发布和到期下架的，到那时才推送。")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    sent_at = models.DateTimeField("推送时间", null=True)
    trouble = models.CharField("没有成功的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "搜索引擎推送"
        verbose_name_plural = "搜索引擎推送"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "engine", "reason"], condition=Q(sent_at=None), name="waits_once"
            )
        ]
        indexes = [
            models.Index(fields=["engine", "next_try_at"], name="pushes_to_send", condition=Q(sent_at=None)),
            models.Index(fields=["sent_at"], name="pushes_sent"),
        ]

    def __str__(self):
        return f"{self.get_engine_display()} {self.path}"


class PushQuota(models.Model):
    """How many addresses an engine may still be told of on a day."""

    engine = models.CharField("搜索引擎", max_length=10, choices=Engine, primary_key=True)
    day = models.DateField("日期")
    left = models.PositiveIntegerField("还可推送")
    is_told = models.BooleanField("由搜索引擎告知", default=False)

    class Meta:
        verbose_name = "推送配额"
        verbose_name_plural = "推送配额"

    def __str__(self):
        return f"{self.get_engine_display()} {self.day} {self.left}"
