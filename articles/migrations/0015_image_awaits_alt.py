"""That a picture came with a document, and its alternative text is still to be written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_list_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="awaits_alt",
            field=models.BooleanField(default=False, editable=False, verbose_name="还没有替代文字"),
        ),
    ]
