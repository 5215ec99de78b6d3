"""What is to be read again: since when, by whom, and that it has been."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles import moves, workflow
from articles.desk import rereading
from articles.models import Article
from firm import audit
from firm.access import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/article/rereading/"


@pytest.fixture
def periodic(column):
    """The column, its articles to be read again after six months."""
    column.reread_months = 6
    column.save()
    return column


@pytest.fixture
def read(publish, periodic):
    """read(title, days ago, …): a live article that was last read then."""

    def _read(title, days, **content):
        article = publish(title, **content)
        Article.objects.filter(pk=article.pk).update(reread_at=timezone.now() - timedelta(days=days))
        return article

    return _read


def longest(user) -> list[str]:
    return [row.article.title for row in rereading.longest(user)]


def test_the_longest_overdue_come_first(read, author):
    for title, days in {"一年前": 365, "两年前": 730, "五个月前": 150, "七个月前": 215}.items():
        read(title, days)
    assert longest(author) == ["两年前", "一年前", "七个月前"]


def test_columns_with_different_periods_are_ranked_by_how_long_each_is_overdue(read, author, cases, periodic):
    cases.reread_months = 24
    cases.save()
    read("每半年，过了半年", 365)
    read("每两年，刚过", 740, column=cases, source_name="法院公报")
    read("每两年，还没到", 700, column=cases, source_name="法院公报")
    assert longest(author) == ["每半年，过了半年", "每两年，刚过"]


def test_a_column_without_a_period_asks_for_nothing(read, periodic, author):
    read("旧文", 4000)
    periodic.reread_months = None
    periodic.save()
    assert longest(author) == []


@pytest.mark.parametrize("kind", ["draft", "in_review", "future", "expired", "withdrawn"])
def test_what_nobody_reads_need_not_be_read_again(kind, hidden, periodic, author):
    article = hidden()[kind]
    Article.objects.filter(pk=article.pk).update(reread_at=timezone.now() - timedelta(days=999))
    assert longest(author) == []


def test_each_is_asked_for_what_concerns_them(read, author, colleague, reviewer, administrator, periodic):
    read("林律师的", 300)
    read("沈律师的", 300, by=colleague, author=colleague.lawyer)
    read("两人的", 300, coauthor_ids=[colleague.lawyer.pk])
    named = make_user("别栏的审核员", Role.REVIEWER)
    everyone = [author, colleague, reviewer, administrator]
    found = {user.name: sorted(longest(user)) for user in everyone}
    periodic.reviewers.add(reviewer)
    found[named.name] = longest(named)
    assert found == {
        "林律师": ["两人的", "林律师的"],
        "沈律师": ["两人的", "沈律师的"],
        "审核员": ["两人的", "林律师的", "沈律师的"],
        "管理员": ["两人的", "林律师的", "沈律师的"],
        "别栏的审核员": [],
    }


def test_when_its_author_has_left_the_administrator_sees_so(read, author, administrator, as_):
    read("离所律师的", 300)
    author.lawyer.is_on_staff = False
    author.lawyer.save()
    html = as_(administrator).get("/admin/").content.decode()
    assert "离所律师的" in html
    assert "林知远（已离所）" in html


@pytest.mark.parametrize(
    ("now", "months", "cutoff"),
    [
        ((2026, 12, 15), 6, (2026, 6, 15)),
        ((2026, 3, 31), 1, (2026, 2, 28)),  # a shorter month
        ((2028, 3, 31), 1, (2028, 2, 29)),  # a leap year
        ((2026, 1, 10), 1, (2025, 12, 10)),  # over the year's end
        ((2026, 12, 31), 36, (2023, 12, 31)),
    ],
)
def test_months_before(now, months, cutoff, column, monkeypatch):
    moment = datetime(*now, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(rereading.timezone, "localtime", lambda: moment)
    column.reread_months = months
    assert rereading._cutoff(column).timetuple()[:3] == cutoff


def test_the_page_goes_on_where_the_last_one_ended(read, author, as_, monkeypatch, periodic):
    """By key: what was read meanwhile does not make the next page skip any. Two were read at the same moment."""
    monkeypatch.setattr(rereading, "PER_PAGE", 2)
    for n in range(5):
        read(f"第{n}篇", 500 - n)
    together = timezone.now() - timedelta(days=450)
    Article.objects.filter(title__in=["第1篇", "第2篇"]).update(reread_at=together)
    client, found, query = as_(author), [], {}
    for _ in range(3):
        due = client.get(PAGE, query).context["due"]
        found.append([row.article.title for row in due.rows])
        query = {"column": periodic.pk, "after": due.next_key}
    assert found == [["第0篇", "第3篇"], ["第4篇", "第1篇"], ["第2篇"]]
    assert due.next_key == ""


@pytest.mark.parametrize(
    "after", ["x", "_", "2026-01-01_1", "9999-99-99T00:00:00+08:00_1", "2026-01-01T00:00:00+08:00_x", "\0"]
)
def test_a_broken_key_begins_at_the_beginning(after, read, author, as_):
    read("旧文", 500)
    due = as_(author).get(PAGE, {"after": after}).context["due"]
    assert [row.article.title for row in due.rows] == ["旧文"]


def test_columns_in_which_nothing_is_due_are_not_offered(read, author, as_, cases, periodic):
    cases.reread_months = 1
    cases.save()
    read("旧文", 500)
    response = as_(author).get(PAGE, {"column": cases.pk})
    assert (response.context["due"].columns, response.context["due"].column) == ([periodic], periodic)


def test_nothing_is_due(author, as_, periodic):
    assert "没有到期的文章。" in as_(author).get(PAGE).content.decode()


def test_a_lawyer_confirms_and_it_is_on_record(read, author, as_):
    article = read("旧文", 500)
    path = f"/admin/articles/article/{article.pk}/move/reread/"
    as_(author).post(path, {"reason": "与现行规定核对过"})
    article.refresh_from_db()
    assert timezone.now() - article.reread_at < timedelta(minutes=1)
    last = audit.history(article).first()
    assert (last.action, last.actor_name, last.reason) == ("确认内容仍然适用", "林律师", "与现行规定核对过")
    assert longest(author) == []


@pytest.mark.parametrize(
    ("who", "is_open"),
    [
        ("author", True),
        ("colleague", False),  # keeps other articles
        ("reviewer", False),  # is no lawyer
        ("administrator", False),  # neither
    ],
)
def test_who_may_confirm(who, is_open, read, request):
    article, user = read("旧文", 500), request.getfixturevalue(who)
    assert ("reread" in moves.available(article, user)) == is_open
    if not is_open:
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.perform("reread", article, by=user)


def test_it_is_asked_only_where_the_column_has_a_period_and_the_article_is_live(
    publish, write, author, periodic, reviewer
):
    live, draft = publish(), write()
    gone = workflow.perform("withdraw", publish(), by=reviewer, reason="有误")
    offered = ["reread" in moves.available(article, author) for article in (live, draft, gone)]
    periodic.reread_months = None
    periodic.save()
    live.refresh_from_db()
    assert [*offered, "reread" in moves.available(live, author)] == [True, False, False, False]


def test_publishing_counts_as_reading(read, republish, author):
    article = read("旧文", 500)
    republish(article, title="改过的")
    assert longest(author) == []
