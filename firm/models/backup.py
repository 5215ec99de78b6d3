"""The backups that were made of the database and the pictures."""

from django.db import models


class Backup(models.Model):
    """One backup, noted by manage.py note_backup when it was whole. What is restored out of it has no row of it."""

    class Kind(models.TextChoices):
        FULL = "full", "全量"
        DIFFERENTIAL = "diff", "差异"
        INCREMENTAL = "incr", "增量"
        COPY = "copy", "整库复制（pg_basebackup）"

    label = models.CharField("名称", max_length=100, unique=True, help_text="备份库里的名称，恢复时用它。")
    kind = models.CharField("方式", max_length=4, choices=Kind)
    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("完成")
    timeline = models.PositiveIntegerField("时间线", help_text="主库每切换一次加一。")
    bytes = models.PositiveBigIntegerField("数据库大小", help_text="字节，压缩前。")
    kept_bytes = models.PositiveBigIntegerField("备份占用", help_text="字节，这一份新占的。")
    media_files = models.PositiveBigIntegerField("图片文件", null=True, help_text="空着：这一份没有图片。")
    media_bytes = models.PositiveBigIntegerField("图片大小", null=True, help_text="字节。")
    gone_at = models.DateTimeField("已清理", null=True, help_text="备份库里已经没有它。")
    noted_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "备份"
        verbose_name_plural = "备份"
        default_permissions = ("view",)
        ordering = ["-ended_at", "-pk"]
        indexes = [models.Index(fields=["-ended_at", "-id"], name="backups_newest")]

    def __str__(self):
        return self.label
