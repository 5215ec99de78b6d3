"""By what rendered pages know whether they still hold: the database counts the changes, in their own transactions."""

from django.db import models


class SiteVersion(models.Model):
    """One row that triggers count up. Nothing else writes it.

    shell is what stands around every page (the firm's row, the menu), content what stands on very many of them (the
    firm's name, columns' names, notices).
    """

    THE_ONE = 1

    shell = models.BigIntegerField("页眉页脚版本", default=1)
    content = models.BigIntegerField("内容版本", default=1)
    changed_at = models.DateTimeField("最近变动", auto_now_add=True)

    class Meta:
        verbose_name = "站点版本"
        verbose_name_plural = "站点版本"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_version_is_one_row")]

    def __str__(self):
        return f"{self.shell}.{self.content}"


class ListChange(models.Model):
    """One change of something that lists show, added by triggers; rows and not a counter, so that nobody waits.

    Lists compare the number and the sum of the ids that have been committed: a row that commits late changes both.
    """

    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "列表变动"
        verbose_name_plural = "列表变动"
        default_permissions = ()

    def __str__(self):
        return str(self.pk)
