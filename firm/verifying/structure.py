"""What the database keeps by itself: constraints, indexes, triggers, migrations; and which of it does not hold at present."""

from collections.abc import Iterator

from django.db import DatabaseError, connection, transaction

from firm.verifying.facts import Fact, Finding

CONSTRAINTS = """
SELECT relname || '.' || conname, left(encode(sha256(convert_to(pg_get_constraintdef(c.oid), 'UTF8')), 'hex'), 16), convalidated
FROM pg_constraint c JOIN pg_class ON pg_class.oid = conrelid WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND contype <> 't' ORDER BY 1
"""  # a constraint trigger is a trigger
INDEXES = """
SELECT i.indexrelid::regclass::text, left(encode(sha256(convert_to(pg_get_indexdef(i.indexrelid), 'UTF8')), 'hex'), 16),
    indisvalid AND indisready AND indislive
FROM pg_index i JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
"""
TRIGGERS = """
SELECT relname || '.' || tgname,
    left(encode(sha256(convert_to(pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid), 'UTF8')), 'hex'), 16),
    tgenabled IN ('O', 'A')
FROM pg_trigger t JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT tgisinternal ORDER BY 1
"""
KINDS = (
    ("constraint", CONSTRAINTS, "约束 {} 没有对已有的行验证过（NOT VALID）。"),
    ("index", INDEXES, "索引 {} 无效，查询用不上它；请 REINDEX。"),
    ("trigger", TRIGGERS, "触发器 {} 被关掉了，它守的规则现在没有守住。"),
)
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
BTREES = """
SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class ON pg_class.oid = indrelid
JOIN pg_class own ON own.oid = i.indexrelid JOIN pg_am ON pg_am.oid = own.relam
WHERE pg_class.relnamespace = current_schema()::regnamespace AND pg_class.relkind IN ('r', 'p') AND amname = 'btree' AND indisvalid ORDER BY 1
"""
AMCHECK = """
SELECT namespace.nspname FROM pg_extension JOIN pg_namespace namespace ON namespace.oid = extnamespace
WHERE extname = 'amcheck' AND has_function_privilege(
    to_regprocedure(format('%I.bt_index_check(regclass,boolean)', namespace.nspname)), 'EXECUTE')
"""


def structure() -> Iterator[Fact | Finding]:
    """Each constraint, index, trigger and migration; a finding for each that is there and does not hold."""
    with connection.cursor() as cursor:
        for what, query, sentence in KINDS:
            cursor.execute(query)
            for name, digest, holds in cursor.fetchall():
                yield Fact(what, name, {"digest": digest})
                if not holds:
                    yield Finding(sentence.format(name))
        cursor.execute(MIGRATIONS)
        yield from (Fact("migration", name) for (name,) in cursor.fetchall())


def amcheck() -> str | None:
    """The schema in which the extension amcheck is and may be used; None where it is not."""
    with connection.cursor() as cursor:
        cursor.execute(AMCHECK)
        row = cursor.fetchone()
    return row and row[0]


def broken_indexes(schema: str, progress=lambda done, total: None) -> Iterator[Finding]:
    """Each B-tree read through by bt_index_check: the order of its entries, and that each row has its entry."""
    check = f"SELECT {connection.ops.quote_name(schema)}.bt_index_check(%s::regclass, true)"
    with connection.cursor() as cursor:
        cursor.execute(BTREES)
        names = [name for (name,) in cursor.fetchall()]
        for done, name in enumerate(names, 1):
            try:
                with transaction.atomic():
                    cursor.execute(check, [name])
            except DatabaseError as error:
                yield Finding(f"索引 {name} 已损坏：{str(error).strip().splitlines()[0]}")
            progress(done, len(names))
