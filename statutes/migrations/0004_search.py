"""The index by which provisions are found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statutes", "0003_shingles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("term", models.CharField(max_length=40, verbose_name="词")),
                ("block", models.PositiveSmallIntegerField(verbose_name="块")),
                (
                    "places",
                    models.BinaryField(help_text="块内的位置，每个两字节，低位在前。", verbose_name="位置"),
                ),
                (
                    "weights",
                    models.BinaryField(help_text="每个一字节，与位置一一对应。", verbose_name="权重"),
                ),
            ],
            options={
                "verbose_name": "索引",
                "verbose_name_plural": "索引",
            },
        ),
        migrations.CreateModel(
            name="IndexedProvision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.UUIDField(help_text="所收的标题、编章节和条文的摘要。", verbose_name="摘要"),
                ),
                (
                    "mark",
                    models.IntegerField(
                        db_index=True,
                        help_text="条文的第一个指纹，没有的为 0；由它认出条文，不论编号。",
                        verbose_name="记号",
                    ),
                ),
                (
                    "provision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indexed",
                        to="statutes.provision",
                        verbose_name="条文",
                    ),
                ),
                (
                    "statute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="statutes.statute",
                        verbose_name="法规",
                    ),
                ),
            ],
            options={
                "verbose_name": "已编入索引的条文",
                "verbose_name_plural": "已编入索引的条文",
            },
        ),
    ]
