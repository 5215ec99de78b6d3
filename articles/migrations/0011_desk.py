"""What the desk and the newsroom's list ask the database by."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

import articles.models.titles


def let_administrators_look(apps, schema_editor):
    """Who looks after the site sees which mails are stuck."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="firm", model="mail"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_mail", defaults={"name": "Can view 邮件"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="管理员"):
        group.permissions.add(permission)


# All runs of two characters of a text, folded, each once: what titles are found by.
PAIRS = """
CREATE FUNCTION articles_pairs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ARRAY(
        SELECT DISTINCT substr(folded, place, 2)
        FROM (SELECT lower(normalize(words, NFKC)) AS folded) AS once, generate_series(1, length(folded) - 1) AS place
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_working_copies"),
        ("firm", "0005_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(PAIRS, "DROP FUNCTION articles_pairs(text);"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False), ("state", "live")),
                fields=["expires_at"],
                name="live_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("column"), models.OrderBy(models.F("id"), descending=True), name="all_in_column"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("author"), models.OrderBy(models.F("id"), descending=True), name="all_of_author"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("state"), models.OrderBy(models.F("id"), descending=True), name="all_by_state"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["id"], include=("title",), name="titles_by_number"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                articles.models.titles.Pairs("title"), fastupdate=False, name="titles_by_pairs"
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["written_by", "article"], name="revisions_by_writer"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["author", "article"], name="revisions_by_author"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False,
                fields=["coauthor_ids"],
                name="revisions_by_coauthor",
                opclasses=["jsonb_path_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "in_review", "returned", "approved"])),
                fields=["written_by", "state"],
                name="open_by_writer",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "in_review", "returned", "approved"])),
                fields=["author", "state"],
                name="open_by_author",
            ),
        ),
        migrations.RunPython(let_administrators_look, migrations.RunPython.noop),
    ]
