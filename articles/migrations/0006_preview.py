"""Invitations to preview a revision by a link, and the answers to them."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_newsroom"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invited_name",
                    models.CharField(
                        help_text="对方的姓名，会显示在预览页上；答复也记在这个名下。",
                        max_length=50,
                        verbose_name="请谁看",
                    ),
                ),
                ("may_answer", models.BooleanField(default=True, verbose_name="请对方答复（同意或意见）")),
                (
                    "token_hash",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="令牌的校验值"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="邀请时间")),
                ("expires_at", models.DateTimeField(verbose_name="有效期至")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="撤销时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="邀请人",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="articles.revision",
                        verbose_name="版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "预览邀请",
                "verbose_name_plural": "预览邀请",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PreviewAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        choices=[("agrees", "同意"), ("remarks", "意见")], max_length=10, verbose_name="答复"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="意见",
                    ),
                ),
                ("answered_at", models.DateTimeField(auto_now_add=True, verbose_name="答复时间")),
                (
                    "form",
                    models.CharField(
                        editable=False,
                        help_text="同一张表单只算一次。",
                        max_length=32,
                        unique=True,
                        verbose_name="所填表单的编号",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="articles.previewinvitation",
                        verbose_name="预览邀请",
                    ),
                ),
            ],
            options={
                "verbose_name": "预览答复",
                "verbose_name_plural": "预览答复",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opinion", "remarks"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="remarks_have_words",
                    )
                ],
            },
        ),
    ]
