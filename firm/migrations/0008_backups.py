"""The backups that were made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firm", "0007_last_run"),
    ]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="备份库里的名称，恢复时用它。",
                        max_length=100,
                        unique=True,
                        verbose_name="名称",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("full", "全量"),
                            ("diff", "差异"),
                            ("incr", "增量"),
                            ("copy", "整库复制（pg_basebackup）"),
                        ],
                        max_length=4,
                        verbose_name="方式",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="开始")),
                ("ended_at", models.DateTimeField(verbose_name="完成")),
                (
                    "timeline",
                    models.PositiveIntegerField(help_text="主库每切换一次加一。", verbose_name="时间线"),
                ),
                (
                    "bytes",
                    models.PositiveBigIntegerField(help_text="字节，压缩前。", verbose_name="数据库大小"),
                ),
                (
                    "kept_bytes",
                    models.PositiveBigIntegerField(help_text="字节，这一份新占的。", verbose_name="备份占用"),
                ),
                (
                    "media_files",
                    models.PositiveBigIntegerField(
                        help_text="空着：这一份没有图片。", null=True, verbose_name="图片文件"
                    ),
                ),
                (
                    "media_bytes",
                    models.PositiveBigIntegerField(help_text="字节。", null=True, verbose_name="图片大小"),
                ),
                (
                    "gone_at",
                    models.DateTimeField(help_text="备份库里已经没有它。", null=True, verbose_name="已清理"),
                ),
                ("noted_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "备份",
                "verbose_name_plural": "备份",
                "ordering": ["-ended_at", "-pk"],
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["-ended_at", "-id"], name="backups_newest")],
            },
        ),
    ]
