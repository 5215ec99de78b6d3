"""Who last stood by an article's law and when; what became of its provisions since; why it was submitted as it was."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate


def stand_by_what_is_live(apps, schema_editor):
    """What was published stands confirmed by its author on the day on which it last went live."""
    articles, references = (
        apps.get_model("articles", "Article"),
        apps.get_model("articles", "StatuteReference"),
    )
    went_live = TruncDate(Coalesce("revised_at", "published_at"))
    articles.objects.exclude(live_revision=None).update(
        law_confirmed_on=went_live, law_confirmed_by=F("author")
    )
    references.objects.update(current=F("provision"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_roles_and_rules"),
        ("firm", "0002_the_firm_and_its_record"),
        ("statutes", "0006_touched_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="law_confirmed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="firm.lawyer",
                verbose_name="法律依据核对人",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="law_confirmed_on",
            field=models.DateField(editable=False, null=True, verbose_name="法律依据核对日期"),
        ),
        migrations.AddField(
            model_name="revision",
            name="submit_reason",
            field=models.TextField(
                blank=True,
                help_text="提交时法条核对还有问题的，作者为什么仍要提交。",
                verbose_name="提交说明",
            ),
        ),
        migrations.AddField(
            model_name="statutereference",
            name="checked_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="核对时间"),
        ),
        migrations.AddField(
            model_name="statutereference",
            name="current",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="statutes.provision",
                verbose_name="现行条文",
            ),
        ),
        migrations.AddField(
            model_name="statutereference",
            name="drift",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reworded", "条文已修改"),
                    ("gone", "现行文本没有这一条"),
                    ("repealed", "法规已废止"),
                ],
                max_length=10,
                verbose_name="变动",
            ),
        ),
        migrations.AddIndex(
            model_name="statutereference",
            index=models.Index(fields=["holds_until"], name="references_by_end"),
        ),
        migrations.AddIndex(
            model_name="statutereference",
            index=models.Index(
                condition=models.Q(("drift", ""), _negated=True), fields=["article"], name="references_adrift"
            ),
        ),
        migrations.AddField(
            model_name="statutereference",
            name="drifted_at",
            field=models.DateTimeField(null=True, verbose_name="发现变动的时间"),
        ),
        migrations.AddField(
            model_name="statutereference",
            name="digest",
            field=models.CharField(
                blank=True,
                help_text="核对时所引文字的摘要，条文原地更正了也认得出来。",
                max_length=32,
                verbose_name="条文摘要",
            ),
        ),
        migrations.AddField(
            model_name="statutereference",
            name="is_of_range",
            field=models.BooleanField(
                default=False, help_text="第三条至第八条里，第三条以外的各条。", verbose_name="区间之内"
            ),
        ),
        migrations.RunPython(stand_by_what_is_live, migrations.RunPython.noop),
    ]
