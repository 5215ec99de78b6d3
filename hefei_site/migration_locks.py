"""Which migrations would hold a lock on a large table for long, while visitors read and lawyers write."""

from collections.abc import Iterator

from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.constraints import BaseConstraint

# Tables that grow with the archive: at 838,000 articles each of these is rewritten or read through in more than a second.
LARGE = {
    "articles": {
        *("article", "revision", "article_coauthors", "taggedarticle", "statutereference", "relatedarticle"),
        *("storedpage", "pagechange", "searchdocument", "keywordposting", "searchtask", "articlelink"),
        *("articlesketch", "stocksentence", "copymember", "importeditem", "oldaddress"),
    },
    "statutes": {"provision", "indexedprovision", "posting", "lawcitation"},
    "firm": {"auditrecord"},
}
# What was there before the site was in production: made on tables that were small.
RECORDED = {"firm": "0008", "statutes": "0007", "articles": "0022"}
WAY_OUT = '如果确实无妨，请在迁移类里写 lock_reason = "原因"。'


def complaints(migration: migrations.Migration) -> list[str]:
    """What a migration does that would hold a long lock, a Chinese sentence each, with the way to do it instead.

    Nothing where it says in `lock_reason` why that does no harm.
    """
    if getattr(migration, "lock_reason", ""):
        return []
    made = {
        (migration.app_label, one.name_lower)
        for one in migration.operations
        if isinstance(one, migrations.CreateModel)
    }
    found = [
        f"{migration.app_label}.{migration.name}：{words}{WAY_OUT}"
        for one in _operations(migration.operations)
        if (migration.app_label, _table(one)) not in made
        for words in _of(one, migration)
    ]
    return found


def is_new(app: str, name: str) -> bool:
    """Whether a migration came after the recorded point."""
    return app in RECORDED and name[:4] > RECORDED[app]


def _operations(operations: list[Operation]) -> Iterator[Operation]:
    for one in operations:
        yield one
        if isinstance(one, migrations.SeparateDatabaseAndState):
            yield from _operations(one.database_operations)


def _table(operation: Operation) -> str:
    return getattr(operation, "model_name_lower", None) or getattr(operation, "name_lower", "")


def _of(one: Operation, migration: migrations.Migration) -> Iterator[str]:
    if isinstance(one, migrations.RunSQL):
        yield "RunSQL 没有说明它加什么锁、加多久。"
        return
    if isinstance(one, migrations.RunPython) and migration.atomic and one.atomic is not False:
        yield "RunPython 在一个事务里改完所有的行，锁要等到最后才放开；请分批，并写 atomic = False。"
    if _table(one) not in LARGE.get(migration.app_label, ()):
        return
    kind = type(one)
    if kind is migrations.AddField:
        yield from _of_new_field(one.field, one)
    elif kind is migrations.AlterField:
        yield f"AlterField {one.name} 可能重写整张表；请加新列、分批抄过去，再改用它。"
    elif kind in (migrations.AddIndex, migrations.AlterUniqueTogether, migrations.AlterIndexTogether):
        yield "建索引时不能写；请用 AddIndexConcurrently，并写 atomic = False。"
    elif kind is migrations.RemoveIndex:
        yield "删索引要独占这张表；请用 RemoveIndexConcurrently，并写 atomic = False。"
    elif kind is migrations.AddConstraint:
        yield from _of_constraint(one.constraint)
    elif kind is migrations.RenameField or kind is migrations.RenameModel:
        yield "改名后，还在运行的旧程序找不到它；请先加新的，两个版本都不用旧的之后再删。"
    if isinstance(one, postgres.AddIndexConcurrently | postgres.RemoveIndexConcurrently) and migration.atomic:
        yield "CONCURRENTLY 要写 atomic = False。"


def _of_new_field(field: models.Field, one: migrations.AddField) -> Iterator[str]:
    if field.db_default is not models.NOT_PROVIDED and not isinstance(
        field.db_default, str | int | bool | float | models.Value
    ):
        yield f"AddField {one.name} 的 db_default 每行都要算，会重写整张表；请允许空值，再分批填。"
    elif callable(field.default) and not field.null and field.default not in (list, dict):
        yield f"AddField {one.name} 的默认值每行不同，只能逐行填；请允许空值，再分批填。"
    if field.unique or field.db_index:
        yield f"AddField {one.name} 同时建了索引，建的时候不能写；请先加列，再用 AddIndexConcurrently。"


def _of_constraint(constraint: BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, models.CheckConstraint):
        yield f"约束 {constraint.name} 要读完整张表；请先用 AddConstraintNotValid，另一个迁移再 ValidateConstraint。"
    else:
        yield f"约束 {constraint.name} 要建索引，建的时候不能写；请先用 AddIndexConcurrently 建唯一索引，再挂上约束。"
