"""What the database keeps by itself is listed, and what does not hold is told of."""

import pytest
from django.db import connection

from firm.verifying import structure
from firm.verifying.facts import Fact, Finding

pytestmark = pytest.mark.django_db
# amcheck is not everywhere; what it answers is a function that raises.
STANDS_IN = """
CREATE SCHEMA checks;
CREATE FUNCTION checks.bt_index_check(index regclass, heapallindexed boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF index = 'audit_newest'::regclass AND heapallindexed THEN
        RAISE EXCEPTION 'item order invariant violated for index "audit_newest"';
    END IF;
END $$;
"""


def test_what_migrations_made_is_there_and_holds():
    found = list(structure.structure())
    assert [each for each in found if isinstance(each, Finding)] == []
    named = {(fact.what, fact.of) for fact in found}
    assert {
        ("trigger", "articles_article.articles_article_numbers"),
        ("trigger", "firm_auditrecord.firm_auditrecord_append_only"),
        ("constraint", "articles_article.live_article_is_whole"),
        ("index", "live_newest"),
        ("migration", "firm.0001_initial"),
    } <= named
    assert len(named) == len(found)


def test_a_trigger_whose_function_was_changed_is_another():
    before = _trigger()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION firm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$"
        )
    assert _trigger().said != before.said


def _trigger() -> Fact:
    name = "firm_auditrecord.firm_auditrecord_append_only"
    return next(fact for fact in structure.structure() if isinstance(fact, Fact) and fact.of == name)


def test_a_broken_index_is_named_and_the_others_are_read():
    with connection.cursor() as cursor:
        cursor.execute(STANDS_IN)
    told = []
    found = list(structure.broken_indexes("checks", lambda done, total: told.append((done, total))))
    said = '索引 audit_newest 已损坏：item order invariant violated for index "audit_newest"'
    assert found == [Finding(said)]
    assert told[-1][0] == told[-1][1] > 100
