"""The record of who did what, and those who would rather that it said something else."""

from contextlib import closing

import psycopg2

from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.postgres import OWNER, SITE
from drills.processes import DrillError

AS_SITE = {
    "change a row": "UPDATE firm_auditrecord SET reason = 'x' WHERE id = (SELECT max(id) FROM firm_auditrecord)",
    "delete a row": "DELETE FROM firm_auditrecord WHERE id = (SELECT max(id) FROM firm_auditrecord)",
    "empty it": "TRUNCATE firm_auditrecord",
    "switch its triggers off": "ALTER TABLE firm_auditrecord DISABLE TRIGGER ALL",
    "switch triggers off for the session": "SET session_replication_role = replica",
    "drop it": "DROP TABLE firm_auditrecord",
    "rename it": "ALTER TABLE firm_auditrecord RENAME TO x",
    "put another function in the place of its hash": "CREATE OR REPLACE FUNCTION firm_record_hash(firm_auditrecord) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    "become the owner": f"SET ROLE {OWNER}",
    "write a file on the server": "COPY (SELECT 1) TO '/tmp/x'",
}
AS_OWNER = {
    "change a row": "UPDATE firm_auditrecord SET reason = 'x' WHERE id = (SELECT max(id) FROM firm_auditrecord)",
    "delete a row": "DELETE FROM firm_auditrecord WHERE id = (SELECT max(id) FROM firm_auditrecord)",
    "empty it": "TRUNCATE firm_auditrecord",
}
OFF = "ALTER TABLE firm_auditrecord DISABLE TRIGGER USER"
ON = "ALTER TABLE firm_auditrecord ENABLE TRIGGER USER"
# What an owner who knows how to switch triggers off can do, and what the walk along the chain must then say.
FORGED = {
    "a reason changed": "UPDATE firm_auditrecord SET reason = 'forged' WHERE position = 5",
    "a row deleted": "DELETE FROM firm_auditrecord WHERE position = 5",
    "two rows exchanged": "UPDATE firm_auditrecord SET position = CASE position WHEN 5 THEN -6 ELSE -5 END WHERE position IN (5, 6); UPDATE firm_auditrecord SET position = -position WHERE position < 0",
    "a row put in": "INSERT INTO firm_auditrecord (at, actor_name, action, target_type, target_label, reason, address, previous_hash, hash) SELECT at, 'x', 'forged', '', '', '', '', '', '' FROM firm_auditrecord LIMIT 1",
}
END = "DELETE FROM firm_auditrecord WHERE position > (SELECT max(position) - 3 FROM firm_auditrecord)"


def tampered(stage: Stage, found: Found) -> None:
    """The role of the site, then the owner of the tables, try to change what is on record."""
    with stage.ground("tampering", nodes=0) as ground:
        whole = ground.manage("verify_audit")
        found.must("完好" in whole, "before: whole")
        for role, tries in ((SITE, AS_SITE), (OWNER, AS_OWNER)):
            done = [name for name, statement in tries.items() if _may(ground, role, statement)]
            found.must(
                not done,
                f"as {'the site' if role == SITE else 'the owner'}: {len(tries)} ways refused{f', not refused: {done}' if done else ''}",
            )
        found.must("完好" in ground.manage("verify_audit"), "still whole")
        missed = [name for name, statement in FORGED.items() if not _is_noticed(ground, statement)]
        found.must(
            not missed,
            f"with triggers switched off by the owner: {', '.join(FORGED)}: {f'not noticed: {missed}' if missed else 'each noticed by verify_audit'}",
        )
        last = whole.strip().rpartition("：")[2]
        _run(ground, OWNER, OFF, END, ON)
        found.must(
            not _verifies(ground, "--expect-last", last),
            "the end cut off: noticed by the hash that was kept elsewhere",
        )


def _may(ground: Ground, role: str, statement: str) -> bool:
    try:
        _run(ground, role, statement)
    except psycopg2.Error:
        return False
    return True


def _run(ground: Ground, role: str, *statements: str) -> None:
    """Run some statements, each in a transaction of its own."""
    with closing(psycopg2.connect(ground.server.url(role))) as session:
        for statement in statements:
            with session, session.cursor() as cursor:
                cursor.execute(statement)


def _is_noticed(ground: Ground, statement: str) -> bool:
    """Whether the walk finds it; afterwards all is as it was."""
    _run(ground, "postgres", "CREATE TABLE kept AS SELECT * FROM firm_auditrecord")
    try:
        _run(ground, OWNER, OFF, statement, ON)
        return not _verifies(ground)
    finally:
        back = "DELETE FROM firm_auditrecord; INSERT INTO firm_auditrecord SELECT * FROM kept"
        _run(ground, "postgres", OFF, back, ON, "DROP TABLE kept")


def _verifies(ground: Ground, *arguments: str) -> bool:
    try:
        ground.manage("verify_audit", *arguments)
    except DrillError:
        return False
    return True
