"""What is written down for search engines, by each move, and what is not."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, Push, Revision
from articles.reviewing import releasing
from articles.seo import ledger
from tests.articles.conftest import HOUR

pytestmark = pytest.mark.django_db


def waiting() -> list[tuple]:
    """Engine, path, reason, and in how many hours."""
    now = timezone.now()
    rows = Push.objects.filter(sent_at=None).order_by("engine", "next_try_at", "pk")
    return [(row.engine, row.path, row.reason, max(0, round((row.next_try_at - now) / HOUR))) for row in rows]


def test_nothing_is_written_unless_an_engine_is_on(publish):
    publish()
    assert waiting() == []


def test_a_row_for_each_engine(publish, both):
    path = publish().get_absolute_url()
    assert waiting() == [("baidu", path, "published", 0), ("indexnow", path, "published", 0)]


def test_one_row_an_address_however_often_it_changes(publish, republish, indexnow):
    article = publish()
    republish(article, title="改过")
    republish(article, title="又改过")
    assert waiting() == [("indexnow", article.get_absolute_url(), "changed", 0)]


def test_what_was_told_already_stays_written(publish, republish, indexnow):
    article = publish()
    Push.objects.update(sent_at=timezone.now())
    republish(article, title="改过")
    assert [row.reason for row in Push.objects.order_by("pk")] == ["published", "changed"]


def test_what_is_withdrawn(publish, reviewer, indexnow):
    article = workflow.perform("withdraw", publish(), by=reviewer, reason="有误")
    assert waiting() == [("indexnow", article.get_absolute_url(), "gone", 0)]


def test_what_is_merged_leads_on(publish, administrator, indexnow):
    goes, stays = publish("甲"), publish("乙")
    Push.objects.all().delete()
    workflow.perform("merge", goes, by=administrator, reason="重复", into=stays)
    assert waiting() == [("indexnow", goes.get_absolute_url(), "gone", 0)]


def test_a_first_publishing_waits_for_its_hour(publish, indexnow):
    article = publish(publish_at=timezone.now() + 5 * HOUR)
    assert waiting() == [("indexnow", article.get_absolute_url(), "published", 5)]


def test_nobody_is_told_of_what_nobody_could_read(publish, reviewer, indexnow):
    article = publish(publish_at=timezone.now() + 5 * HOUR, expires_at=timezone.now() + 9 * HOUR)
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert waiting() == []


def test_also_while_no_engine_is_on(publish, reviewer, indexnow, settings):
    """Else what was written before would tell of it once one is on again."""
    article = publish(publish_at=timezone.now() + 5 * HOUR)
    settings.INDEXNOW_KEY = ""
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert waiting() == []


def test_another_hour_takes_the_place_of_the_first(publish, republish, indexnow):
    article = publish(publish_at=timezone.now() + 5 * HOUR)
    republish(article, publish_at=timezone.now() + 2 * HOUR)
    assert waiting() == [("indexnow", article.get_absolute_url(), "published", 2)]


def test_the_end_of_an_article_is_told_when_it_comes(publish, republish, indexnow):
    article = publish(expires_at=timezone.now() + 9 * HOUR)
    path = article.get_absolute_url()
    assert waiting() == [("indexnow", path, "published", 0), ("indexnow", path, "gone", 9)]
    republish(article, expires_at=None)
    assert waiting() == [("indexnow", path, "changed", 0)]


def test_moves_that_change_no_page_until_one_does(
    write, publish, author, reviewer, column, rewrite, indexnow
):
    column.needs_second_reviewer, column.reread_months = True, 1
    column.save()
    article = workflow.perform("submit", write(), by=author)
    workflow.perform("publish", article, by=reviewer)  # the first of two approvals
    column.needs_second_reviewer = False
    column.save()
    shown = publish("另一篇")
    Push.objects.all().delete()
    workflow.perform("reread", shown, by=author)
    rewrite(shown, title="还没有发布", publish_at=timezone.now() + HOUR)
    workflow.perform("submit", shown, by=author)
    workflow.perform("publish", shown, by=reviewer)  # approved for a later hour
    assert (revisions.newest(shown).state, waiting()) == ("approved", [])
    Revision.objects.filter(state="approved").update(publish_at=timezone.now() - HOUR)
    assert releasing.release_due().articles == [shown.pk]
    assert waiting() == [("indexnow", shown.get_absolute_url(), "changed", 0)]


def test_a_move_that_fails_tells_nobody(publish, reviewer, indexnow):
    article = publish()
    Push.objects.update(sent_at=timezone.now())
    with transaction.atomic():
        workflow.perform("withdraw", article, by=reviewer, reason="有误")
        transaction.set_rollback(True)
    assert waiting() == []
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("publish", article, by=reviewer)
    assert waiting() == []


def test_it_costs_a_publishing_two_queries(publish, reviewer, indexnow, django_assert_num_queries):
    """What is forgotten and what is written; where the page stays as it was, none."""
    article = publish()
    with django_assert_num_queries(2):
        ledger.note(article, ("live", None))
    with django_assert_num_queries(0):
        ledger.note(article, ledger.shown(article))


def test_an_expired_article_that_comes_again(publish, republish, indexnow):
    article = publish(expires_at=timezone.now() + HOUR)
    then = timezone.now() - timedelta(days=1)
    Article.objects.filter(pk=article.pk).update(published_at=then - HOUR, expires_at=then)
    republish(article, expires_at=None)
    assert waiting() == [("indexnow", article.get_absolute_url(), "changed", 0)]
