"""Indexes in the order of the newsroom's lists: open revisions by state, what a lawyer is to read again."""

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
            model_name="article",
            index=models.Index(
                models.F("author"),
                models.F("column"),
                models.F("reread_at"),
                condition=models.Q(("state", "live")),
                name="live_by_author_and_reading",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "in_review", "returned", "approved"])),
                fields=["state", "article"],
                name="open_by_state",
            ),
        ),
    ]
