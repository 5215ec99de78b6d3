"""What the application's own database role may do, where the tables belong to another: the record only grows."""

from django.db import connection

from firm.models import AuditRecord

ROLE = "SELECT rolsuper OR rolcreaterole, pg_has_role(rolname, %s, 'MEMBER') FROM pg_roles WHERE rolname = %s"
OWNER = "SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = %s"
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
    with connection.cursor() as cursor:
        cursor.execute(OWNER, [AuditRecord._meta.db_table])
        [owner] = cursor.fetchone() or [None]
        if owner is None:
            raise RoleRefused("还没有建表，请先运行 manage.py migrate。")
        cursor.execute(ROLE, [owner, role])
        found = cursor.fetchone()
    if found is None:
        raise RoleRefused(f"数据库里没有角色 {role}，请先 CREATE ROLE … LOGIN。")
    powerful, is_owner = found
    if powerful or is_owner:
        raise RoleRefused(
            f"角色 {role} 是超级用户、能管理角色，或拥有数据表，什么都拦不住它，请另建一个普通角色。"
        )


def grant(role: str) -> None:
    """Give the role its rights; the caller is connected as the owner and holds the transaction."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
