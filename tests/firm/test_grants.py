"""In production the site's own database role cannot touch what is on record, and does all of its ordinary work."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from articles import workflow
from articles.models import Article
from firm import audit, chain, grants
from firm.models import AuditRecord

ROLE = (
    f"hefei_test_application_{os.getpid()}"  # roles belong to the whole server, which others test on as well
)
PASSWORD = "only-for-this-test"
INSUFFICIENT = "42501"  # PostgreSQL's code for insufficient_privilege


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def role(committed):
    """A role without any right; gone after the test."""
    _drop()
    sql(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'")
    yield ROLE
    _drop()


def _drop():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone():
            cursor.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")


@pytest.fixture
def as_application(role, monkeypatch):
    """as_application(): from then on this thread's connection is the application's."""
    call_command("grant_application", role)

    def _as_application():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "USER", role)
        monkeypatch.setitem(connection.settings_dict, "PASSWORD", PASSWORD)

    yield _as_application
    connection.close()
    monkeypatch.undo()


FORBIDDEN = {
    "UPDATE": "UPDATE firm_auditrecord SET reason = ''",
    "UPDATE of the chain": "UPDATE firm_auditrecord SET hash = ''",
    "DELETE": "DELETE FROM firm_auditrecord",
    "TRUNCATE": "TRUNCATE firm_auditrecord",
    "DROP TRIGGER": "DROP TRIGGER firm_auditrecord_append_only ON firm_auditrecord",
    "DISABLE TRIGGER": "ALTER TABLE firm_auditrecord DISABLE TRIGGER ALL",
    "ALTER TABLE": "ALTER TABLE firm_auditrecord DROP COLUMN hash",
    "RENAME": "ALTER TABLE firm_auditrecord RENAME TO old",
    "DROP TABLE": "DROP TABLE firm_auditrecord",
    "replication role": "SET session_replication_role = replica",
    "another function": "CREATE OR REPLACE FUNCTION firm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "a table of its own": "CREATE TABLE firm_mine (id int)",
    "a row seen by a trigger of its own": "CREATE TRIGGER mine BEFORE INSERT ON firm_auditrecord FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "the chain's function on a table of its own": (
        "CREATE TEMP TABLE firm_auditrecord AS SELECT * FROM firm_auditrecord;"
        "CREATE CONSTRAINT TRIGGER mine AFTER INSERT ON pg_temp.firm_auditrecord DEFERRABLE"
        " FOR EACH ROW EXECUTE FUNCTION firm_chain_record()"
    ),
    "the migrations": "DELETE FROM django_migrations",
}  # fmt: skip


def test_the_record_is_out_of_reach_and_the_work_goes_on(as_application, client, write, author, reviewer):
    audit.record("甲", by=reviewer)
    as_application()
    code = {}
    for what, statement in FORBIDDEN.items():
        try:
            sql(statement)
        except DatabaseError as error:
            code[what] = error.__cause__.pgcode
    assert code == dict.fromkeys(FORBIDDEN, INSUFFICIENT)

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ROLE,)
    login = {"username": "林律师", "password": "test-password"}
    assert client.post("/admin/login/?next=/admin/", login).status_code == 302
    article = write()
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert Article.objects.create(
        pk=article.pk + 1000, title="旧号", column=article.column, author=article.author
    )
    assert list(AuditRecord.objects.order_by("position").values_list("action", flat=True)) == [
        "甲",
        "登录",
        "保存草稿",
        "提交审核",
        "审核通过并发布",
    ]
    assert chain.verify().is_whole


def test_print_only_prints(role, capsys):
    call_command("grant_application", role, print=True)
    printed = capsys.readouterr().out
    assert printed == "".join(f"{statement};\n" for statement in grants.statements(role))
    assert f"REVOKE UPDATE, DELETE ON public.firm_auditrecord FROM {role};" in printed.splitlines()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'firm_auditrecord', 'SELECT')", [role])
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
def test_a_strange_name_stays_a_name():
    assert grants.statements('x"; DROP TABLE y')[1] == 'GRANT USAGE ON SCHEMA public TO "x""; DROP TABLE y"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        ("", "数据库里没有角色"),
        ("CREATE ROLE @ SUPERUSER", "什么都拦不住它"),
        ("CREATE ROLE @ CREATEROLE", "什么都拦不住它"),
        (
            "CREATE ROLE @; DO $$ BEGIN EXECUTE format('GRANT %I TO @', current_user); END $$",
            "什么都拦不住它",
        ),  # a member of the owner
        ("CREATE ROLE @; GRANT pg_write_all_data TO @", "什么都拦不住它"),
        ("CREATE ROLE @; CREATE ROLE @_x CREATEROLE; GRANT @_x TO @", "什么都拦不住它"),
        ("CREATE ROLE @; GRANT UPDATE ON firm_auditrecord TO PUBLIC", "仍能修改操作记录"),
        ("CREATE ROLE @; ALTER SCHEMA public OWNER TO @", "什么都拦不住它"),
        (
            "CREATE ROLE @; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO @', current_database()); END $$",
            "什么都拦不住它",
        ),
        ("CREATE ROLE @; ALTER TABLE firm_auditrecord OWNER TO @", "什么都拦不住它"),
    ],
)
def test_a_role_that_could_undo_it_is_refused(make, sentence):
    if make:
        sql(make.replace("@", ROLE))
    with pytest.raises(CommandError, match=sentence):
        call_command("grant_application", ROLE)
