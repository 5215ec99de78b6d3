"""A revision of a live article that was approved for a later hour."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, Revision
from articles.moves import available
from articles.reviewing import releasing
from articles.revisions import InReview
from firm import audit
from tests.conftest import BODY

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WRONG = "<p>见《中华人民共和国民法典》第2000条。</p>"


@pytest.fixture
def timed(publish, rewrite, author, reviewer):
    """A live article with an approved revision that waits for an hour from now."""
    article = publish()
    rewrite(article, title="改过的标题", publish_at=timezone.now() + HOUR)
    workflow.perform("submit", article, by=author)
    return workflow.perform("publish", article, by=reviewer)


def come(article, **changes) -> None:
    """As if the hour had come."""
    changes = {"publish_at": timezone.now() - HOUR} | changes
    Revision.objects.filter(article=article, state="approved").update(**changes)


def title(client, article) -> str:
    return client.get(article.get_absolute_url()).context["article"].title


def test_readers_keep_the_old_text_until_the_hour(timed, client):
    assert releasing.release_due() == releasing.Released()
    assert (title(client, timed), revisions.newest(timed).state) == ("网贷逾期怎么办", "approved")
    come(timed)
    assert title(client, timed) == "网贷逾期怎么办"  # run_due has not run yet
    assert releasing.release_due() == releasing.Released(articles=[timed.pk])
    assert (title(client, timed), revisions.newest(timed).state) == ("改过的标题", "live")
    record = audit.history(timed).first()
    assert (record.action, record.actor) == ("到时发布", None)


def test_once_is_enough(timed, capsys):
    come(timed)
    call_command("run_due")
    assert "到时发布了 1 篇文章的新版本。" in capsys.readouterr().out
    call_command("run_due")
    assert "到时发布" not in capsys.readouterr().out


def test_what_is_on_record_names_the_hour(timed):
    hour = timezone.localtime(revisions.newest(timed).publish_at)
    assert audit.history(timed).first().action == f"审核通过，定于 {hour:%Y-%m-%d %H:%M} 发布"


def test_nobody_writes_to_what_waits_for_its_hour(timed, rewrite):
    with pytest.raises(InReview):
        rewrite(timed, title="又改")


@pytest.mark.parametrize(
    ("who", "moves"),
    [
        ("author", ["recall"]),
        ("reviewer", ["return", "withdraw"]),
        ("administrator", ["recall", "return", "withdraw"]),
        ("colleague", []),
    ],
)
def test_who_may_stop_it(who, moves, timed, request):
    assert available(timed, request.getfixturevalue(who)) == moves


@pytest.mark.parametrize(
    ("way", "left"), [("recall", "draft"), ("return", "returned"), ("withdraw", "draft")]
)
def test_what_was_stopped_does_not_go_live(way, left, timed, author, reviewer):
    workflow.perform(way, timed, by=author if way == "recall" else reviewer, reason="先不发")
    come(timed)
    assert releasing.release_due() == releasing.Released()
    assert revisions.newest(timed).state == left


def test_a_first_publishing_is_hidden_by_its_date_alone(publish, client):
    """It needs no run_due: the clock of the database shows it."""
    article = publish(publish_at=timezone.now() + HOUR)
    assert (article.state, revisions.newest(article).state) == ("live", "live")
    assert client.get(article.get_absolute_url()).status_code == 404
    Article.objects.update(published_at=timezone.now() - HOUR)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_withdrawn_article_comes_back_at_its_hour(publish, rewrite, author, reviewer, client):
    """It is known to readers, so its date alone would not hide it."""
    article = publish()
    workflow.perform("withdraw", article, by=reviewer, reason="要改")
    rewrite(article, title="改好了", publish_at=timezone.now() + HOUR)
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    assert client.get(article.get_absolute_url()).status_code == 410
    come(article)
    assert releasing.release_due().articles == [article.pk]
    assert title(client, article) == "改好了"


def test_what_can_no_longer_be_published_goes_back_with_the_reason(timed, author, client):
    come(timed, expires_at=timezone.now() - HOUR / 2)
    assert releasing.release_due() == releasing.Released(returned=[timed.pk])
    newest = revisions.newest(timed)
    assert (newest.state, newest.reason) == (
        "returned",
        "到了发布时间，但是不能发布：下架时间已经过去，或者早于发布时间。",
    )
    assert title(client, timed) == "网贷逾期怎么办"


@pytest.mark.parametrize(
    ("body", "two", "why", "reason"),
    [
        (
            "<p>我们保证胜诉。</p>",
            False,
            "",
            "文字检查还有 1 处没有改正或答复，不能发布：“保证胜诉”（承诺办案结果）。",
        ),
        (WRONG, False, "", "法条核对还有 1 处问题：《中华人民共和国民法典》没有第2000条，请核对条号。"),
        (WRONG, False, "此处是有意写错的例子", ""),
        (BODY, True, "", "这个栏目现在要两位审核人，还缺一位。"),
    ],
    ids=[
        "a rule that now finds something",
        "law that is wrong by now",
        "which its author stands by",
        "a second reviewer",
    ],
)
def test_what_was_approved_is_looked_at_again_at_its_hour(body, two, why, reason, timed, civil_code):
    timed.column.needs_second_reviewer = two
    timed.column.save()
    come(timed, body=body, submit_reason=why)
    releasing.release_due()
    newest = revisions.newest(timed)
    assert newest.state == ("returned" if reason else "live")
    assert newest.reason == (f"到了发布时间，但是不能发布：{reason}" if reason else "")


def test_one_that_fails_does_not_hold_up_the_others(timed, publish, rewrite, author, reviewer, monkeypatch):
    other = publish("另一篇")
    rewrite(other, publish_at=timezone.now() + HOUR)
    workflow.perform("submit", other, by=author)
    workflow.perform("publish", other, by=reviewer)
    come(timed)
    come(other)
    go_live = workflow.publishing.go_live

    def fails_once(article, revision):
        if article.pk == timed.pk:
            raise RuntimeError
        go_live(article, revision)

    monkeypatch.setattr(workflow.publishing, "go_live", fails_once)
    assert releasing.release_due() == releasing.Released(articles=[other.pk], failed=[timed.pk])
    assert revisions.newest(timed).state == "approved"  # tried again at the next minute


@pytest.mark.parametrize("who", ["author", "reviewer", "administrator"])
def test_nobody_makes_the_clocks_move(who, timed, request, as_):
    come(timed)
    user = request.getfixturevalue(who)
    assert as_(user).post(f"/admin/articles/article/{timed.pk}/move/release/").status_code == 403
    assert revisions.newest(timed).state == "approved"
