"""Nothing typed is lost, nothing is overwritten: killed pages, dead servers, lost logins, two editors, slow lines."""

import pytest

from articles.models import Article, Revision

PASSWORD = "sample-password-of-the-tests"
EDITOR = ".tiptap[contenteditable]"
PATH = "/admin/articles/article/837828/change/"
AUTOSAVE = "**/admin/articles/article/autosave/"


@pytest.fixture
def write_in(log_in):
    """write_in(username): a page with the sample article open in the editor."""

    def _open(username="lin", **kwargs):
        page = log_in(username, **kwargs)
        page.goto(PATH)
        page.wait_for_selector(EDITOR)
        return page

    return _open


def type_at_end(page, words: str) -> None:
    page.click(EDITOR)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def newest() -> Revision:
    return Article.objects.get(pk=837828).revisions.first()


def test_a_killed_page_comes_back_with_its_text(write_in):
    page = write_in()
    type_at_end(page, "还没有保存的最后一句。")
    page.wait_for_selector("#autosave:has-text('已自动保存')", timeout=3000)
    page.fill("#id_title", "杀掉页面以前改的标题")
    page.wait_for_timeout(700)  # the browser has it, the site not yet
    context = page.context
    context.new_cdp_session(page).send("Page.close", no_reply=True) if False else page.close()
    again = context.new_page()
    again.goto(PATH)
    again.wait_for_selector(".offer.restored >> text=没有保存的文字")
    assert again.inner_text(EDITOR).endswith("还没有保存的最后一句。")
    assert newest().number == 1
