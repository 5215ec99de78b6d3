"""The rules of the linting with those that the site comes with, and what is answered to what they find."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import articles.models.lint
from articles import lint_rules

PERMISSIONS = {
    "律师": ["view_lintrule"],
    "访客编辑": ["view_lintrule"],
    "审核": ["view_lintrule"],
    "管理员": ["add_lintrule", "change_lintrule", "view_lintrule"],
}


def add_rules(apps, schema_editor):
    lint_rules.refresh(apps.get_model("articles", "LintRule"))


def give_permissions(apps, schema_editor):
    """Django makes permissions only after all migrations, so those that the roles need are made here."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="lintrule"
    )
    for role, codenames in PERMISSIONS.items():
        group, _ = group_model.objects.get_or_create(name=role)
        for codename in codenames:
            permission, _ = permission_model.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": codename}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_review"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LintRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="记录里用它认出这条规则，定了就不再改，如 own-slogan。",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9-]*$", "代号用小写字母、数字和连字符，以字母开头。"
                            )
                        ],
                        verbose_name="代号",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("promotion", "推广规则"),
                            ("client", "客户信息"),
                            ("machine", "机器痕迹"),
                            ("layout", "版面"),
                            ("case_number", "案号"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "basis",
                    models.CharField(
                        help_text="哪一部规则的哪一条，或者本所的什么要求。",
                        max_length=200,
                        verbose_name="依据",
                    ),
                ),
                ("explanation", models.TextField(help_text="写给作者看的一两句话。", verbose_name="为什么")),
                ("suggestion", models.TextField(blank=True, verbose_name="怎么改")),
                (
                    "severity",
                    models.CharField(
                        choices=[("must", "必须答复"), ("hint", "只作提醒")],
                        default="must",
                        help_text="“必须答复”的，作者改掉或者写明理由之前，文章不能发布。",
                        max_length=4,
                        verbose_name="要求",
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "detector",
                    models.CharField(
                        choices=[
                            ("phrases", "按词语"),
                            ("identity_numbers", "身份证号"),
                            ("mobile_numbers", "手机号码"),
                            ("bank_cards", "银行卡号"),
                            ("plates", "车牌号"),
                            ("homes", "住址"),
                            ("full_names", "案号旁边的姓名"),
                            ("case_numbers", "案号"),
                            ("doubled_title", "标题重复"),
                            ("title_in_body", "正文重复标题"),
                            ("keyword_lines", "关键词段落"),
                            ("repeated_sentences", "重复的句子"),
                            ("markdown", "格式符号"),
                        ],
                        default="phrases",
                        editable=False,
                        max_length=20,
                        verbose_name="查法",
                    ),
                ),
                (
                    "phrases",
                    models.TextField(
                        blank=True,
                        help_text="一行一种说法。“…”把一行分成前后几段，中间可以隔几个字（不跨逗号），“……”可以跨逗号；“/”在一段里任选其一；“#”表示一个数字。例如“保证/承诺…胜诉/打赢”：先有保证或承诺，后有胜诉或打赢。",
                        validators=[articles.models.lint.check_phrases],
                        verbose_name="词语",
                    ),
                ),
                (
                    "needs",
                    models.TextField(
                        blank=True,
                        help_text="一行一个词，有其中一个才算；留空则不要求。",
                        verbose_name="同一句里还要有",
                    ),
                ),
                (
                    "exceptions",
                    models.TextField(
                        blank=True,
                        help_text="一行一种说法，写法与“词语”相同。",
                        validators=[articles.models.lint.check_phrases],
                        verbose_name="同一句里有这些就不算",
                    ),
                ),
                (
                    "heeds_quotations",
                    models.BooleanField(
                        default=True,
                        help_text="引用别人的话、写法规的名称，不算自己说的。",
                        verbose_name="不看引号和书名号里的话",
                    ),
                ),
                (
                    "heeds_context",
                    models.BooleanField(
                        default=True,
                        help_text="例如“不得承诺胜诉”“谨防包赢的说法”“能保证胜诉吗？”。",
                        verbose_name="不看否定、禁止、提问和提醒",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=500, verbose_name="顺序")),
                ("shipped", models.JSONField(default=dict, editable=False)),
            ],
            options={
                "verbose_name": "检查规则",
                "verbose_name_plural": "检查规则",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LintAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32, verbose_name="句子摘要")),
                ("rule_code", models.CharField(max_length=40, verbose_name="规则代号")),
                ("rule_name", models.CharField(max_length=40, verbose_name="规则")),
                ("words", models.TextField(verbose_name="所指的词")),
                ("sentence", models.TextField(verbose_name="句子")),
                ("text", models.TextField(verbose_name="答复")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="答复时间")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lint_answers",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.revision",
                        verbose_name="版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查答复",
                "verbose_name_plural": "检查答复",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["article", "key"], name="answers_by_sentence")],
            },
        ),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
