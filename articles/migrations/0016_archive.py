"""The old archive: imports, what became of each article, what waits, old addresses; and who sees them."""

import django.db.models.deletion
from django.db import migrations, models

REPORT = ["view_importrun", "view_importeditem"]
ADDRESSES = [f"{verb}_oldaddress" for verb in ("add", "change", "delete", "view")]
ROLES = {"管理员": [*REPORT, *ADDRESSES]}


def let_look(apps, schema_editor):
    """Django makes permissions only after all migrations, so these are made here."""
    groups, permissions = (
        apps.get_model("auth", "Group").objects,
        apps.get_model("auth", "Permission").objects,
    )
    types = apps.get_model("contenttypes", "ContentType").objects
    for role, codenames in ROLES.items():
        group, _ = groups.get_or_create(name=role)
        for codename in codenames:
            content_type, _ = types.get_or_create(app_label="articles", model=codename.split("_")[1])
            permission, _ = permissions.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": codename}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_image_awaits_alt"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingArticle",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "待处理的文章",
                "verbose_name_plural": "待处理的文章",
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="来源")),
                ("format", models.CharField(max_length=20, verbose_name="格式")),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="来源文件的 SHA-256。", max_length=64, verbose_name="来源指纹"
                    ),
                ),
                ("options", models.JSONField(default=dict, verbose_name="选项")),
                ("position", models.PositiveBigIntegerField(default=0, verbose_name="已处理的条数")),
                ("counts", models.JSONField(default=dict, verbose_name="合计")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="开始")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成")),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("fingerprint",),
                        name="one_open_run_of_a_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(verbose_name="次序")),
                ("number", models.BigIntegerField(null=True, verbose_name="原编号")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="原标题")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("imported", "原样导入"),
                            ("changed", "导入，有改动"),
                            ("refused", "没有导入"),
                            ("known", "以前已导入"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "notes",
                    models.JSONField(
                        default=list, help_text="改了什么，或为什么没有导入，一句一条。", verbose_name="说明"
                    ),
                ),
                (
                    "original",
                    models.TextField(
                        blank=True, help_text="与本站所存不同时，原来的正文。", verbose_name="原文"
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="原文指纹")),
                ("views", models.PositiveBigIntegerField(default=0, verbose_name="浏览量")),
                (
                    "rest",
                    models.JSONField(default=dict, help_text="旧站有、本站没有的。", verbose_name="其余字段"),
                ),
                (
                    "lint",
                    models.JSONField(
                        default=list, help_text="文字检查命中的规则，每条规则一次。", verbose_name="文字检查"
                    ),
                ),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="法条引用的问题")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="articles.importrun",
                        verbose_name="导入",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入的文章",
                "verbose_name_plural": "导入报告",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("views"), descending=True),
                        models.F("id"),
                        name="items_by_views",
                    ),
                    models.Index(
                        models.F("outcome"),
                        models.OrderBy(models.F("views"), descending=True),
                        models.F("id"),
                        name="items_by_outcome",
                    ),
                    models.Index(
                        models.OrderBy(models.F("views"), descending=True),
                        models.F("id"),
                        condition=models.Q(("wrong__gt", 0)),
                        name="items_with_wrong_law",
                    ),
                    models.Index(
                        models.OrderBy(models.F("views"), descending=True),
                        models.F("id"),
                        condition=models.Q(("lint", []), _negated=True),
                        name="items_with_lint",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "position"), name="one_item_a_position"),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome__in", ["imported", "changed"])),
                        fields=("article",),
                        name="article_imported_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        help_text="从 / 开始，可以带 ?参数。",
                        max_length=500,
                        unique=True,
                        verbose_name="旧网址",
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        blank=True,
                        help_text="本站的网址，从 / 开始；选了文章就留空。",
                        max_length=500,
                        verbose_name="转到",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
            ],
            options={
                "verbose_name": "旧网址",
                "verbose_name_plural": "旧网址",
                "ordering": ["old"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article__isnull", False), ("to", "")),
                            models.Q(("article__isnull", True), ("to__startswith", "/")),
                            _connector="OR",
                        ),
                        name="old_address_leads_somewhere",
                        violation_error_message="旧网址要转到一篇文章，或本站的一个网址。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("to")), _negated=True),
                        name="old_address_leads_elsewhere",
                        violation_error_message="旧网址不能转到它自己。",
                    ),
                ],
            },
        ),
        migrations.RunPython(let_look, migrations.RunPython.noop),
    ]
