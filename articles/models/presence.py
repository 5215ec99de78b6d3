"""Who has an article open in the newsroom just now."""

from django.conf import settings
from django.db import models

from articles.models.article import Article


class EditingPresence(models.Model):
    """One window in which somebody has an article open, and when it last gave a sign."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    article = models.ForeignKey(Article, models.CASCADE, related_name="presences", verbose_name="文章")
    tab = models.CharField("窗口", max_length=32)
    is_writing = models.BooleanField("正在写", default=False)
    seen_at = models.DateTimeField("最近", db_index=True)

    class Meta:
        verbose_name = "正在看的人"
        verbose_name_plural = "正在看的人"
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["article", "user", "tab"], name="presence_of_a_window_unique")
        ]

    def __str__(self):
        return f"{self.user}：{self.article}"
