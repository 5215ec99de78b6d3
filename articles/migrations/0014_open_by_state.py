"""An index by which the open revisions of a state are found in the order of the newsroom's list."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_images"),
        ("firm", "0005_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "in_review", "returned", "approved"])),
                fields=["state", "article"],
                name="open_by_state",
            ),
        ),
    ]
