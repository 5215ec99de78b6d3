"""The firm's one row, and a record to which rows are only ever added."""

from django.db import migrations

KEEP_RECORD = """
CREATE FUNCTION firm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '操作记录只能增加，不能修改或删除';
END $$;
CREATE TRIGGER firm_auditrecord_append_only BEFORE UPDATE OR DELETE ON firm_auditrecord
    FOR EACH ROW EXECUTE FUNCTION firm_refuse_change();
"""
DROP_RECORD = """
DROP TRIGGER firm_auditrecord_append_only ON firm_auditrecord;
DROP FUNCTION firm_refuse_change();
"""


def make_firm(apps, schema_editor):
    apps.get_model("firm", "Firm").objects.get_or_create(
        pk=1, defaults={"name": "浙江合飞律师事务所", "short_name": "合飞律师"}
    )


class Migration(migrations.Migration):
    dependencies = [("firm", "0001_initial")]
    operations = [
        migrations.RunPython(make_firm, migrations.RunPython.noop),
        migrations.RunSQL(KEEP_RECORD, DROP_RECORD),
    ]
