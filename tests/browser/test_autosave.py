"""Nothing typed is lost, nothing is overwritten: killed pages, dead servers, lost logins, two editors, slow lines."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error

from articles import revisions, workflow
from articles.drafting import presence
from articles.models import Article, Revision, WorkingCopy
from firm.models import User
from tests.browser.conftest import PASSWORD

EDITOR = ".tiptap[contenteditable]"
PATH = "/admin/articles/article/837828/change/"
AUTOSAVE = "**/admin/articles/article/autosave/"
PULSE = "**/admin/articles/article/pulse/"
SAVED = "#autosave:has-text('已自动保存')"


@pytest.fixture
def open_editor(log_in):
    """open_editor(username): a page with the sample article open in the editor."""

    def _open(username="lin"):
        return edit(log_in(username))

    return _open


def edit(page):
    page.goto(PATH)
    page.wait_for_selector(EDITOR)
    return page


def type_at_end(page, words: str) -> None:
    page.click(EDITOR)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def kill(page):
    """End the page as a crash does, without a word to its scripts; returns a new one of the same browser."""
    context = page.context
    with suppress(Error):
        page.goto("chrome://crash", timeout=5000)
    page.close()
    return context.new_page()


def log_in_here(page, username: str) -> None:
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")


def titles() -> list[str]:
    return list(Revision.objects.filter(article=837828).values_list("title", flat=True))


def test_a_killed_page_comes_back_with_its_text(open_editor):
    page = open_editor()
    original = titles()
    type_at_end(page, "停下来以前的最后一句。")
    with page.expect_request(AUTOSAVE, timeout=3000):  # at the latest 3 s after the last key
        pass
    page.wait_for_selector(SAVED)
    page.route(AUTOSAVE, lambda route: route.abort())  # the server is dead from here on
    page.fill("#id_title", "服务器断了以后写的标题")
    page.wait_for_selector("#autosave:has-text('连不上网站，文字已存在这台电脑上，连上后会自动送去。')")
    page = edit(kill(page))
    assert page.inner_text(EDITOR).endswith("停下来以前的最后一句。")
    page.wait_for_selector("text=没有保存的文字，已经替您恢复")
    assert page.input_value("#id_title") == original[0]  # what only the browser had is not put in unasked
    page.click(".offer:not(.restored) summary")
    shown = page.locator(".offer:not(.restored) .field-difference").first
    assert shown.locator("ins").all_inner_texts() == ["服务器断了以后写的标题"]
    page.click(".offer:not(.restored) >> text=恢复这份文字")
    page.wait_for_selector("text=没有保存的文字，已经替您恢复")
    assert page.input_value("#id_title") == "服务器断了以后写的标题"
    assert page.inner_text(EDITOR).endswith("停下来以前的最后一句。")
    assert titles() == original  # all this made no revision
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    assert titles() == ["服务器断了以后写的标题", *original]
    assert (WorkingCopy.objects.filter(closed=False).count(), page.locator(".offer").count()) == (0, 0)
    assert (
        page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('hefei-copy')).length") == 0
    )


def test_a_server_that_comes_back_gets_the_text_by_itself(open_editor):
    page = open_editor()
    page.route(AUTOSAVE, lambda route: route.abort())
    page.fill("#id_title", "断网时写的")
    page.wait_for_selector("#autosave:has-text('连不上网站')")
    page.unroute(AUTOSAVE)
    page.wait_for_selector(SAVED)
    assert WorkingCopy.objects.get().title == "断网时写的"


def test_two_editors_see_each_other_and_make_one_text(open_editor):
    first, second = open_editor("lin"), open_editor("guanli")
    second.wait_for_selector(".presence:has-text('林知远 正在编辑（最近')")
    second.fill("#id_title", "管理员改的标题")
    second.click("input[name=_save]")
    second.wait_for_selector("text=草稿已保存")
    type_at_end(first, "林律师加的一句。")
    first.wait_for_selector(".news:has-text('保存了第 2 版')")  # told while writing, not only at saving
    first.click("input[name=_save]")
    first.wait_for_selector("h2:has-text('管理员 刚刚保存过这篇文章')")
    first.click("input[name=_merge]")
    first.wait_for_selector("text=两边的修改已经放在一起，还没有保存")
    assert first.input_value("#id_title") == "管理员改的标题"
    first.click(".overtaken input[name=_save]")
    first.wait_for_selector("text=草稿已保存")
    newest = Revision.objects.filter(article=837828).first()
    assert (newest.number, newest.title, newest.body.endswith("林律师加的一句。</p>")) == (
        3,
        "管理员改的标题",
        True,
    )


def test_ones_own_second_tab_is_no_stranger(open_editor):
    page = open_editor()
    other = edit(page.context.new_page())
    other.wait_for_selector(".presence:has-text('您在另一个窗口也打开着这篇文章。')")
    assert other.locator(".presence").count() == 1
    page.fill("#id_title", "这个窗口改的")
    page.wait_for_selector(SAVED)
    other.fill("#id_title", "那个窗口改的")
    other.wait_for_selector(SAVED)  # neither writes over the other
    assert sorted(copy.title for copy in WorkingCopy.objects.all()) == ["这个窗口改的", "那个窗口改的"]
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    other.click("input[name=_save]")
    other.wait_for_selector("h2:has-text('您在另一个窗口保存过这篇文章')")
    assert other.input_value("#id_title") == "那个窗口改的"


@pytest.mark.parametrize(
    ("username", "button", "width"),
    [
        ("lin", "text=预览已保存的版本", 390),
        ("shenhe", "summary:has-text('退回修改')", 390),
        ("shenhe", "summary:has-text('退回修改')", 1280),
    ],
)
def test_who_else_is_here_moves_no_button(log_in, username, button, width):
    """Two others and a newer version are told late; what stands below keeps its place."""
    article = Article.objects.get(pk=837828)
    page = log_in(username, width=width)
    if username == "shenhe":
        last = revisions.newest(article)
        revisions.record(
            article,
            revisions.content_of(last) | {"title": "送审的标题"},
            last.tag_names,
            by=article.author.user,
            base=last.pk,
        )
        workflow.perform("submit", article, by=article.author.user, reason="测试")
    held = []
    page.route(PULSE, lambda route: held.append(route))
    page.goto(PATH)
    place = page.locator(button)
    page.wait_for_load_state()  # with its style sheets
    before = place.bounding_box()["y"]
    for other in ("guanli", "shen"):
        presence.sign(User.objects.get(username=other), article, other * 2, is_writing=True)
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.wait_for_selector("#presence.told:has-text('正在编辑')")
    assert page.locator(".presence").count() == 2
    assert place.bounding_box()["y"] == before


def test_a_slow_line_is_no_second_editor(open_editor):
    """The button is pressed twice, the answer is lost on the way, and the same form is sent once more."""
    page = open_editor()
    original = titles()
    page.fill("#id_title", "只存一次")
    sent = []

    def lose_the_first_answer(route):
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.post_data)
        if len(sent) > 1:
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort("connectionreset")

    page.route(f"**{PATH}", lose_the_first_answer)
    with page.expect_event("requestfailed"):
        page.dblclick("input[name=_save]")
    page.wait_for_timeout(1000)  # until the browser shows that it has no answer
    page.reload()
    page.wait_for_selector("text=草稿已保存")
    assert (len(sent), sent[0] == sent[1], titles()) == (2, True, ["只存一次", *original])


def test_a_lost_login_comes_back_in_place(open_editor):
    page = open_editor()
    other = page.context.new_page()
    other.goto("/admin/")
    other.click("#logout-form button")
    page.fill("#id_title", "退出以后写的")
    page.wait_for_selector("#autosave:has-text('您已退出登录，文字已存在这台电脑上。')")
    with page.context.expect_page() as opened:
        page.click("dialog[open] a:has-text('在新窗口登录')")
    window = opened.value
    log_in_here(window, "shen")
    window.wait_for_selector("text=您已登录（沈若水）")
    page.wait_for_selector(
        "text=现在登录的是 沈若水，不是 林知远。这里的文字只能用 林知远 的账号保存，请换回来。"
    )
    assert WorkingCopy.objects.count() == 0  # nothing is saved into another's name
    window.click("#logout-form button")
    window.goto("/admin/articles/article/logged-in/")
    log_in_here(window, "lin")
    window.wait_for_selector("text=您已登录（林知远）")
    page.wait_for_selector("dialog:not([open])", state="attached")
    page.wait_for_selector(SAVED)
    assert [(copy.title, copy.user.username) for copy in WorkingCopy.objects.all()] == [
        ("退出以后写的", "lin")
    ]
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    assert Article.objects.get(pk=837828).revisions.first().title == "退出以后写的"
