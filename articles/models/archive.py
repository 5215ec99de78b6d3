"""The old archive: each import and where it stands, what became of each article, what waits, and the old addresses."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.models.article import Article


class ImportRun(models.Model):
    """One source brought over; position is how many of its records are done, for good, with their rows."""

    source = models.CharField("来源", max_length=300)
    format = models.CharField("格式", max_length=20)
    fingerprint = models.CharField("来源指纹", max_length=64, help_text="来源文件的 SHA-256。")
    options = models.JSONField("选项", default=dict)
    position = models.PositiveBigIntegerField("已处理的条数", default=0)
    counts = models.JSONField("合计", default=dict)
    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("完成", null=True)

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(finished_at=None), name="one_open_run_of_a_source"
            )
        ]

    def __str__(self):
        return f"{self.source}（{self.pk}）"


class ImportedItem(models.Model):
    """What became of one record of a source, with the text as it was where ours differs."""

    class Outcome(models.TextChoices):
        IMPORTED = "imported", "原样导入"
        CHANGED = "changed", "导入，有改动"
        REFUSED = "refused", "没有导入"
        KNOWN = "known", "以前已导入"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="items", verbose_name="导入")
    position = models.PositiveBigIntegerField("次序")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, related_name="imported", verbose_name="文章"
    )
    number = models.BigIntegerField("原编号", null=True)
    title = models.CharField("原标题", max_length=300, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    notes = models.JSONField("说明", default=list, help_text="改了什么，或为什么没有导入，一句一条。")
    original = models.TextField("原文", blank=True, help_text="与本站所存不同时，原来的正文。")
    digest = models.CharField("原文指纹", max_length=64, blank=True)
    views = models.PositiveBigIntegerField("浏览量", default=0)
    rest = models.JSONField("其余字段", default=dict, help_text="旧站有、本站没有的。")
    lint = models.JSONField("文字检查", default=list, help_text="文字检查命中的规则，每条规则一次。")
    wrong = models.PositiveIntegerField("法条引用的问题", default=0)

    class Meta:
        verbose_name = "导入的文章"
        verbose_name_plural = "导入报告"
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_item_a_position"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(outcome__in=["imported", "changed"]),
                name="article_imported_once",
            ),
        ]
        indexes = [
            # The report's lists, the most read first.
            models.Index(F("views").desc(), F("id"), name="items_by_views"),
            models.Index(F("outcome"), F("views").desc(), F("id"), name="items_by_outcome"),
            models.Index(F("views").desc(), F("id"), condition=Q(wrong__gt=0), name="items_with_wrong_law"),
            models.Index(F("views").desc(), F("id"), condition=~Q(lint=[]), name="items_with_lint"),
        ]

    def __str__(self):
        return self.title


class WaitingArticle(models.Model):
    """That an article's references, links and sketch are still to be worked out, as after an import."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="waiting")

    class Meta:
        verbose_name = "待处理的文章"
        verbose_name_plural = "待处理的文章"


class OldAddress(models.Model):
    """An address of the old site and where it leads now: to an article, or to a path of this site."""

    old = models.CharField("旧网址", max_length=500, unique=True, help_text="从 / 开始，可以带 ?参数。")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name="文章"
    )
    to = models.CharField(
        "转到", max_length=500, blank=True, help_text="本站的网址，从 / 开始；选了文章就留空。"
    )

    class Meta:
        verbose_name = "旧网址"
        verbose_name_plural = "旧网址"
        ordering = ["old"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(article__isnull=False) & Q(to=""))
                | (Q(article__isnull=True) & Q(to__startswith="/")),
                name="old_address_leads_somewhere",
                violation_error_message="旧网址要转到一篇文章，或本站的一个网址。",
            ),
            models.CheckConstraint(
                condition=~Q(old=F("to")),
                name="old_address_leads_elsewhere",
                violation_error_message="旧网址不能转到它自己。",
            ),
        ]

    def __str__(self):
        return self.old

    def get_absolute_url(self) -> str:
        """Where it leads."""
        return reverse("article", args=[self.article_id]) if self.article_id else self.to
