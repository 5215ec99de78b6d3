"""Near-copies through the browser: a lawyer is told while writing, staff merge two, the visitor is led on."""

from articles import revisions, workflow
from articles.copies import stars
from articles.models import Article
from firm.models import User
from tests.browser.test_accessibility import looks

EDITOR = ".tiptap[contenteditable]"
OLD = 837601


def paste(page, text: str):
    """The text pasted into the editor, as from another window."""
    page.click(EDITOR)
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector(".tiptap[contenteditable]").dispatchEvent(event);
        }""",
        text,
    )


def copied(original: Article, title: str, tags: list[str], body: str | None = None) -> Article:
    """An article that says nearly the same, published."""
    newest = revisions.newest(original)
    content = revisions.content_of(newest) | {
        "title": title,
        "column": newest.column,
        "author": newest.author,
    }
    content["body"] = body or newest.body + "<p>以上供参考。</p>"
    author, reviewer = newest.written_by, User.objects.get(username="shenhe")
    article = revisions.start(content, tags, by=author).article
    workflow.perform("submit", article, by=author, reason="转述与条文逐条对照过。")
    return workflow.perform("publish", article, by=reviewer)


def test_who_writes_what_is_there_already_is_told(log_in, visit):
    original = Article.objects.get(pk=OLD)
    text = visit(original.get_absolute_url()).inner_text(".body")
    page = log_in("lin")
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(EDITOR)
    page.wait_for_selector("#copy-panel :text('没有找到内容相近的文章')")
    page.fill("#id_title", original.title)
    paste(page, text.replace("交强险", "强制险"))
    page.wait_for_selector(f"#copy-panel a[href='/hf/{OLD}.html']", timeout=15_000)
    said = page.inner_text("#copy-panel .finding .line")
    assert f"《{original.title}》相同" in said
    assert "几乎相同" in said
    assert "标题也相同" in said
    page.click("#copy-panel summary")
    assert len(page.inner_text("#copy-panel .common-words >> nth=0")) > 40
    page.fill("#id_title", "别的标题")  # the panel is asked anew; what is open stays open
    page.wait_for_selector("#copy-panel .finding:not(:has-text('标题也相同'))", timeout=15_000)
    assert page.locator("#copy-panel details[open]").count() == 1


def test_staff_merge_and_the_visitor_is_led_on(log_in, visit):
    original = Article.objects.get(pk=OLD)
    copy = copied(original, "全责没钱赔的另一篇", ["理赔顺序"])
    page_with_link = copied(
        Article.objects.get(pk=837605),
        "有链接的一篇",
        [],
        f'<p>参见<a href="/hf/{copy.pk}.html">另一篇</a>。</p>',
    )
    stars.find()
    page = log_in("guanli")
    page.click("text=相近文章")
    page.wait_for_selector(f"text=《{original.title}》等 2 篇")
    page.click("text=把勾选的并入保留的一篇")
    page.wait_for_selector("text=已并入")
    reader = visit(f"/hf/{copy.pk}.html")
    assert reader.url.endswith(f"/hf/{OLD}.html")
    assert "理赔顺序" in reader.inner_text(".tags, main")
    reader.goto(page_with_link.get_absolute_url())
    assert reader.get_attribute(".body a", "href") == f"/hf/{OLD}.html"


def test_related_articles_are_pinned_ordered_and_banned(log_in, visit):
    page = log_in("guanli")
    page.goto(f"/admin/articles/article/{OLD}/change/")
    page.wait_for_selector(".related-rows li >> nth=2")
    boxes = page.locator(".related-rows input[name=pinned]")
    first, second = (boxes.nth(n).get_attribute("value") for n in (1, 2))
    page.check(f"input[name=pinned][value='{first}']")
    page.check(f"input[name=pinned][value='{second}']")
    page.click(f"li:has(input[value='{second}']) button:text('上移')")
    banned = boxes.nth(2).get_attribute("value")
    page.check(f"input[name=banned][value='{banned}']")
    listed = [int(boxes.nth(n).get_attribute("value")) for n in range(boxes.count())]
    other = Article.objects.exclude(pk__in=[OLD, *listed]).values_list("pk", flat=True).first()
    page.fill("#related-search", str(other))
    page.check(".related-found input[name=pinned]")
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    newest = revisions.newest(Article.objects.get(pk=OLD))
    assert (newest.pinned_ids, newest.banned_ids) == ([int(second), int(first), other], [int(banned)])


def test_pages_of_near_copies_are_accessible(log_in):
    original = Article.objects.get(pk=OLD)
    copied(original, "全责没钱赔的另一篇", [])
    stars.find()
    page = log_in("guanli")
    page.goto("/admin/articles/article/copies/")
    groups = looks(page)
    page.goto(f"/admin/articles/article/{OLD}/change/")
    page.wait_for_selector("#copy-panel .finding")
    page.click("#copy-panel summary")
    assert (groups, looks(page)) == ({}, {})
