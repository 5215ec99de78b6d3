"""What the newsroom needs: approvals, reviewers by column, co-authors, the declaration on artificial intelligence."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest


def let_submit(apps, schema_editor):
    """Whoever could submit until now may go on: submitting has become a permission of its own."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="article"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="submit_article", defaults={"name": "可以提交文章"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["律师", "管理员"]):
        group.permissions.add(permission)


def count_publishing_as_reading(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects
    articles.filter(state="live").update(reread_at=Greatest("published_at", "revised_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_law_confirmed"),
        ("firm", "0002_the_firm_and_its_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        help_text="提交的时间，认得出是哪一次提交。", verbose_name="所审的提交"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "审核意见",
                "verbose_name_plural": "审核意见",
                "ordering": ["pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="article",
            options={
                "permissions": [
                    ("submit_article", "可以提交文章"),
                    ("review_article", "可以审核并发布文章"),
                    ("withdraw_article", "可以撤下文章"),
                    ("edit_every_article", "可以修改所有人的文章"),
                ],
                "verbose_name": "文章",
                "verbose_name_plural": "文章",
            },
        ),
        migrations.RemoveConstraint(
            model_name="revision",
            name="one_open_revision",
        ),
        migrations.AddField(
            model_name="article",
            name="ai_use",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "没有使用人工智能"),
                    ("assisted", "用人工智能辅助写作，由律师审定"),
                    ("generated", "由人工智能生成，律师审核过"),
                ],
                help_text="提交前必须选一项；用了的，文章页会注明。",
                max_length=10,
                verbose_name="使用了人工智能",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="banned_ids",
            field=models.JSONField(blank=True, default=list, verbose_name="不要的相关文章"),
        ),
        migrations.AddField(
            model_name="article",
            name="coauthor_ids",
            field=models.JSONField(blank=True, default=list, verbose_name="合著律师"),
        ),
        migrations.AddField(
            model_name="article",
            name="coauthors",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="coauthored",
                to="firm.lawyer",
                verbose_name="合著律师",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="pinned_ids",
            field=models.JSONField(blank=True, default=list, verbose_name="置顶的相关文章"),
        ),
        migrations.AddField(
            model_name="article",
            name="reread_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="最近复查"),
        ),
        migrations.AddField(
            model_name="column",
            name="needs_second_reviewer",
            field=models.BooleanField(
                default=False, help_text="勾选后，要两位审核人先后通过才会发布。", verbose_name="需要两人审核"
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="reread_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="文章发布或复查之后过这么久，提醒再读一遍；留空则不提醒。",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="复查周期（月）",
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="reviewers",
            field=models.ManyToManyField(
                blank=True,
                help_text="只由这几位审核；留空则所有审核人都可以。",
                related_name="reviewed_columns",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审核人",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="ai_use",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "没有使用人工智能"),
                    ("assisted", "用人工智能辅助写作，由律师审定"),
                    ("generated", "由人工智能生成，律师审核过"),
                ],
                help_text="提交前必须选一项；用了的，文章页会注明。",
                max_length=10,
                verbose_name="使用了人工智能",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="banned_ids",
            field=models.JSONField(blank=True, default=list, verbose_name="不要的相关文章"),
        ),
        migrations.AddField(
            model_name="revision",
            name="coauthor_ids",
            field=models.JSONField(blank=True, default=list, verbose_name="合著律师"),
        ),
        migrations.AddField(
            model_name="revision",
            name="pinned_ids",
            field=models.JSONField(blank=True, default=list, verbose_name="置顶的相关文章"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("in_review", "待审核"),
                    ("returned", "退回修改"),
                    ("approved", "已批准，等待发布"),
                    ("live", "线上版本"),
                    ("superseded", "旧版本"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("column"),
                models.F("reread_at"),
                condition=models.Q(("state", "live")),
                name="live_by_reading",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "in_review", "returned", "approved"])),
                fields=("article",),
                name="one_open_revision",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审核人",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="approvals",
                to="articles.revision",
                verbose_name="版本",
            ),
        ),
        migrations.RunPython(let_submit, migrations.RunPython.noop),
        migrations.RunPython(count_publishing_as_reading, migrations.RunPython.noop),
    ]
