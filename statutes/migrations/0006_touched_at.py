"""When a statute last changed here, so that what cites it can be checked again."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statutes", "0005_law_citations")]
    operations = [
        migrations.AddField(
            model_name="statute",
            name="touched_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="最近变动"
            ),
        )
    ]
