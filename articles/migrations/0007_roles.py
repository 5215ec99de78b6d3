"""访客编辑: writes drafts and hands in nothing."""

from django.db import migrations

ROLE = "访客编辑"
RIGHTS = {
    "articles": [
        "add_article",
        "change_article",
        "view_article",
        "view_column",
        "view_copyrightnotice",
        "view_tag",
    ],
    "statutes": ["view_statute", "view_provision"],
}


def make_guest_editors(apps, schema_editor):
    """Django makes permissions only after all migrations; those of this role stand since 0003."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=ROLE)
    permissions = apps.get_model("auth", "Permission").objects
    for app, codenames in RIGHTS.items():
        group.permissions.add(*permissions.filter(content_type__app_label=app, codename__in=codenames))


def drop_guest_editors(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=ROLE).delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_preview")]
    operations = [migrations.RunPython(make_guest_editors, drop_guest_editors)]
