"""What waits for somebody: to be reviewed by them, to be written on by them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import desk, workflow
from articles.desk import waiting
from articles.models import Revision
from firm.access import Role
from firm.models import Firm
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(write, publish, rewrite, author, colleague, reviewer):
    """The author's work in each state, and a colleague's that waits."""
    write("草稿")
    for title in ("先提交", "后提交"):
        workflow.perform("submit", write(title), by=author)
    returned = workflow.perform("submit", write("退回"), by=author)
    workflow.perform("return", returned, by=reviewer, reason="请写明条号")
    publish("线上")
    rewrite(publish("又改"), title="线上的修改")
    other = write("同事的", by=colleague, author=colleague.lawyer)
    workflow.perform("submit", other, by=colleague)


def shown(user) -> dict[str, list[str]]:
    found = desk.of(user)
    lists = {"to_review": found.to_review} | {n: getattr(found.work, n) for n in waiting.Work.__slots__}
    return {name: [r.title for r in rows] for name, rows in lists.items()}


def test_the_authors_desk(work, author):
    assert shown(author) == {
        "to_review": [],
        "returned": ["退回"],
        "drafts": ["线上的修改", "草稿"],
        "submitted": ["后提交", "先提交"],
    }


def test_the_reviewers_desk(work, reviewer):
    """First come, first served."""
    assert shown(reviewer) == {
        "to_review": ["先提交", "后提交", "同事的"],
        "returned": [],
        "drafts": [],
        "submitted": [],
    }


def test_what_an_administrator_wrote_for_a_lawyer_lies_on_both_desks(write, administrator, author):
    write("代写", by=administrator)
    assert shown(administrator)["drafts"] == shown(author)["drafts"] == ["代写"]


def test_what_is_signed_together_lies_on_both_desks(write, author, colleague):
    write("合著", coauthor_ids=[colleague.lawyer.pk])
    assert shown(colleague)["drafts"] == shown(author)["drafts"] == ["合著"]


@pytest.mark.parametrize(
    ("self_approval", "expected"),
    [
        (False, ["同事的"]),  # one does not wait for oneself
        (True, ["代写", "同事的"]),  # unless the firm allows it
    ],
)
def test_ones_own_text_does_not_wait_for_oneself(self_approval, expected, write, administrator, author):
    Firm.objects.update(allow_self_approval=self_approval)
    workflow.perform("submit", write("代写", by=administrator), by=administrator)
    workflow.perform("submit", write("同事的"), by=author)
    assert shown(administrator)["to_review"] == expected


def test_a_column_with_named_reviewers_waits_for_these_alone(write, column, author, reviewer, administrator):
    named = make_user("指定的", Role.REVIEWER)
    column.reviewers.add(named)
    workflow.perform("submit", write("待审的"), by=author)
    found = {user.name: shown(user)["to_review"] for user in (named, reviewer, administrator)}
    assert found == {"指定的": ["待审的"], "审核员": [], "管理员": []}


def test_what_moves_a_live_article_to_another_column_waits_for_who_reviews_both(
    publish, rewrite, column, cases, author, reviewer
):
    article = publish("线上")
    column.reviewers.add(make_user("指定的", Role.REVIEWER))
    rewrite(article, column_id=cases.pk, source_name="法院公报")
    workflow.perform("submit", article, by=author)
    assert shown(reviewer)["to_review"] == []


def test_the_second_reviewer_is_told_and_the_first_has_done_their_part(
    write, column, author, reviewer, client
):
    column.needs_second_reviewer = True
    column.save()
    second = make_user("第二位", Role.REVIEWER)
    article = workflow.perform("submit", write("要两人审核"), by=author)
    workflow.perform("publish", article, by=reviewer)
    assert shown(reviewer)["to_review"] == []
    assert [(r.title, r.is_second) for r in waiting.to_review(second)] == [("要两人审核", True)]
    client.force_login(second)
    assert "已有一人通过，还需第二位审核" in client.get("/admin/").content.decode()


def test_an_approval_of_an_earlier_submission_does_not_count(write, column, author, reviewer):
    column.needs_second_reviewer = True
    column.save()
    article = workflow.perform("submit", write("又改过"), by=author)
    workflow.perform("publish", article, by=reviewer)
    workflow.perform("recall", article, by=author)
    workflow.perform("submit", article, by=author)
    assert [(r.title, r.is_second) for r in waiting.to_review(reviewer)] == [("又改过", False)]


def test_a_full_desk_shows_the_first_twenty(write, reviewer, author, as_):
    for n in range(waiting.SHOWN + 1):
        workflow.perform("submit", write(f"第{n}篇"), by=author)
    html = as_(reviewer).get("/admin/").content.decode()
    assert "等待我审核（20 篇以上）" in html
    assert ("第19篇" in html, "第20篇" in html) == (True, False)
    assert '<a href="/admin/articles/article/?work=in_review">看全部</a>' in html


@pytest.mark.parametrize(
    ("days", "expected", "late"),
    [
        (0, "今天 09:30 提交", False),
        (1, "昨天 09:30 提交", False),
        (2, "2 天前提交", False),
        (3, "3 天前提交", True),
        (400, "400 天前提交", True),
    ],
)
def test_age(days, expected, late):
    since = timezone.localtime().replace(hour=9, minute=30) - timedelta(days=days)
    assert (waiting.age(since, "提交"), waiting.is_late(since)) == (expected, late)


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        (
            "author",
            ["写一篇文章", "退回给我的（1）", "退回理由：请写明条号", "我的草稿（2）", "正在审核（2）"],
            ["等待我审核", "同事的"],
        ),
        ("reviewer", ["等待我审核（3）", "同事的", "提交"], ["写一篇文章", "我的草稿", "退回给我的"]),
        ("colleague", ["没有退回的文章。", "没有草稿。", "正在审核（1）"], ["先提交", "草稿（"]),
    ],
)
def test_the_first_page(who, seen, unseen, work, client, request):
    client.force_login(request.getfixturevalue(who))
    html = client.get("/admin/").content.decode()
    assert [words for words in seen if words not in html] == []
    assert [words for words in unseen if words in html] == []


def test_what_waits_too_long_is_marked(write, author, reviewer, as_):
    article = workflow.perform("submit", write(), by=author)
    Revision.objects.filter(article=article).update(submitted_at=timezone.now() - timedelta(days=4))
    html = as_(reviewer).get("/admin/").content.decode()
    assert "4 天前提交" in html
    assert "等了太久" in html


def test_who_has_no_part_in_articles_has_no_desk():
    assert desk.of(make_user("来访者")) is None


@pytest.mark.parametrize("who", ["author", "reviewer", "administrator"])
def test_the_first_page_asks_the_database_as_often_however_much_waits(
    who, write, publish, column, author, as_, request, django_assert_max_num_queries
):
    column.reread_months = 1
    column.save()
    client = as_(request.getfixturevalue(who))
    counts = []
    for articles in (0, 4):
        for n in range(articles):
            write(f"草稿{n}")
            workflow.perform("submit", write(f"待审{n}"), by=author)
            late = publish(f"线上{n}", publish_at=timezone.now() + timedelta(hours=1))
            type(late).objects.filter(pk=late.pk).update(
                reread_at=timezone.now() - timedelta(days=90), expires_at=timezone.now() + timedelta(days=2)
            )
            old = publish(f"旧文{n}")
            type(old).objects.filter(pk=old.pk).update(reread_at=timezone.now() - timedelta(days=90))
        with django_assert_max_num_queries(40) as asked:
            client.get("/admin/")
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 1  # the articles to be read again, once there are some
