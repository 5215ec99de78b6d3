"""What is typed and not saved, and who has an article open."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_lint"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EditingPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tab", models.CharField(max_length=32, verbose_name="窗口")),
                ("is_writing", models.BooleanField(default=False, verbose_name="正在写")),
                ("seen_at", models.DateTimeField(db_index=True, verbose_name="最近")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "正在看的人",
                "verbose_name_plural": "正在看的人",
                "ordering": ["-seen_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "user", "tab"), name="presence_of_a_window_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=32,
                        validators=[django.core.validators.RegexValidator("^[0-9a-f]{32}$")],
                        verbose_name="编号",
                    ),
                ),
                ("data", models.JSONField(default=dict, verbose_name="内容")),
                ("tab", models.CharField(blank=True, max_length=32, verbose_name="窗口")),
                ("serial", models.PositiveBigIntegerField(default=0, verbose_name="次序")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="自动保存时间")),
                ("closed", models.BooleanField(default=False, verbose_name="已了结")),
                ("is_kept", models.BooleanField(default=False, verbose_name="确有未保存的文字")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="working_copies",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.revision",
                        verbose_name="基于",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "没有保存的文字",
                "verbose_name_plural": "没有保存的文字",
                "ordering": ["-saved_at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "article", "-saved_at"], name="working_copies_of_user"),
                    models.Index(fields=["closed", "is_kept", "saved_at"], name="working_copies_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="working_copy_key_unique")
                ],
            },
        ),
    ]
