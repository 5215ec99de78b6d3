"""When work that a timer starts was last done."""

from django.db import models


class LastRun(models.Model):
    """One row for each kind of work, written anew at the end of each run."""

    name = models.CharField("名称", max_length=50, primary_key=True)
    at = models.DateTimeField("结束时间")
    took = models.DurationField("用时")
    went_well = models.BooleanField("都办成了")

    class Meta:
        verbose_name = "定时任务"
        verbose_name_plural = "定时任务"
        default_permissions = ()

    def __str__(self):
        return self.name
