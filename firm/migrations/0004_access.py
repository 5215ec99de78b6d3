"""When 执业证 ends, who is a trainee, and the epoch that ends an account's sessions."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("firm", "0003_chain"),
    ]

    operations = [
        migrations.AddField(
            model_name="lawyer",
            name="is_trainee",
            field=models.BooleanField(
                default=False,
                help_text="实习人员署名为“实习人员”，不显示执业证号，不能审核文章。",
                verbose_name="实习",
            ),
        ),
        migrations.AddField(
            model_name="lawyer",
            name="licence_expires_on",
            field=models.DateField(
                blank=True,
                help_text="过了这一天，网页上不再称其为律师，也不能审核文章；年度考核后请更新。不填则不作限制。",
                null=True,
                verbose_name="执业证有效期至",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="角色或二次验证一变就加一，以前的登录随之失效。",
                verbose_name="登录批次",
            ),
        ),
        migrations.AlterField(
            model_name="lawyer",
            name="licence_number",
            field=models.CharField(
                blank=True,
                help_text="律师必填，17 位数字；实习人员留空。",
                max_length=17,
                null=True,
                unique=True,
                validators=[django.core.validators.RegexValidator("^[0-9]{17}\\Z", "执业证号是 17 位数字。")],
                verbose_name="执业证号",
            ),
        ),
        migrations.AddConstraint(
            model_name="lawyer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_trainee", True), ("licence_number__isnull", True)),
                    models.Q(("is_trainee", False), ("licence_number__isnull", False)),
                    _connector="OR",
                ),
                name="lawyers_have_licences_trainees_none",
                violation_error_message="律师要填写执业证号，实习人员没有执业证号。",
            ),
        ),
    ]
