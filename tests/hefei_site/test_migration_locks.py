"""No migration that came after the recorded point holds a long lock on a large table; the check sees those that would."""

import pytest
from django.apps import apps
from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now

from hefei_site.migration_locks import LARGE, RECORDED, complaints, is_new

INDEX = models.Index(fields=["title"], name="x")
CHECK = models.CheckConstraint(condition=models.Q(title=""), name="x")
UNIQUE = models.UniqueConstraint(fields=["title"], name="x")


def migration(*operations, atomic=True, reason="", app="articles") -> migrations.Migration:
    """One of the app's with these operations."""
    made = {"operations": list(operations), "atomic": atomic, "lock_reason": reason}
    return type("Migration", (migrations.Migration,), made)("0099_x", app)


def add(field: models.Field, table: str = "article") -> migrations.Migration:
    return migration(migrations.AddField(table, "x", field))


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (add(models.TextField(default="")), None),  # PostgreSQL keeps a constant beside the rows
        (add(models.TextField(null=True)), None),
        (add(models.DateTimeField(db_default=Now())), "会重写整张表"),
        (add(models.UUIDField(default=lambda: 1)), "只能逐行填"),
        (add(models.TextField(default="", db_index=True)), "同时建了索引"),
        (add(models.DateTimeField(db_default=Now()), table="column"), None),  # a small table
        (migration(migrations.AlterField("article", "title", models.TextField())), "可能重写整张表"),
        (migration(migrations.AddIndex("article", INDEX)), "请用 AddIndexConcurrently"),
        (migration(migrations.RemoveIndex("article", "x")), "请用 RemoveIndexConcurrently"),
        (migration(postgres.AddIndexConcurrently("article", INDEX)), "要写 atomic = False"),
        (migration(postgres.AddIndexConcurrently("article", INDEX), atomic=False), None),
        (migration(migrations.AddConstraint("article", CHECK)), "请先用 AddConstraintNotValid"),
        (migration(postgres.AddConstraintNotValid("article", CHECK)), None),
        (migration(postgres.ValidateConstraint("article", "x")), None),
        (migration(migrations.AddConstraint("article", UNIQUE)), "再挂上约束"),
        (migration(migrations.RenameField("article", "a", "b")), "还在运行的旧程序找不到它"),
        (migration(migrations.RunSQL("SELECT 1")), "RunSQL 没有说明"),
        (migration(migrations.RunSQL("SELECT 1"), reason="只读，不加锁。"), None),
        (migration(migrations.SeparateDatabaseAndState([migrations.RunSQL("x")])), "RunSQL 没有说明"),
        (migration(migrations.RunPython(migrations.RunPython.noop)), "请分批，并写 atomic = False"),
        (migration(migrations.RunPython(migrations.RunPython.noop), atomic=False), None),
        (
            migration(migrations.CreateModel("article", []), migrations.AddIndex("article", INDEX)),
            None,  # a table that is made here is empty
        ),
        (migration(migrations.AddIndex("provision", INDEX), app="statutes"), "请用 AddIndexConcurrently"),
    ],
)
def test_the_check(made, says):
    found = complaints(made)
    assert (len(found), says is None or says in found[0]) == (0 if says is None else 1, True)


def test_no_new_migration_locks_a_large_table():
    """A migration of ours that came after the recorded point; who reviews it reads what is said here."""
    known = MigrationLoader(None).disk_migrations
    new = [one for (app, name), one in known.items() if is_new(app, name)]
    assert [words for one in new for words in complaints(one)] == []


def test_the_tables_and_the_recorded_point_are_there():
    """A renamed table would be looked after no more."""
    ours = {
        (app, model._meta.model_name)
        for app in LARGE
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
    assert {(app, name) for app, names in LARGE.items() for name in names} - ours == set()
    known = {(app, name[:4]) for app, name in MigrationLoader(None).disk_migrations}
    assert set(RECORDED.items()) - known == set()
