"""A lawyer is told while writing, answers or corrects; nothing goes live before."""

from articles.models import Article, LintAnswer
from tests.browser.test_accessibility import looks

TITLE = "公司拖欠工资，第一步做什么"
EDITOR = ".tiptap[contenteditable]"
OPEN = ".lint-panel .sum"
REASON = "引用当事人的话，下文说明不能保证"


def finding(page, name: str):
    return page.locator(".lint-finding", has_text=name)


def test_each_finding_is_answered_or_corrected_before_approval(log_in):
    page = log_in("lin")
    page.goto("/admin/articles/article/add/")
    page.fill("#id_title", TITLE)
    page.click(EDITOR)
    page.keyboard.type("先把工资条找出来。")
    page.keyboard.press("Enter")
    page.keyboard.type("我们保证胜诉。有疑问请打13912345678。")
    page.wait_for_selector(f"{OPEN}:has-text('2 处要改正或答复')")  # by itself, after a pause
    assert page.locator(".lint-finding mark").all_inner_texts() == ["保证胜诉", "13912345678"]
    assert looks(page) == {}
    finding(page, "手机号码").locator(".jump").click()
    page.wait_for_function("getSelection().toString() === '13912345678'")

    page.select_option("#id_column", label="劳动人事")
    page.check("text=没有使用人工智能")
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    article = Article.objects.get(title=TITLE)
    promise = finding(page, "承诺办案结果")
    promise.locator("input[name=answer]").fill(REASON)
    promise.locator("text=记下答复").click()
    page.wait_for_selector("text=答复已记下。")
    assert REASON in finding(page, "承诺办案结果").locator(".given").inner_text()
    assert LintAnswer.objects.get().text == REASON
    page.click("input[name=_submit]")
    page.wait_for_selector("text=文字检查还有 1 处要答复")
    assert looks(page) == {}

    reviewer = log_in("shenhe")
    reviewer.goto(f"/admin/articles/article/{article.pk}/change/")
    assert REASON in finding(reviewer, "承诺办案结果").locator(".given").inner_text()
    reviewer.click("button:has-text('审核通过并发布')")
    reviewer.wait_for_selector("text=文字检查还有 1 处没有改正或答复，不能发布：“13912345678”（手机号码）。")

    page.click("button:has-text('撤回提交')")
    page.wait_for_selector(EDITOR)
    finding(page, "手机号码").locator(".jump").click()
    page.keyboard.type("本所电话")
    page.wait_for_selector(f"{OPEN}:has-text('没有要答复的。已答复 1 处。')")
    page.click("input[name=_submit]")
    page.wait_for_selector("text=已提交审核")
    reviewer.goto(f"/admin/articles/article/{article.pk}/change/")
    reviewer.click("button:has-text('审核通过并发布')")
    reviewer.wait_for_selector("text=完成")
    article.refresh_from_db()
    assert (article.state, "本所电话" in article.body) == ("live", True)
