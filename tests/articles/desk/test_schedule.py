"""The week and the month: what goes live and what ends, by the firm's clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from django.utils import timezone

from articles import workflow
from articles.desk import schedule
from articles.models import Article, Revision

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = "/admin/articles/article/calendar/"


def at(*moment) -> datetime:
    return datetime(*moment, tzinfo=SHANGHAI)


@pytest.fixture
def goes_live(publish):
    """goes_live(title, moment): a published article as if it had gone live then."""

    def _goes_live(title, moment, **fields):
        article = publish(title)
        Article.objects.filter(pk=article.pk).update(published_at=moment, **fields)
        return article

    return _goes_live


def listed(month) -> dict[str, list[tuple[str, str]]]:
    return {
        f"{day.date:%m-%d}": [(entry.title, entry.kind) for entry in day.entries]
        for week in month.weeks
        for day in week
        if day.entries
    }


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (at(2030, 2, 28, 23, 59), "02-28"),  # the last minute of a month
        (at(2030, 2, 1, 0, 0), "02-01"),  # the first
        (at(2030, 3, 1, 0, 0), "03-01"),  # one minute later; the week of the 28th still shows it
        (at(2030, 2, 10, 4, 0), "02-10"),  # UTC says the 9th
        (at(2030, 1, 28, 0, 0), "01-28"),  # the Monday of the first week
    ],
)
def test_a_moment_lies_on_its_day_in_hangzhou(moment, day, goes_live):
    goes_live("定时的", moment)
    assert listed(schedule.month("2030-02", Q())) == {day: [("定时的", "发布")]}


@pytest.mark.parametrize(
    ("asked", "first", "last", "weeks"),
    [
        ("2030-02", date(2030, 1, 28), date(2030, 3, 3), 5),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28), 4),  # four weeks to the day
        ("2026-08", date(2026, 7, 27), date(2026, 9, 6), 6),
        ("2028-02", date(2028, 1, 31), date(2028, 3, 5), 5),  # a leap year
        ("2026-12", date(2026, 11, 30), date(2027, 1, 3), 5),  # over the year's end
    ],
)
def test_weeks_run_from_monday_to_sunday(asked, first, last, weeks):
    month = schedule.month(asked, Q())
    assert (month.weeks[0][0].date, month.weeks[-1][-1].date, len(month.weeks)) == (first, last, weeks)
    assert {len(week) for week in month.weeks} == {7}


@pytest.mark.parametrize(
    ("asked", "previous", "following"),
    [
        ("2026-12", "2026-11", "2027-01"),
        ("2027-01", "2026-12", "2027-02"),
        ("2027-03", "2027-02", "2027-04"),
    ],
)
def test_the_months_beside(asked, previous, following):
    month = schedule.month(asked, Q())
    assert (f"{month.previous:%Y-%m}", f"{month.next:%Y-%m}") == (previous, following)


@pytest.mark.parametrize(
    "asked",
    ["2026-13", "2026-00", "2026-1", "12-2026", "２０２６-12", "0000-01", "9999-12", "明年", "2026-12-01"],
)
def test_what_is_no_month_is_told_so(asked, as_, author):
    response = as_(author).get(CALENDAR, {"month": asked})
    html = response.content.decode()
    assert response.status_code == 400
    assert f"没有“{asked}”这个月份；请写成 2026-12 的样子。" in html
    assert f'<a href="{CALENDAR}">看本月</a>' in html


def test_all_that_the_clock_does_is_there(goes_live, publish, rewrite, write, author, reviewer):
    goes_live("首次发布", at(2030, 5, 2, 9, 0))
    goes_live("要下架", at(2026, 1, 1, 0, 0), expires_at=at(2030, 5, 3, 18, 0))
    article = publish("线上")
    rewrite(article, title="线上的修改", publish_at=at(2030, 5, 4, 9, 0))
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    workflow.perform("submit", write("还在审核的", publish_at=at(2030, 5, 5, 9, 0)), by=author)
    write("草稿", publish_at=at(2030, 5, 6, 9, 0))  # nobody has been asked yet
    assert listed(schedule.month("2030-05", Q())) == {
        "05-02": [("首次发布", "发布")],
        "05-03": [("要下架", "下架")],
        "05-04": [("线上的修改", "修改发布")],
        "05-05": [("还在审核的", "定于此时，还在审核")],
    }


def test_withdrawn_articles_are_not_there(goes_live, reviewer):
    article = goes_live("撤下的", at(2030, 5, 2, 9, 0))
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert schedule.month("2030-05", Q()).is_empty


def test_the_week_begins_today_and_ends_on_the_seventh_day(goes_live):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for title, moment in {
        "昨天的": midnight - timedelta(minutes=1),
        "今天的": midnight,
        "第七天的": midnight + timedelta(days=7, minutes=-1),
        "第八天的": midnight + timedelta(days=7),
    }.items():
        goes_live(title, moment)
    found = [(day.is_today, [(e.title, e.kind) for e in day.entries]) for day in schedule.week(Q())]
    assert found == [(True, [("今天的", "已发布")]), (False, [("第七天的", "发布")])]


def test_each_sees_what_they_may(goes_live, write, author, colleague, reviewer, as_):
    goes_live("林律师的", at(2030, 5, 2, 9, 0))
    found = {}
    for user in (author, colleague, reviewer):
        html = as_(user).get(CALENDAR, {"month": "2030-05"}).content.decode()
        found[user.name] = "林律师的" in html
    assert found == {"林律师": True, "沈律师": False, "审核员": True}


def test_many_things_in_a_month_do_not_hide_what_is_still_to_come(goes_live, monkeypatch, as_, author):
    """A month in which an archive was imported."""
    monkeypatch.setattr(schedule, "PAST", 1)
    now = timezone.localtime()
    goes_live("早先的", now - timedelta(minutes=2))
    goes_live("刚才的", now - timedelta(minutes=1))
    goes_live("将来的", now + timedelta(minutes=1))
    html = as_(author).get(CALENDAR).content.decode()
    assert [title in html for title in ("早先的", "刚才的", "将来的")] == [False, True, True]
    assert "这个月的事太多，这里只列出一部分。" in html


def test_who_is_nobody_here_gets_no_calendar(client, db, django_user_model):
    client.force_login(django_user_model.objects.create_user("来访者", is_staff=True))
    assert client.get(CALENDAR).status_code == 403


def test_staff_are_warned_when_the_clock_stands_still(publish, rewrite, author, reviewer, as_):
    article = publish("线上")
    rewrite(article, title="早该上线的", publish_at=timezone.now() + timedelta(days=1))
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    revision = Revision.objects.filter(state="approved")
    warned = {}
    for minutes in (1, 6):  # run_due comes each minute
        revision.update(publish_at=timezone.now() - timedelta(minutes=minutes))
        for user in (author, reviewer):
            warned[user.name, minutes] = "定时发布没有按时办理" in as_(user).get("/admin/").content.decode()
    assert warned == {
        ("林律师", 1): False,
        ("审核员", 1): False,
        ("林律师", 6): False,
        ("审核员", 6): True,
    }
