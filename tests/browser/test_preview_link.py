"""A lawyer asks a colleague without an account; they read on their phone and answer; the lawyer sees it."""

from tests.browser.test_accessibility import looks, of_pages

EDITOR = ".tiptap[contenteditable]"
TITLE = "给同事先看一眼的文章"


def draft(page) -> None:
    page.click("text=写一篇文章")
    page.fill("#id_title", TITLE)
    page.click(EDITOR)
    page.keyboard.type("个人信息受法律保护。")
    page.select_option("#id_column", label="金融债务")
    page.click("input[name=_save]")
    page.wait_for_selector("text=草稿已保存")


def make_link(page) -> str:
    """The link, made on a page of its own beside the editor."""
    with page.context.expect_page() as opened:
        page.click("text=生成预览链接")
    asking = opened.value
    asking.fill("#id_invited_name", "王工")
    asking.click("input[value=生成链接]")
    asking.wait_for_selector("text=只显示这一次")
    asking.click("button:has-text('复制链接')")
    asking.wait_for_selector("button:has-text('已复制')")
    return asking.input_value("#preview-link")


def test_a_link_is_made_opened_answered_and_seen(log_in, visit, site):
    lawyer = log_in("lin")
    draft(lawyer)
    link = make_link(lawyer)
    path = link.removeprefix(site)

    stranger = visit(path, width=390, touch=True, height=844)
    assert stranger.inner_text("h1") == TITLE
    assert stranger.evaluate("document.documentElement.scrollWidth") == 390
    assert "给王工的预览：第 1 版（草稿）" in stranger.inner_text(".preview-bar")
    stranger.click("text=看完请答复")
    stranger.click("button:has-text('提交答复')")
    stranger.wait_for_selector("text=请选“同意”或“意见”。")
    stranger.check("label:has-text('意见') >> input[type=radio]")
    stranger.fill("textarea[name=text]", "第一段再写清楚一些。")
    stranger.click("button:has-text('提交答复')")
    stranger.wait_for_selector("text=您的答复已经送到")
    assert stranger.context.cookies() == []

    lawyer.reload()
    answer = lawyer.locator(".invitations .given")
    assert "第一段再写清楚一些。" in answer.inner_text()
    lawyer.click("button:has-text('撤销链接')")
    lawyer.wait_for_selector("text=给王工的预览链接已经撤销")
    assert visit(path, js=False).inner_text("h1") == "预览链接已经撤销"


def test_axe_finds_nothing(log_in, visit, site):
    lawyer = log_in("lin")
    draft(lawyer)
    article = lawyer.url
    path = make_link(lawyer).removeprefix(site)
    record = log_in("guanli")
    stranger = visit(path)
    found = {"preview": looks(stranger)}
    stranger.click("button:has-text('提交答复')")
    stranger.wait_for_selector(".answer .wrong")
    found["a bad answer"] = looks(stranger)
    found |= of_pages(lawyer, [article, article.replace("change/", "invite/")])
    found |= of_pages(record, ["/admin/firm/auditrecord/"])
    lawyer.goto(article.replace("change/", "invite/"))
    lawyer.fill("#id_invited_name", "李工")
    lawyer.click("input[value=生成链接]")
    lawyer.wait_for_selector("text=只显示这一次")
    found["the link"] = looks(lawyer)
    assert {where: said for where, said in found.items() if said} == {}
