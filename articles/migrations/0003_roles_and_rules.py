"""The roles of the newsroom, and the rules that the database itself keeps."""

from django.db import migrations

WRITE = ["add_article", "change_article", "view_article"]
LOOK_UP = {
    "articles": ["view_column", "view_copyrightnotice", "view_tag"],
    "statutes": ["view_statute", "view_provision"],
}
ALL = ("add", "change", "delete", "view")
ROLES = {
    "律师": {**LOOK_UP, "articles": WRITE + LOOK_UP["articles"]},
    "审核": {
        **LOOK_UP,
        "articles": ["view_article", "review_article", "withdraw_article", *LOOK_UP["articles"]],
    },
    "管理员": {
        "articles": [
            *WRITE,
            "review_article",
            "withdraw_article",
            "edit_every_article",
            *(f"{verb}_{model}" for model in ("column", "copyrightnotice", "tag") for verb in ALL),
        ],
        "firm": [
            "change_firm",
            "view_firm",
            "view_auditrecord",
            *(f"{verb}_user" for verb in ("add", "change", "view")),
            *(f"{verb}_lawyer" for verb in ALL),
        ],
        "statutes": [
            "change_provision",
            "view_provision",
            *(f"{verb}_{model}" for model in ("statute", "statutealias", "statuteversion") for verb in ALL),
        ],
    },
}

# A new article takes the number above the highest known, also after rows came with numbers of their own.
NUMBERS = """
CREATE FUNCTION articles_keep_numbers_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    numbers regclass := pg_get_serial_sequence('articles_article', 'id');
    ahead boolean;
BEGIN
    EXECUTE format('SELECT last_value > $1 OR (last_value = $1 AND is_called) FROM %s', numbers) INTO ahead USING NEW.id;
    IF NOT ahead THEN
        PERFORM pg_advisory_xact_lock(hashtext('articles_keep_numbers_ahead'));
        EXECUTE format('SELECT setval($2, $1) FROM %s WHERE last_value <= $1', numbers) USING NEW.id, numbers;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER articles_article_numbers AFTER INSERT ON articles_article
    FOR EACH ROW EXECUTE FUNCTION articles_keep_numbers_ahead();
"""
DROP_NUMBERS = """
DROP TRIGGER articles_article_numbers ON articles_article;
DROP FUNCTION articles_keep_numbers_ahead();
"""

# An article's kind is that of the notice shown under it, so that the CHECK on reprints also holds for the notice.
KIND = """
ALTER TABLE articles_article ADD CONSTRAINT article_kind_is_its_notices
    FOREIGN KEY (shown_notice_id, kind) REFERENCES articles_copyrightnotice (id, kind) ON UPDATE CASCADE;
"""
DROP_KIND = "ALTER TABLE articles_article DROP CONSTRAINT article_kind_is_its_notices;"


def make_roles(apps, schema_editor):
    """Django makes permissions only after all migrations, so those that the roles need are made here."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    types = apps.get_model("contenttypes", "ContentType").objects
    for role, by_app in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        for app, codenames in by_app.items():
            for codename in codenames:
                model = "article" if codename == "edit_every_article" else codename.split("_")[1]
                content_type, _ = types.get_or_create(app_label=app, model=model)
                permission, _ = permission_model.objects.get_or_create(
                    content_type=content_type, codename=codename, defaults={"name": codename}
                )
                group.permissions.add(permission)


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("firm", "0002_the_firm_and_its_record"),
        ("statutes", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(make_roles, drop_roles),
        migrations.RunSQL(NUMBERS, DROP_NUMBERS),
        migrations.RunSQL(KIND, DROP_KIND),
    ]
