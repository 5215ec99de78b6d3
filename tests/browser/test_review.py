"""A reviewer sees what changed, comments on a passage; the author finds it in the editor, settles it, and restores."""

from articles import revisions, workflow
from articles.models import Article, ReviewComment
from tests.browser.test_accessibility import looks

PATH = "/admin/articles/article/837828"
EDITOR = ".tiptap[contenteditable]"
SELECT = """words => {
    const walker = document.createTreeWalker(document.querySelector(".difference"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(range);
        return;
    }
}"""


def rewritten() -> Article:
    """The sample article in review with another title, other words in its first paragraph, and one more paragraph."""
    article = Article.objects.get(pk=837828)
    last = revisions.newest(article)
    body = last.body.replace("随时都能关", "随时可以关掉") + "<p>新增的一段，说明期限。</p>"
    content = revisions.content_of(last) | {"title": "改过的标题", "body": body}
    revisions.record(article, content, last.tag_names, by=article.author.user, base=last.pk)
    return workflow.perform("submit", article, by=article.author.user, reason="测试")


def test_a_passage_from_the_reviewer_to_the_author(log_in):
    article = rewritten()
    page = log_in("shenhe")
    page.goto(f"{PATH}/change/")
    assert page.locator(".difference del").all_inner_texts() == ["都能关"]
    assert page.locator(".difference ins").all_inner_texts() == ["可以关掉", "新增的一段，说明期限。"]
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.inner_text("[data-at]") == "第 2 处，共 2 处"
    assert "新增的一段" in page.inner_text(".line.current")

    page.evaluate(SELECT, "说明期限")
    page.click("text=对选中的话提意见")
    assert page.input_value("#comment-quote") == "说明期限"
    page.fill("#comment-text", "期限是几天？")
    page.click("button:has-text('提出意见')")
    page.wait_for_selector("text=意见已记下")
    assert page.inner_text("mark.passage") == "说明期限"
    page.click("summary:has-text('退回修改')")
    page.fill("[id^=reason-return]", "请看意见")
    page.click("button:has-text('退回修改')")
    page.wait_for_selector("text=完成")

    author = log_in(article.author.user.username)
    author.goto(f"{PATH}/change/")
    author.wait_for_selector(EDITOR)
    author.click("button:has-text('跳到文中')")
    author.wait_for_function("document.getSelection().toString() === '说明期限'")
    author.keyboard.type("说明三十天的期限")
    author.click("button:has-text('标为已处理')")
    author.wait_for_selector("#talk strong:has-text('已处理')")
    assert "说明三十天的期限" in author.inner_text(EDITOR)  # settled without leaving the text
    assert ReviewComment.objects.get().resolved_by == article.author.user
    author.click("input[name=_save]")
    author.wait_for_selector("text=草稿已保存")

    author.click("text=历次版本")
    author.check("input[name=from][value='1']")
    author.click("button:has-text('对比选中的两版')")
    assert author.inner_text("#reading-title") == "从第 1 版到第 3 版"
    author.click("button:has-text('恢复第 1 版')")
    author.wait_for_selector("text=已把第 1 版恢复为新的草稿（第 4 版）")
    assert author.input_value("#id_title") == article.title


def test_without_scripts(log_in):
    rewritten()
    page = log_in("shenhe", js=False)
    page.goto(f"{PATH}/change/")
    page.click("text=只看改动")
    assert page.locator(".unchanged").count() == 1
    page.fill("#comment-quote", "说明期限")
    page.fill("#comment-text", "期限是几天？")
    page.click("button:has-text('提出意见')")
    assert page.locator(".beside").all_inner_texts() == ["审核员：期限是几天？"]


def test_axe(log_in):
    rewritten()
    page = log_in("shenhe")
    found = {}
    for path in (
        "/change/",
        "/change/?view=changes",
        "/revisions/",
        "/revisions/1/",
        "/compare/?from=1&to=2",
    ):
        page.goto(PATH + path)
        found[path] = looks(page)
        page.set_viewport_size({"width": 390, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[path] |= {"too wide": f"{wide} px"} if wide > 0 else {}
    assert {where: said for where, said in found.items() if said} == {}
