"""What search engines are told of, and who sees it."""

from django.db import migrations, models


def let_administrators_look(apps, schema_editor):
    """Who looks after the site sees what was told to search engines; Django makes permissions only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="push"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_push", defaults={"name": "Can view 搜索引擎推送"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="管理员"):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0017_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="PushQuota",
            fields=[
                (
                    "engine",
                    models.CharField(
                        choices=[("indexnow", "IndexNow（必应等）"), ("baidu", "百度")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="搜索引擎",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("left", models.PositiveIntegerField(verbose_name="还可推送")),
                ("is_told", models.BooleanField(default=False, verbose_name="由搜索引擎告知")),
            ],
            options={
                "verbose_name": "推送配额",
                "verbose_name_plural": "推送配额",
            },
        ),
        migrations.CreateModel(
            name="Push",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "engine",
                    models.CharField(
                        choices=[("indexnow", "IndexNow（必应等）"), ("baidu", "百度")],
                        max_length=10,
                        verbose_name="搜索引擎",
                    ),
                ),
                ("path", models.CharField(help_text="不含域名。", max_length=200, verbose_name="地址")),
                (
                    "reason",
                    models.CharField(
                        choices=[("published", "发布"), ("changed", "修改"), ("gone", "撤下或到期")],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("noted_at", models.DateTimeField(auto_now_add=True, verbose_name="记下时间")),
                (
                    "next_try_at",
                    models.DateTimeField(
                        help_text="定时发布和到期下架的，到那时才推送。", verbose_name="下次推送"
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="推送时间")),
                ("trouble", models.CharField(blank=True, max_length=300, verbose_name="没有成功的原因")),
            ],
            options={
                "verbose_name": "搜索引擎推送",
                "verbose_name_plural": "搜索引擎推送",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at", None)),
                        fields=["engine", "next_try_at"],
                        name="pushes_to_send",
                    ),
                    models.Index(fields=["sent_at"], name="pushes_sent"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_at", None)),
                        fields=("path", "engine", "reason"),
                        name="waits_once",
                    )
                ],
            },
        ),
        migrations.RunPython(let_administrators_look, migrations.RunPython.noop),
    ]
