"""Word in the editor: what is pasted and what is uploaded becomes headings, lists, tables and notes."""

from pathlib import Path

import pytest

from articles.models import Article, Image
from tests.articles.importing.documents import docx, drawing, paragraph
from tests.articles.importing.test_word import WORD, WORD_ONLINE, WPS
from tests.articles.pictures import picture
from tests.browser.test_accessibility import offences

EDITOR = ".tiptap[contenteditable]"
CLIPBOARDS = Path(__file__).parent.parent / "articles" / "clipboard"
PASTE = """html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "只有文字");
  document.querySelector(".tiptap[contenteditable]").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
TEXT = "document.querySelector('.tiptap[contenteditable]').editor.getHTML()"


def new_article(page):
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(".prose-menubar button[title='加粗']")
    page.click(EDITOR)


def text_in(page) -> str:
    """The editor's HTML without what it adds by itself."""
    html = page.evaluate(TEXT)
    return html.replace(' data-type="decimal"', "").replace(' rel="noopener nofollow"', "")


def paste(page, name: str):
    page.evaluate(PASTE, (CLIPBOARDS / name).read_text("utf-8"))
    page.wait_for_selector(".word-status:has-text('已整理')")


def test_what_is_pasted_from_word_online_and_wps(log_in):
    page = log_in("lin")
    for name, expected in (("word-online.html", WORD_ONLINE), ("wps.html", WPS)):
        new_article(page)
        paste(page, name)
        assert text_in(page) == expected


def test_from_words_clipboard_to_the_saved_draft(log_in):
    """As a paste event brings it; then headings are offered, made, taken back, and all is saved."""
    page = log_in("lin")
    new_article(page)
    page.keyboard.type("先写一句。")
    page.keyboard.press("Enter")
    paste(page, "word.html")
    assert page.input_value("#id_title") == "民间借贷的利息怎么算"
    assert text_in(page) == "<p>先写一句。</p>" + WORD
    page.wait_for_selector(".heading-offer:has-text('发现 1 处像标题的段落')")
    assert offences(page) == []
    page.click("button:has-text('设为标题')")
    assert text_in(page) == "<p>先写一句。</p>" + WORD.replace(
        "<p>（一）逾期利息</p>", "<h3>（一）逾期利息</h3>"
    )
    page.keyboard.press("Control+z")
    assert text_in(page) == "<p>先写一句。</p>" + WORD
    page.wait_for_selector(".heading-offer:has-text('发现 1 处像标题的段落')")
    page.click("button:has-text('不是标题')")
    page.wait_for_selector(".heading-offer", state="hidden")
    page.select_option("#id_column", label="金融债务")
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    saved = Article.objects.get(title="民间借贷的利息怎么算").revisions.first().body
    assert saved.replace(' rel="noopener nofollow"', "") == "<p>先写一句。</p>" + WORD


@pytest.mark.parametrize("answer", ["none", "late"])
def test_without_the_server_it_is_pasted_as_the_browser_would(log_in, answer):
    page = log_in("lin")
    new_article(page)
    page.route("**/article/word/", lambda route: route.abort() if answer == "none" else None)
    page.evaluate(PASTE, "<p class=MsoNormal style='color:red'>照原样<b>粘贴</b></p>")
    page.wait_for_selector(".word-status:has-text('没有及时回答')")
    assert text_in(page) == "<p>照原样<strong>粘贴</strong></p>"
    page.unroute_all(behavior="ignoreErrors")


def test_a_document_comes_into_the_editor(log_in, tmp_path):
    page = log_in("lin")
    new_article(page)
    path = tmp_path / "利息.docx"
    path.write_bytes(
        docx(
            paragraph("民间借贷", style="a3") + paragraph("借条", number=(1, 0)) + paragraph("一、手写的标题")
        )
    )
    imported = "<ol><li><p>借条</p></li></ol><p>一、手写的标题</p>"
    choose(page, path)
    page.wait_for_selector(".word-status:has-text('已导入')")
    assert (page.input_value("#id_title"), text_in(page).removesuffix("<p></p>")) == ("民间借贷", imported)
    choose(page, path)  # now there is a text, which is not replaced unasked
    page.click(".word-dialog button:has-text('取消')")
    page.wait_for_selector(".word-status:has-text('正文没有变')")
    assert text_in(page).removesuffix("<p></p>") == imported
    choose(page, path)
    page.click(".word-dialog button:has-text('替换整篇正文')")
    page.wait_for_selector(".word-status:has-text('已导入')")
    assert text_in(page).removesuffix("<p></p>") == "<h2>民间借贷</h2>" + imported
    page.keyboard.press("Control+z")
    assert text_in(page).removesuffix("<p></p>") == imported
    path.write_bytes(b"%PDF")
    choose(page, path)
    page.click(".word-dialog button:has-text('插入到光标处')")
    page.wait_for_selector(".word-status:has-text('这不是 Word 文档')")
    assert text_in(page).removesuffix("<p></p>") == imported


def test_a_documents_pictures_come_and_get_their_words(log_in, tmp_path):
    page = log_in("lin", width=390)
    new_article(page)
    path = tmp_path / "利息.docx"
    body = paragraph("先看借条。", inside=drawing("red", "一张借条") + drawing("blue") + drawing("emf"))
    emf = b"\x01\0\0\0" + bytes(36) + b" EMF"
    blue = picture(size=(30, 20), color=(0, 0, 150))
    path.write_bytes(docx(body, pictures={"red": picture(size=(30, 20)), "blue": blue, "emf": emf}))
    choose(page, path)
    page.wait_for_selector(".word-status:has-text('带过来 2 张图片，其中 1 处还没有替代文字')")
    assert "第 3 张图片没有带过来：这是 Windows 图元文件" in page.inner_text(".word-status")
    figures = page.locator(f"{EDITOR} figure img")
    assert figures.evaluate_all("found => found.map(each => each.alt)") == ["一张借条", ""]
    figures.last.click()
    page.click(".picture-words-button")
    page.fill("#picture-words-alt", "银行流水")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{EDITOR} figure img[alt='银行流水']")
    page.fill("#id_title", "有图的文档")
    page.select_option("#id_column", label="金融债务")
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")
    assert [image.words for image in Image.objects.order_by("pk")] == ["一张借条", "银行流水"]


def choose(page, path):
    with page.expect_file_chooser() as chooser:
        page.click("[data-word-import]")
    chooser.value.set_files(path)


def test_the_page_for_a_new_draft_works_without_javascript(log_in, tmp_path):
    page = log_in("lin", js=False, width=390)
    page.goto("/admin/articles/article/add/")
    page.click("text=从 Word 文档导入")
    path = tmp_path / "利息.docx"
    path.write_bytes(docx(paragraph("利息怎么算")))
    page.set_input_files("#id_file", path)
    page.select_option("#id_column", label="金融债务")
    page.click("input[value='导入为新草稿']")
    page.wait_for_selector("text=文档已经成为一篇草稿")
    assert Article.objects.get(title="利息").revisions.first().body == "<p>利息怎么算</p>"
