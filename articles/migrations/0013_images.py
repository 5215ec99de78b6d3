"""Pictures and where they are used, and who may bring them in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WRITERS = ["add_image", "change_image", "delete_image", "view_image"]
ROLES = {"律师": WRITERS, "访客编辑": WRITERS, "管理员": WRITERS, "审核": ["view_image"]}


def let_upload(apps, schema_editor):
    """Django makes permissions only after all migrations, so these are made here."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="image"
    )
    groups, permissions = (
        apps.get_model("auth", "Group").objects,
        apps.get_model("auth", "Permission").objects,
    )
    for role, codenames in ROLES.items():
        group, _ = groups.get_or_create(name=role)
        for codename in codenames:
            permission, _ = permissions.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": codename}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_near_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        help_text="用一句话说出图里有什么：看不见图的读者和搜索引擎靠它。",
                        max_length=200,
                        verbose_name="替代文字",
                    ),
                ),
                (
                    "is_generated",
                    models.BooleanField(
                        default=False,
                        help_text="勾选后，图片下面会注明，这是法规的要求。",
                        verbose_name="由人工智能生成",
                    ),
                ),
                ("sizes", models.JSONField(editable=False, verbose_name="尺寸")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="原文件指纹")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "图片",
                "verbose_name_plural": "图片",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImageUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="articles.image"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="image_uses",
                        to="articles.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "图片的使用",
                "verbose_name_plural": "图片的使用",
            },
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(("alt__regex", "\\S")),
                name="image_has_alt",
                violation_error_message="请填写替代文字。",
            ),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.UniqueConstraint(fields=("digest", "uploaded_by"), name="image_uploaded_once"),
        ),
        migrations.AddConstraint(
            model_name="imageuse",
            constraint=models.UniqueConstraint(fields=("revision", "image"), name="image_used_once"),
        ),
        migrations.RunPython(let_upload, migrations.RunPython.noop),
    ]
