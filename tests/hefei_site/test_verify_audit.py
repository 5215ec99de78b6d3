"""The command says whether the record is whole, and what to keep for the next time."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from firm import audit, chain
from firm.models import AuditRecord


@pytest.fixture
def three(reviewer):
    with connection.cursor() as cursor:
        for action in ("甲", "乙", "丙"):
            audit.record(action, by=reviewer)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def remove(where: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"DELETE FROM firm_auditrecord WHERE {where}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_whole_record(three, capsys):
    last = AuditRecord.objects.get(position=3).hash
    call_command("verify_audit")
    assert capsys.readouterr().out == f"操作记录完好，共 3 条。最后一条的校验值：{last}\n"


def test_no_record_yet(db, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "操作记录完好，共 0 条。还没有记录。\n"


def test_a_break(three, capsys):
    before = AuditRecord.objects.get(position=1).hash
    remove("position = 2")
    with pytest.raises(CommandError, match="第 2 条记录不见了：接下来的是第 3 条记录") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1
    assert capsys.readouterr().out == f"到此为止完好的有 1 条，最后一条的校验值：{before}\n"


def test_a_cut_end(three):
    kept = chain.verify().last_hash
    remove("position = 3")
    call_command("verify_audit")
    with pytest.raises(CommandError, match="链上没有您保存的校验值"):
        call_command("verify_audit", expect_last=f" {kept.upper()}\n")
