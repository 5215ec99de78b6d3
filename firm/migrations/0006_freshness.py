"""What rendered pages compare themselves with: two counters, and rows for what lists show. Triggers alone write them."""

from django.db import migrations, models

# firm_site_changed('0'): what stands around each page; firm_site_changed('1'): what stands on the pages, too.
TRIGGERS = """
CREATE FUNCTION firm_site_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO firm_siteversion AS version (id, shell, content, changed_at) VALUES (1, 1, 1, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET shell = version.shell + 1,
            content = version.content + TG_ARGV[0]::int, changed_at = clock_timestamp();
    RETURN NULL;
END $$;
CREATE FUNCTION firm_lists_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO firm_listchange (at) VALUES (clock_timestamp());
    RETURN NULL;
END $$;
INSERT INTO firm_siteversion (id, shell, content, changed_at) VALUES (1, 1, 1, now());

CREATE TRIGGER firm_firm_around AFTER UPDATE ON firm_firm FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.* AND (OLD.name, OLD.short_name) IS NOT DISTINCT FROM (NEW.name, NEW.short_name))
    EXECUTE FUNCTION firm_site_changed('0');
CREATE TRIGGER firm_firm_on_pages AFTER UPDATE ON firm_firm FOR EACH ROW
    WHEN ((OLD.name, OLD.short_name) IS DISTINCT FROM (NEW.name, NEW.short_name))
    EXECUTE FUNCTION firm_site_changed('1');
CREATE TRIGGER firm_lawyer_in_lists AFTER INSERT OR UPDATE OR DELETE ON firm_lawyer FOR EACH STATEMENT
    EXECUTE FUNCTION firm_lists_changed();
"""
WITHOUT = """
DROP TRIGGER firm_lawyer_in_lists ON firm_lawyer;
DROP TRIGGER firm_firm_on_pages ON firm_firm;
DROP TRIGGER firm_firm_around ON firm_firm;
DROP FUNCTION firm_lists_changed();
DROP FUNCTION firm_site_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("firm", "0005_mail")]

    operations = [
        migrations.CreateModel(
            name="ListChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "列表变动",
                "verbose_name_plural": "列表变动",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SiteVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shell", models.BigIntegerField(default=1, verbose_name="页眉页脚版本")),
                ("content", models.BigIntegerField(default=1, verbose_name="内容版本")),
                ("changed_at", models.DateTimeField(auto_now_add=True, verbose_name="最近变动")),
            ],
            options={
                "verbose_name": "站点版本",
                "verbose_name_plural": "站点版本",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="site_version_is_one_row")
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, WITHOUT),
    ]
