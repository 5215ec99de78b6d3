"""The desk, the calendar, a bulk action and withdrawing, as somebody meets them in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, Column
from firm.models import User
from tests.browser.test_accessibility import looks, of_pages

LIST = "/admin/articles/article/"


@pytest.fixture
def waiting(site):
    """Two texts of 林律师's that wait for review, one returned, one that goes live tomorrow, one to be read again."""
    lin, shenhe = (User.objects.get(username=name) for name in ("lin", "shenhe"))
    column = Column.objects.get(slug="debt")
    Column.objects.filter(pk=column.pk).update(reread_months=6)

    def _submit(title, **content):
        written = {"title": title, "body": "<p>先弄清楚欠多少。</p>", "column": column, "author": lin.lawyer}
        article = revisions.start(written | {"ai_use": "none"} | content, [], by=lin).article
        return workflow.perform("submit", article, by=lin)

    returned = _submit("退回的文章")
    workflow.perform("return", returned, by=shenhe, reason="请写明引用的条号，并说明利率上限的起算日。")
    timed = _submit("明天上线的文章", publish_at=timezone.now() + timedelta(days=1))
    workflow.perform("publish", timed, by=shenhe)
    Article.objects.filter(pk=837828).update(reread_at=timezone.now() - timedelta(days=400))
    return [_submit("等待审核的第一篇"), _submit("等待审核的第二篇")]


def choose(page, titles, action):
    page.goto(f"{LIST}?work=in_review")
    for title in titles:
        page.locator("tr", has_text=title).locator("input.action-select").check()
    page.select_option("select[name=action]", label=action)
    page.click("button[name=index]")


def test_two_are_returned_at_once(waiting, log_in):
    page = log_in("shenhe")
    choose(page, ["等待审核的第一篇", "等待审核的第二篇"], "退回修改")
    assert "选中 2 篇，其中 2 篇可以退回修改。" in page.inner_text("form.bulk")
    page.fill("#asked", "请统一体例。")
    page.click("text=退回修改：2 篇")
    assert page.inner_text("p[role=status]") == "2 篇中完成了 2 篇。"
    assert page.locator("tbody td").all_inner_texts() == ["完成：退回修改", "完成：退回修改"]
    author = log_in("lin")
    assert author.locator(".returned-reason", has_text="请统一体例。").count() == 2


def test_the_calendar_is_a_grid_with_room_and_a_list_on_a_phone(waiting, log_in):
    tomorrow = timezone.localtime() + timedelta(days=1)
    path = f"{LIST}calendar/?month={tomorrow:%Y-%m}"
    for width, is_grid in ((1280, True), (390, False)):
        page = log_in("lin", width=width)
        page.goto(path)
        day = page.locator("li.day", has_text="明天上线的文章")
        assert page.locator("li.day.empty").first.is_visible() == is_grid
        assert day.locator(".of-month").first.is_visible() != is_grid
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("a[rel=next]")
    assert page.locator("li.day", has_text="明天上线的文章").count() == 0
    page.click("a[rel=prev]")
    page.click("text=明天上线的文章")
    page.wait_for_url("**/change/")
    assert page.input_value("#id_title") == "明天上线的文章"


def test_withdrawing_without_scripts(waiting, log_in, visit):
    page = log_in("shenhe", js=False)
    page.goto(f"{LIST}837828/change/")
    page.click("text=撤下文章……")
    assert "哪些页面会带读者来这里" in page.inner_text("main")
    page.fill("#reason-withdraw", "当事人要求")
    page.click("button:has-text('撤下文章')")
    assert "撤下文章，完成。" in page.inner_text(".messagelist")
    assert "当事人要求" not in visit("/hf/837828.html").inner_text("body")


def test_axe_finds_nothing(waiting, log_in):
    page = log_in("shenhe")
    paths = (
        "/admin/",
        f"{LIST}calendar/",
        f"{LIST}rereading/",
        f"{LIST}837828/withdraw/",
        f"{LIST}?p=201",
    )
    assert of_pages(page, paths) == {}
    choose(page, ["等待审核的第一篇"], "退回修改")
    confirm = looks(page)
    page.fill("#asked", " ")
    page.click("text=退回修改：1 篇")
    assert (confirm, looks(page)) == ({}, {})
