"""Who approved a revision, and when."""

from django.conf import settings
from django.db import models

from articles.models.revision import Revision


class Approval(models.Model):
    """One reviewer's word for one revision as it was submitted then. Rows are only added: another submission of the
    revision needs others."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="approvals", verbose_name="版本")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人")
    submitted_at = models.DateTimeField("所审的提交", help_text="提交的时间，认得出是哪一次提交。")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.by}：{self.revision}"
