"""Near-copies: sketches of texts and stars of those alike, links between articles, and articles that were merged."""

import re

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

HREF = re.compile(r'\shref="(?:https?://[^/"]*)?/hf/(\d{1,18})\.html[?#"]')


def let_merge(apps, schema_editor):
    """Administrators may merge articles; Django makes permissions only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="article"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="merge_article", defaults={"name": "可以合并相近的文章"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="管理员"):
        group.permissions.add(permission)


def find_links(apps, schema_editor):
    """The links of what is live already; from now on publishing keeps them. Its words come with the next publishing."""
    articles, links = apps.get_model("articles", "Article"), apps.get_model("articles", "ArticleLink")
    linking = articles.objects.filter(state="live", body__contains="/hf/").values_list("pk", "body")
    for pk, body in linking.iterator(chunk_size=500):
        named = {int(number) for number in HREF.findall(body)} - {pk}
        there = articles.objects.filter(pk__in=named).values_list("pk", flat=True)
        links.objects.bulk_create(links(article_id=pk, to_id=to) for to in there)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_desk"),
        ("firm", "0002_the_firm_and_its_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="链接文字")),
            ],
            options={
                "verbose_name": "文章间的链接",
                "verbose_name_plural": "文章间的链接",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ArticleSketch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_live", models.BooleanField(verbose_name="线上文本")),
                (
                    "prints",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None, verbose_name="指纹"
                    ),
                ),
                ("title_key", models.CharField(db_index=True, max_length=120, verbose_name="标题的字")),
                ("is_compared", models.BooleanField(default=False, verbose_name="已与存量比较")),
            ],
            options={
                "verbose_name": "文章指纹",
                "verbose_name_plural": "文章指纹",
            },
        ),
        migrations.CreateModel(
            name="CopyMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.FloatField(verbose_name="本篇在代表篇中的比例")),
                ("share_back", models.FloatField(verbose_name="代表篇在本篇中的比例")),
            ],
            options={
                "verbose_name": "相近的一篇",
                "verbose_name_plural": "相近的各篇",
                "ordering": ["-share", "article"],
            },
        ),
        migrations.CreateModel(
            name="CopyStar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveIntegerField(default=0, verbose_name="相近的篇数")),
            ],
            options={
                "verbose_name": "相近文章",
                "verbose_name_plural": "相近文章",
            },
        ),
        migrations.CreateModel(
            name="StockSentence",
            fields=[
                ("digest", models.IntegerField(primary_key=True, serialize=False, verbose_name="摘要")),
                (
                    "articles",
                    models.PositiveIntegerField(help_text="抽样中有这句话的文章数。", verbose_name="篇数"),
                ),
            ],
            options={
                "verbose_name": "套话",
                "verbose_name_plural": "套话",
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
                    ("merge_article", "可以合并相近的文章"),
                ],
                "verbose_name": "文章",
                "verbose_name_plural": "文章",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                help_text="这篇的网址转到哪一篇。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="articles.article",
                verbose_name="并入",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("state", "withdrawn"), models.Q(("merged_into", models.F("id")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="merged_article_is_withdrawn",
                violation_error_message="并入另一篇的文章必须已经撤下，也不能并入自己。",
            ),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="articles.article",
                verbose_name="文章",
            ),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links_here",
                to="articles.article",
                verbose_name="所链接的文章",
            ),
        ),
        migrations.AddField(
            model_name="articlesketch",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sketches",
                to="articles.article",
                verbose_name="文章",
            ),
        ),
        migrations.AddField(
            model_name="articlesketch",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.revision",
                verbose_name="版本",
            ),
        ),
        migrations.AddField(
            model_name="copymember",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copy_member",
                to="articles.article",
                verbose_name="文章",
            ),
        ),
        migrations.AddField(
            model_name="copystar",
            name="head",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copy_star",
                to="articles.article",
                verbose_name="有代表性的一篇",
            ),
        ),
        migrations.AddField(
            model_name="copymember",
            name="star",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="members",
                to="articles.copystar",
                verbose_name="相近文章",
            ),
        ),
        migrations.AddConstraint(
            model_name="articlelink",
            constraint=models.UniqueConstraint(fields=("article", "to"), name="one_link_once"),
        ),
        migrations.AddIndex(
            model_name="articlesketch",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["prints"], name="sketch_prints"
            ),
        ),
        migrations.AddIndex(
            model_name="articlesketch",
            index=models.Index(
                condition=models.Q(("is_compared", False), ("is_live", True)),
                fields=["article"],
                name="sketches_to_compare",
            ),
        ),
        migrations.AddConstraint(
            model_name="articlesketch",
            constraint=models.UniqueConstraint(fields=("article", "is_live"), name="one_sketch_of_each_text"),
        ),
        migrations.AddIndex(
            model_name="copystar",
            index=models.Index(
                models.OrderBy(models.F("size"), descending=True), models.F("id"), name="stars_by_size"
            ),
        ),
        migrations.RunPython(let_merge, migrations.RunPython.noop),
        migrations.RunPython(find_links, migrations.RunPython.noop),
    ]
