"""What the application's own database role may do, where the tables belong to another: the record only grows."""

from django.db import connection

from firm.models import AuditRecord

# The roles whose rights would undo the grants: of superusers and makers of roles, of who may write everything, of the
# owners of the table, of its schema (who may drop what is in it) and of the database.
ROLE = """
SELECT EXISTS (
    SELECT FROM (
        SELECT oid FROM pg_roles WHERE rolsuper OR rolcreaterole OR rolname = 'pg_write_all_data'
        UNION SELECT relowner FROM pg_class WHERE oid = to_regclass(%(table)s)
        UNION SELECT nspowner FROM pg_namespace WHERE nspname = current_schema()
        UNION SELECT datdba FROM pg_database WHERE datname = current_database()
    ) AS other WHERE pg_has_role(role.oid, other.oid, 'MEMBER')
)
FROM pg_roles role WHERE rolname = %(role)s
"""
LEFT = """
SELECT bool_or(has_table_privilege(%s, %s, privilege))
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
"""
TABLE = "SELECT to_regclass(%s) IS NOT NULL"
MIGRATIONS = "django_migrations"


class RoleRefused(Exception):
    """The role cannot be the application's; the message says why, in Chinese."""


def statements(role: str) -> list[str]:
    """The SQL that gives a role just what the site's work needs, whatever it had before."""
    record = AuditRecord._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(%s), quote_ident(current_schema())", [role])
        name, schema = cursor.fetchone()
    tables, sequences = f"ALL TABLES IN SCHEMA {schema}", f"ALL SEQUENCES IN SCHEMA {schema}"
    return [
        f"REVOKE ALL ON SCHEMA {schema} FROM {name}",
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        f"REVOKE ALL ON {tables} FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {name}",
        f"REVOKE UPDATE, DELETE ON {schema}.{record} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {schema}.{MIGRATIONS} FROM {name}",
        f"GRANT USAGE, SELECT, UPDATE ON {sequences} TO {name}",  # UPDATE: articles bring their numbers along
    ]


def refuse_wrong(role: str) -> None:
    """Raises RoleRefused where the role is unknown, could undo the grants, or owns what it must not own."""
    table = AuditRecord._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(TABLE, [table])
        if cursor.fetchone() == (False,):
            raise RoleRefused("还没有建表，请先运行 manage.py migrate。")
        cursor.execute(ROLE, {"table": table, "role": role})
        found = cursor.fetchone()
    if found is None:
        raise RoleRefused(f"数据库里没有角色 {role}，请先 CREATE ROLE … LOGIN。")
    if found == (True,):
        raise RoleRefused(
            f"角色 {role} 是超级用户、能管理角色、能写一切，或拥有数据表、模式或数据库（也可能是通过别的角色），"
            "什么都拦不住它，请另建一个普通角色。"
        )


def grant(role: str) -> None:
    """Give the role its rights; the caller is connected as the owner and holds the transaction.

    Raises RoleRefused where the role could still change the record, by what PUBLIC or another role of its was given.
    """
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
        cursor.execute(LEFT, [role, AuditRecord._meta.db_table])
        if cursor.fetchone() == (True,):
            raise RoleRefused(f"角色 {role} 通过 PUBLIC 或它所属的角色仍能修改操作记录，请先收回那里的权限。")
