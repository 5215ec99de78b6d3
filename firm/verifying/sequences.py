"""The sequences that number rows: each must stand at or above the highest number that its column holds."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from firm.verifying.facts import Fact, Finding

# Sequences that belong to a column, of a serial or an identity.
OWNED = """
SELECT sequence.oid::regclass::text, owner.relname, one.attname, owner.oid::regclass::text
FROM pg_class sequence
JOIN pg_depend ON pg_depend.objid = sequence.oid AND pg_depend.classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
JOIN pg_class owner ON owner.oid = pg_depend.refobjid
JOIN pg_attribute one ON one.attrelid = owner.oid AND one.attnum = pg_depend.refobjsubid
WHERE sequence.relkind = 'S' AND sequence.relnamespace = current_schema()::regnamespace
ORDER BY 1
"""
POSITION = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {}"
HIGHEST = "SELECT max({column}) FROM {table}"


def positions() -> dict[str, int]:
    """The last number that each sequence gave, as it stands now: sequences are no part of what a transaction sees."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        names = [name for name, *_ in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(POSITION.format(name))
            found[name] = cursor.fetchone()[0]
    return found


def sequences(stood: dict[str, int]) -> Iterator[Fact | Finding]:
    """Where each stood; a finding for each that would give a number twice.

    A table of one row (its model says THE_ONE) takes no numbers, so that its sequence never moves.
    """
    single = {model._meta.db_table for model in apps.get_models() if hasattr(model, "THE_ONE")}
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        for name, table, column, quoted in cursor.fetchall():
            cursor.execute(HIGHEST.format(table=quoted, column=connection.ops.quote_name(column)))
            highest, last = cursor.fetchone()[0], stood[name]
            yield Fact("sequence", name.strip('"'), {"last": last})
            if highest is not None and last < highest and table not in single:
                yield Finding(
                    f"序列 {name} 停在 {last}，而表 {table} 的 {column} 已用到 {highest}：新增的行会撞号。"
                )
