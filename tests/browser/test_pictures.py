"""A picture from the lawyer's disk to the reader's page."""

from articles import uploading
from articles.models import Article, Image
from firm.models import User
from tests.articles.pictures import picture, upload
from tests.browser.test_accessibility import offences

EDITOR = ".tiptap[contenteditable]"
PASTE = """bytes => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "截图.png", { type: "image/png" }));
  document.querySelector(".tiptap[contenteditable]").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
MEASURES = (
    "i => [i.alt, i.loading, i.width <= document.documentElement.clientWidth, Math.round(i.width / i.height)]"
)


def write_with_pictures(page, path):
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(".prose-menubar button[title='加粗']")
    page.fill("#id_title", "有图的文章")
    page.click(EDITOR)
    page.keyboard.type("图在下面。")
    page.keyboard.press("Enter")
    page.click("button:has-text('插入图片')")
    page.set_input_files("#picture-file", path)
    page.click("button:has-text('上传并插入')")
    assert page.locator("#picture-dialog[open]").count() == 1  # the browser asks for the alternative text
    page.fill("#picture-alt", "一张红色的图")
    assert offences(page) == []
    page.click("button:has-text('上传并插入')")
    page.wait_for_selector(f"{EDITOR} figure img[data-image]")
    page.keyboard.press("Control+z")
    assert page.locator(f"{EDITOR} figure").count() == 0
    page.click("button:has-text('插入图片')")  # now it is in the library
    page.click(".picture-recent button[title='一张红色的图']")
    page.click(f"{EDITOR} figcaption")
    page.keyboard.type("图一")
    page.evaluate(PASTE, list(picture(size=(300, 200), color=(0, 0, 200))))
    page.fill("#picture-alt", "一张蓝色的图")
    page.click("button:has-text('上传并插入')")
    page.wait_for_selector(f"{EDITOR} figure img[alt='一张蓝色的图']")
    assert offences(page) == []


def test_the_words_of_a_picture_in_the_text_are_changed(log_in):
    """By the keyboard, and taken back; the library's own stay. In a picture the menu of styles offers nothing else."""
    page = log_in("lin")
    lin = User.objects.get(username="lin")
    image = uploading.store(upload(), alt="图库里的话", is_generated=False, by=lin)
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(".prose-menubar button[title='加粗']")
    page.click(EDITOR)
    page.click("button:has-text('插入图片')")
    page.click(".picture-recent button[title='图库里的话']")
    page.click(f"{EDITOR} figure img")
    page.wait_for_selector(".prose-menubar__selected button[title='图片']")
    page.click(".prose-menubar__selected")
    assert page.locator(".prose-menubar__option:visible").all_inner_texts() == ["修改替代文字"]
    page.keyboard.press("Escape")
    page.click(f"{EDITOR} figcaption")
    page.keyboard.press("Control+Alt+2")  # a heading: it would lose the picture
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#picture-words[open]")
    assert page.input_value("#picture-words-alt") == "图库里的话"
    assert offences(page) == []
    page.keyboard.type("  ")
    page.keyboard.press("Enter")
    assert page.locator("#picture-words[open]").count() == 1  # words are asked for
    page.fill("#picture-words-alt", "这一处的话")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{EDITOR} figure img[alt='这一处的话']")
    page.keyboard.press("Control+z")
    page.wait_for_selector(f"{EDITOR} figure img[alt='图库里的话']")
    image.refresh_from_db()
    assert image.alt == "图库里的话"


def test_from_the_disk_to_the_reader(log_in, visit, tmp_path):
    path = tmp_path / "照片.png"
    path.write_bytes(picture())
    page = log_in("lin")
    write_with_pictures(page, path)
    page.select_option("#id_column", label="金融债务")
    page.check("input[name=ai_use][value=none]")
    page.click("input[name=_submit]")
    page.wait_for_selector("text=已提交审核")
    article = Article.objects.get(title="有图的文章")

    reviewer = log_in("shenhe")
    reviewer.goto(f"/admin/articles/article/{article.pk}/change/")
    reviewer.wait_for_selector("img[alt='一张红色的图']")
    reviewer.click("button:has-text('审核通过并发布')")
    reviewer.wait_for_selector("text=完成")

    for width in (390, 1280):
        reader = visit(article.get_absolute_url(), width=width)
        red = reader.locator(".body figure img").first
        red.scroll_into_view_if_needed()
        reader.wait_for_function("document.querySelector('.body figure img').naturalWidth > 0")
        assert red.evaluate(MEASURES) == ["一张红色的图", "lazy", True, 2]
        assert reader.locator(".body figcaption").all_inner_texts() == ["图一"]
        assert offences(reader) == []

    page.goto(Image.objects.get(alt="一张红色的图").get_absolute_url())
    page.wait_for_selector("text=《有图的文章》")
    for address in (page.url, "/admin/articles/image/", "/admin/articles/image/add/"):
        page.goto(address)
        assert (address, offences(page)) == (address, [])
