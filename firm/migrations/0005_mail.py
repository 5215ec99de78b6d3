"""Mails that wait to be sent, who wants none, and what has been told once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firm", "0004_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True, verbose_name="内容")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={"verbose_name": "已告知的事", "verbose_name_plural": "已告知的事"},
        ),
        migrations.AddField(
            model_name="user",
            name="mail_notices",
            field=models.BooleanField(
                default=True,
                help_text="审核、退回、发布等事发邮件告知；不勾选则只在后台首页显示。",
                verbose_name="邮件通知",
            ),
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=250, verbose_name="主题")),
                ("text", models.TextField(verbose_name="内容")),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="写成时间")),
                ("next_try_at", models.DateTimeField(verbose_name="下次发送")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发出时间")),
                ("trouble", models.CharField(blank=True, max_length=300, verbose_name="没有发出的原因")),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
            ],
            options={
                "verbose_name": "邮件",
                "verbose_name_plural": "邮件",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["next_try_at"],
                        name="mails_to_send",
                    ),
                    models.Index(fields=["sent_at"], name="mails_sent"),
                ],
            },
        ),
    ]
