"""Fingerprints are found as soon as they are written: a list of pending entries made each look-up read megabytes."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("statutes", "0006_touched_at")]
    operations = [
        migrations.RemoveIndex(model_name="provision", name="provision_shingles"),
        migrations.AddIndex(
            model_name="provision",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["shingles"], fastupdate=False, name="provision_shingles"
            ),
        ),
    ]
