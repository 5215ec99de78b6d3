"""Whoever changes, removes, inserts or reorders rows of the record behind the site's back is found out."""

import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from firm import audit, chain
from firm.models import AuditRecord, Firm

ACTIONS = ["甲", "乙", "丙", "丁", "戊"]
MIGRATION = import_module("firm.migrations.0003_chain")


LOCK = "SELECT pg_advisory_xact_lock(900)"  # stands for the row of an article


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def tamper(statement: str, *values) -> None:
    """As the database's superuser, past every trigger."""
    sql("SET LOCAL session_replication_role = replica")
    sql(statement, *values)
    sql("SET LOCAL session_replication_role = origin")


def commit() -> None:
    """What the database does when a transaction commits."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def five(reviewer):
    """Five acts on record, as if committed."""
    for action in ACTIONS:
        audit.record(
            action, by=reviewer, target=Firm.load(), reason='引号"、反斜线\\、换行\n、制表\t、\x01、😀'
        )
    commit()


def test_rows_are_chained_when_their_transaction_commits(reviewer):
    audit.record("甲", by=reviewer)
    assert AuditRecord.objects.values_list("position", "hash").get() == (None, "")
    commit()
    audit.record("乙", by=reviewer)
    commit()
    first, second = AuditRecord.objects.order_by("position")
    assert (first.position, first.previous_hash, len(first.hash)) == (1, "", 64)
    assert (second.position, second.previous_hash) == (2, first.hash)


def test_a_whole_chain(five):
    last = AuditRecord.objects.get(position=5)
    assert chain.verify() == chain.Verified(5, last.hash)


def test_an_empty_record_is_whole(db):
    assert chain.verify() == chain.Verified(0, "")


def test_a_chain_is_read_a_few_rows_at_a_time(five, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(chain, "AT_ONCE", 2)
    with django_assert_num_queries(5):  # three with rows, one without, one for rows outside of the chain
        assert chain.verify().count == 5


def test_the_hash_of_a_known_row():
    """The serialisation is a promise to whoever checks an exported record with other tools."""
    row = dict.fromkeys(chain.COLUMNS, "") | {
        "id": 7,
        "at": chain.AuditRecord._meta.get_field("at").to_python("2026-03-01 08:00:00.000123+08:00"),
        "actor_id": None,
        "target_id": 1,
        "position": 3,
        "action": "修改",
        "previous_hash": "ab",
    }
    said = (
        '{"action":"修改","actor_name":"","address":"","at":"2026-03-01T00:00:00.000123Z","id":7,"position":3,'
        '"previous_hash":"ab","reason":"","target_id":1,"target_label":"","target_type":""}'
    )
    assert chain.hash_of(row) == chain.hashlib.sha256(said.encode()).hexdigest()


SWAP = "UPDATE firm_auditrecord a SET {0} = b.{0} FROM firm_auditrecord b WHERE a.position + b.position = 5 AND a.position IN (2, 3)"
COPY = (
    "INSERT INTO firm_auditrecord (at, actor_name, action, target_type, target_label, reason, address, position, "
    "previous_hash, hash) SELECT at, actor_name, '伪造', '', '', '', '', {position}, previous_hash, hash "
    "FROM firm_auditrecord WHERE position = 3"
)
MAKE_ROOM = "UPDATE firm_auditrecord SET position = position + 100 WHERE position >= 3;"
CLOSE_UP = "UPDATE firm_auditrecord SET position = position - 99 WHERE position > 100;"


@pytest.mark.parametrize(
    ("statement", "count", "sentence"),
    [
        ("UPDATE firm_auditrecord SET reason = '' WHERE position = 3", 2, "第 3 条记录（…）的内容与校验值不符：它被改动过。"),
        ("UPDATE firm_auditrecord SET at = at + interval '1 microsecond' WHERE position = 3", 2, "第 3 条记录（…）的内容与校验值不符：它被改动过。"),
        ("UPDATE firm_auditrecord SET actor_id = NULL WHERE position = 5", 4, "第 5 条记录（…）的内容与校验值不符：它被改动过。"),
        ("UPDATE firm_auditrecord SET hash = repeat('0', 64) WHERE position = 2", 1, "第 2 条记录（…）的内容与校验值不符：它被改动过。"),
        ("UPDATE firm_auditrecord SET previous_hash = hash WHERE position = 2", 1, "第 2 条记录（…）与前一条接不上：此处有记录被插入、替换、删除或调换过。"),
        ("DELETE FROM firm_auditrecord WHERE position = 3", 2, "第 3 条记录不见了：接下来的是第 4 条记录（…）。"),
        ("DELETE FROM firm_auditrecord WHERE position < 3", 0, "第 1 至 2 条记录不见了：接下来的是第 3 条记录（…）。"),
        # removed, and the numbers closed up
        ("DELETE FROM firm_auditrecord WHERE position = 3; UPDATE firm_auditrecord SET position = position - 1 WHERE position > 3", 2, "第 3 条记录（…）与前一条接不上：此处有记录被插入、替换、删除或调换过。"),
        # inserted past the rules, beside the chain
        (COPY.format(position="NULL"), 5, "一条记录（…）不在链上：它是绕过数据库的规则写入的。"),
        # inserted into the chain, with numbers that fit
        (MAKE_ROOM + CLOSE_UP + COPY.format(position=3).replace("position = 3", "position = 4"), 2, "第 3 条记录（…）的内容与校验值不符：它被改动过。"),
        # an act put in at the end without knowing how
        (COPY.format(position=6), 5, "第 6 条记录（…）与前一条接不上：此处有记录被插入、替换、删除或调换过。"),
        # two rows say each other's
        (SWAP.format("action"), 1, "第 2 条记录（…）的内容与校验值不符：它被改动过。"),
        # two rows stand in each other's place
        ("UPDATE firm_auditrecord SET position = -position WHERE position IN (2, 3); UPDATE firm_auditrecord SET position = 5 + position WHERE position < 0", 1, "第 2 条记录（…）与前一条接不上：此处有记录被插入、替换、删除或调换过。"),
    ],
    ids=["changed", "an earlier time", "actor removed", "hash changed", "link changed", "removed", "beginning removed",
         "removed and renumbered", "inserted beside", "inserted", "added at the end", "contents swapped", "reordered"],
)  # fmt: skip
def test_the_first_break_is_found_and_named(statement, count, sentence, five):
    tamper(statement)
    found = chain.verify()
    assert (found.count, re.sub(r"（编号.*?）", "（…）", found.broken), found.is_whole) == (
        count,
        sentence,
        False,
    )


def test_a_break_names_the_row(five, reviewer):
    row = AuditRecord.objects.get(position=3)
    tamper("UPDATE firm_auditrecord SET action = '别的' WHERE position = 3")
    when = row.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert f"（编号 {row.pk}，{when}，审核员，别的）" in chain.verify().broken


def test_a_cut_end_is_found_by_a_hash_kept_elsewhere(five):
    kept = chain.verify().last_hash
    tamper("DELETE FROM firm_auditrecord WHERE position > 3")
    assert chain.verify().is_whole  # the chain alone cannot tell
    assert chain.verify(kept).broken.startswith(f"链上没有您保存的校验值 {kept}：末尾的记录被删除")


def test_a_chain_written_anew_is_found_by_a_hash_kept_elsewhere(five):
    kept = chain.verify().last_hash
    tamper("UPDATE firm_auditrecord SET reason = '改了'; UPDATE firm_auditrecord SET position = NULL")
    sql("SET LOCAL session_replication_role = replica")
    sql(MIGRATION.CHAIN_EARLIER)
    sql("SET LOCAL session_replication_role = origin")
    assert (chain.verify().is_whole, chain.verify(kept).is_whole) == (True, False)


def test_a_kept_hash_holds_while_the_record_grows(five, reviewer):
    kept = chain.verify().last_hash
    audit.record("己", by=reviewer)
    commit()
    assert chain.verify(kept).is_whole
    assert chain.verify(kept).count == 6


def test_rows_of_before_the_chain_are_chained_by_the_migration(reviewer):
    sql("SET LOCAL session_replication_role = replica")
    for action in ACTIONS:
        audit.record(action, by=reviewer)
    sql("SET LOCAL session_replication_role = origin")
    commit()
    assert not chain.verify().is_whole
    sql(MIGRATION.CHAIN_EARLIER)
    assert (chain.verify().is_whole, chain.verify().count) == (True, 5)
    assert list(AuditRecord.objects.order_by("position").values_list("action", flat=True)) == ACTIONS
    with pytest.raises(DatabaseError, match="操作记录只能增加"), transaction.atomic():
        AuditRecord.objects.update(reason="别的")


def test_what_an_insert_says_of_chain_and_time_is_not_believed(five, reviewer):
    last = AuditRecord.objects.get(position=5)
    sql(
        "INSERT INTO firm_auditrecord (at, actor_name, action, target_type, target_label, reason, address, position,"
        " previous_hash, hash) VALUES ('2001-01-01', 'x', '补记', '', '', '', '', 99, 'a', 'b')"
    )
    commit()
    row = AuditRecord.objects.get(action="补记")
    assert (row.position, row.previous_hash, row.at > last.at) == (6, last.hash, True)
    assert chain.verify().is_whole


def test_the_record_cannot_be_emptied(five):
    with pytest.raises(DatabaseError, match="操作记录只能增加，不能修改或删除"), transaction.atomic():
        sql("TRUNCATE firm_auditrecord")
    assert AuditRecord.objects.count() == 5


def test_a_row_cannot_be_changed_in_the_transaction_that_adds_it(reviewer):
    """Before it has its place, too: only the database's own trigger gives it one."""
    audit.record("甲", by=reviewer)
    for column in ("reason = '别的'", "position = 1", "hash = 'x'"):
        with pytest.raises(DatabaseError, match="操作记录只能增加"), transaction.atomic():
            sql(f"UPDATE firm_auditrecord SET {column}")


def test_many_who_act_at_once_make_one_chain(committed):
    """Acts are recorded before and after other locks are taken: a chain's lock held since then would be a deadlock."""
    threads, rounds = 25, 4
    start = Barrier(threads, timeout=30)

    def act(n):
        try:
            start.wait()
            for turn in range(rounds):
                with transaction.atomic():
                    if n % 2:
                        sql(LOCK)
                    for part in range(3):
                        audit.record(f"{n}-{turn}-{part}", by=None)
                    sql(LOCK)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(act, range(threads)))
    assert (chain.verify().is_whole, chain.verify().count) == (True, threads * rounds * 3)
    actions = list(AuditRecord.objects.order_by("position").values_list("action", flat=True))
    kept_together = [actions[i : i + 3] for i in range(0, len(actions), 3)]
    assert all([a[:-1] for a in three] == [three[0][:-1]] * 3 for three in kept_together)
