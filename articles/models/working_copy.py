"""A working copy: what somebody has typed into the editor and not saved yet."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from articles.models.article import Article

KEY = r"[0-9a-f]{32}"


class WorkingCopy(models.Model):
    """The fields of one editor window as they were last typed. It is no revision: only its user ever sees it.

    Each window writes to a row of its own (key), so that no window writes over another's words. A row that is
    closed is empty and only remembers that its text was saved or thrown away, for a request that comes late.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    key = models.CharField("编号", max_length=32, validators=[RegexValidator(f"^{KEY}$")])
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, related_name="working_copies", verbose_name="文章"
    )  # none for one that has not been saved yet
    base = models.ForeignKey(
        "articles.Revision", models.CASCADE, null=True, related_name="+", verbose_name="基于"
    )
    data = models.JSONField("内容", default=dict)  # the form's inputs by name, each a list of strings
    tab = models.CharField("窗口", max_length=32, blank=True)
    serial = models.PositiveBigIntegerField(
        "次序", default=0
    )  # grows with each change, whichever window made it
    saved_at = models.DateTimeField("自动保存时间", auto_now=True)
    closed = models.BooleanField("已了结", default=False)
    is_kept = models.BooleanField("确有未保存的文字", default=False)  # found when it grew old

    class Meta:
        verbose_name = "没有保存的文字"
        verbose_name_plural = "没有保存的文字"
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="working_copy_key_unique")]
        indexes = [
            models.Index(fields=["user", "article", "-saved_at"], name="working_copies_of_user"),
            models.Index(fields=["closed", "is_kept", "saved_at"], name="working_copies_by_age"),
        ]

    def __str__(self):
        return self.title or "（还没有标题）"

    @property
    def title(self) -> str:
        """The title as typed so far."""
        return "".join(self.data.get("title", [])).strip()
