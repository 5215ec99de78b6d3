"""The rules that the site comes with, beside what staff have made of them."""

import pytest

from articles import lint_rules
from articles.models import LintRule

pytestmark = pytest.mark.django_db
ITEMS = "一二三四五六七八九十"


def test_the_migration_has_put_them_in():
    rows = {row.code: row for row in LintRule.objects.all()}
    for values in lint_rules.shipped():
        row = rows[values["code"]]
        assert {name: getattr(row, name) for name in values} == values
    assert len(rows) == len(lint_rules.shipped())


def test_twice_changes_nothing():
    assert lint_rules.refresh(LintRule) == lint_rules.Refreshed()


def test_what_staff_changed_stays_and_the_rest_is_brought_up_to_date(monkeypatch):
    LintRule.objects.filter(code="promo-free").update(is_on=False, phrases="免费咨询")
    newer = [
        row | {"phrases": "新的词语", "explanation": "新的说明"} if row["code"] == "promo-free" else row
        for row in lint_rules.shipped()
    ]
    monkeypatch.setattr(lint_rules, "shipped", lambda: newer)
    assert lint_rules.refresh(LintRule) == lint_rules.Refreshed(changed=1)
    row = LintRule.objects.get(code="promo-free")
    assert (row.is_on, row.phrases, row.explanation) == (False, "免费咨询", "新的说明")
    assert lint_rules.refresh(LintRule) == lint_rules.Refreshed()


def test_a_rule_that_is_new_is_added():
    LintRule.objects.filter(code="promo-free").delete()
    assert lint_rules.refresh(LintRule) == lint_rules.Refreshed(added=1)


def test_each_item_of_the_promotion_rules_is_named():
    """Articles 8 and 9, and the twelve items of article 10 that say what; the thirteenth points to other rules."""
    bases = " ".join(row["basis"] for row in lint_rules.shipped())
    items = [f"第十条第（{item}）项" for item in [*ITEMS, "十一", "十二"]]
    assert [item for item in ["第八条", "第九条", *items] if item not in bases] == []


def test_every_rule_says_why_and_what_to_do():
    silent = [
        row["code"]
        for row in lint_rules.shipped()
        if not (row["explanation"] and row["suggestion"] and row["basis"])
    ]
    assert silent == []


def test_they_pass_their_own_validation():
    for row in LintRule.objects.all():
        row.full_clean()
