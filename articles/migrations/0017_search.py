"""The index of the articles; related lists in the order of a score. What is live is indexed and related by run_due."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# The order of before, until the lists are worked out anew.
SCORES = """
UPDATE articles_relatedarticle SET score = CASE WHEN reason = '编辑推荐' THEN 1000000100 ELSE 100 END - position
"""
TASKS = """
INSERT INTO articles_searchtask (article_id, kind, due_at)
SELECT id, what, now() FROM articles_article, unnest(ARRAY['index', 'relate']) AS what WHERE state = 'live'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_archive"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeywordPosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term",
                        "weight",
                        "article",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("term", models.IntegerField(verbose_name="词")),
                ("weight", models.SmallIntegerField(verbose_name="权重")),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
            ],
            options={
                "verbose_name": "关键词",
                "verbose_name_plural": "关键词",
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_document",
                        serialize=False,
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                ("length", models.IntegerField(verbose_name="词数")),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="关键词"
                    ),
                ),
                (
                    "weights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None, verbose_name="权重"
                    ),
                ),
                ("title", django.contrib.postgres.search.SearchVectorField(verbose_name="标题的词")),
                ("text", django.contrib.postgres.search.SearchVectorField(verbose_name="全文的词")),
            ],
            options={
                "verbose_name": "检索条目",
                "verbose_name_plural": "检索条目",
            },
        ),
        migrations.CreateModel(
            name="SearchStatistics",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("articles", models.PositiveIntegerField(verbose_name="文章数")),
                ("sample", models.PositiveIntegerField(verbose_name="抽样篇数")),
                (
                    "counted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="统计时间"),
                ),
            ],
            options={
                "verbose_name": "词频统计",
                "verbose_name_plural": "词频统计",
            },
        ),
        migrations.CreateModel(
            name="SearchTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("index", "编入索引"),
                            ("relate", "排相关文章"),
                            ("enter", "到时进入相关文章"),
                        ],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="何时起")),
            ],
            options={
                "verbose_name": "检索待办",
                "verbose_name_plural": "检索待办",
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("term", models.CharField(max_length=60, verbose_name="词")),
                ("articles", models.PositiveIntegerField(verbose_name="篇数")),
            ],
            options={
                "verbose_name": "检索用词",
                "verbose_name_plural": "检索用词",
            },
        ),
        migrations.AlterModelOptions(
            name="relatedarticle",
            options={
                "ordering": ["-score", "-other"],
                "verbose_name": "相关文章",
                "verbose_name_plural": "相关文章",
            },
        ),
        migrations.RemoveConstraint(
            model_name="relatedarticle",
            name="related_position_unique",
        ),
        migrations.AddField(
            model_name="relatedarticle",
            name="score",
            field=models.IntegerField(default=0, verbose_name="相近程度"),
        ),
        migrations.RunSQL(SCORES, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="relatedarticle",
            name="position",
        ),
        migrations.AlterField(
            model_name="relatedarticle",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="related",
                to="articles.article",
                verbose_name="文章",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["title"], name="search_title"
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["text"], name="search_text"
            ),
        ),
        migrations.AddField(
            model_name="searchtask",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.article",
                verbose_name="文章",
            ),
        ),
        migrations.AddIndex(
            model_name="searchtask",
            index=models.Index(fields=["kind", "article"], name="search_tasks"),
        ),
        migrations.AddConstraint(
            model_name="searchtask",
            constraint=models.UniqueConstraint(fields=("article", "kind"), name="one_search_task_of_a_kind"),
        ),
        migrations.RunSQL(TASKS, migrations.RunSQL.noop),
    ]
