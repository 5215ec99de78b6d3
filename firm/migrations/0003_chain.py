"""The record as a chain: each row carries the hash of the one before, given when its transaction commits.

At commit and not at INSERT, so that whoever puts an act on record may go on working: the advisory lock is held only for
the moment of committing, when no more row locks are taken, and the order of the chain is the order of commits. The
function is SECURITY DEFINER: the application's role may INSERT and nothing else (manage.py grant_application).
"""

from django.db import migrations, models

HASH = """
CREATE FUNCTION firm_record_hash(entry firm_auditrecord) RETURNS text LANGUAGE sql STABLE AS $$
SELECT encode(sha256(convert_to(json_strip_nulls(json_build_object(
    'action', entry.action,
    'actor_id', entry.actor_id,
    'actor_name', entry.actor_name,
    'address', entry.address,
    'at', to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'id', entry.id,
    'position', entry.position,
    'previous_hash', entry.previous_hash,
    'reason', entry.reason,
    'target_id', entry.target_id,
    'target_label', entry.target_label,
    'target_type', entry.target_type
))::text, 'UTF8')), 'hex')
$$;
"""

# Names come from TG_RELID, so that a temporary table of the same name is never meant; nobody but a trigger calls it.
CHAIN = """
CREATE FUNCTION firm_chain_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    records text := TG_RELID::regclass;
    before record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('firm_auditrecord'));
    EXECUTE format('SELECT position, hash FROM %s WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1', records)
        INTO before;
    NEW.position := coalesce(before.position, 0) + 1;
    NEW.previous_hash := coalesce(before.hash, '');
    EXECUTE format('UPDATE %s SET position = $1, previous_hash = $2, hash = $3 WHERE id = $4', records)
        USING NEW.position, NEW.previous_hash, firm_record_hash(NEW), NEW.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION firm_chain_record() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER firm_auditrecord_chain AFTER INSERT ON firm_auditrecord
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION firm_chain_record();
"""

# The time is the database's; what an INSERT says of the chain is not believed.
ARRIVE = """
CREATE FUNCTION firm_record_arrives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    NEW.position := NULL;
    NEW.previous_hash := '';
    NEW.hash := '';
    RETURN NEW;
END $$;
CREATE TRIGGER firm_auditrecord_arrives BEFORE INSERT ON firm_auditrecord
    FOR EACH ROW EXECUTE FUNCTION firm_record_arrives();
"""

# The one UPDATE let through is the trigger's own, once a row, of the chain's three columns.
REFUSE = """
CREATE OR REPLACE FUNCTION firm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    chain text[] := ARRAY['position', 'previous_hash', 'hash'];
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
        IF OLD.position IS NULL AND NEW.position IS NOT NULL AND to_jsonb(NEW) - chain = to_jsonb(OLD) - chain THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '操作记录只能增加，不能修改或删除';
END $$;
CREATE TRIGGER firm_auditrecord_no_truncate BEFORE TRUNCATE ON firm_auditrecord
    FOR EACH STATEMENT EXECUTE FUNCTION firm_refuse_change();
"""

CHAIN_EARLIER = """
ALTER TABLE firm_auditrecord DISABLE TRIGGER firm_auditrecord_append_only;
DO $$
DECLARE
    entry firm_auditrecord;
    last bigint := 0;
    last_hash text := '';
BEGIN
    FOR entry IN SELECT * FROM firm_auditrecord ORDER BY id LOOP
        last := last + 1;
        entry.position := last;
        entry.previous_hash := last_hash;
        last_hash := firm_record_hash(entry);
        UPDATE firm_auditrecord SET position = last, previous_hash = entry.previous_hash, hash = last_hash
            WHERE id = entry.id;
    END LOOP;
END $$;
SET CONSTRAINTS ALL IMMEDIATE;  -- no table is altered while checks are pending
ALTER TABLE firm_auditrecord ENABLE TRIGGER firm_auditrecord_append_only;
"""

DROP = """
DROP TRIGGER firm_auditrecord_no_truncate ON firm_auditrecord;
DROP TRIGGER firm_auditrecord_arrives ON firm_auditrecord;
DROP TRIGGER firm_auditrecord_chain ON firm_auditrecord;
DROP FUNCTION firm_record_arrives();
DROP FUNCTION firm_chain_record();
DROP FUNCTION firm_record_hash(firm_auditrecord);
CREATE OR REPLACE FUNCTION firm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '操作记录只能增加，不能修改或删除';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("firm", "0002_the_firm_and_its_record")]
    operations = [
        migrations.AddField(
            "auditrecord",
            "address",
            models.CharField(
                "网络地址", max_length=50, blank=True, default="", help_text="只记到网段，不记完整地址。"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "auditrecord", "position", models.BigIntegerField("序号", null=True, unique=True, editable=False)
        ),
        migrations.AddField(
            "auditrecord",
            "previous_hash",
            models.CharField("前一条的校验值", max_length=64, blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            "auditrecord",
            "hash",
            models.CharField("校验值", max_length=64, blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddIndex("auditrecord", models.Index(fields=["-at", "-id"], name="audit_newest")),
        migrations.AddIndex(
            "auditrecord", models.Index(fields=["action", "-at", "-id"], name="audit_by_action")
        ),
        migrations.RunSQL(HASH + CHAIN_EARLIER + CHAIN + ARRIVE + REFUSE, DROP),
    ]
