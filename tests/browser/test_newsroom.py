"""A lawyer writes, a reviewer publishes, a visitor reads: the whole way through the browser."""

from articles.models import Article
from tests.browser.conftest import PASSWORD

TITLE = "网贷平台要我授权通讯录，能拒绝吗"
AS_TYPED = ["现行有效", "条号不对", "现行有效", "文号不符"]  # the words are those of 第111条
CORRECTED = ["现行有效", "现行有效", "现行有效", "未收录"]
EDITOR = ".tiptap[contenteditable]"
LAW = "[aria-labelledby=findings-title]"  # not the near-copies, which look alike


def write_body(page):
    """All that the page of the present site has in its body, typed as a lawyer types it."""
    page.click(EDITOR)
    keys = page.keyboard
    keys.type("## 通讯录和借款是两回事")
    keys.press("Enter")
    keys.type("平台要看通讯录，要先得到您的同意，见《民法典》的规定。")
    keys.press("Enter")
    page.click("button[title='编号列表']")
    keys.type("先看清授权的范围")
    keys.press("Enter")
    keys.type("不需要的权限可以不给")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("- 保存好聊天记录")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("## 相关法律条文参考")
    keys.press("Enter")
    for line in (
        "《中华人民共和国民法典》第1034条 任何组织或者个人不得非法收集、使用、加工、传输他人个人信息。",
        "《中华人民共和国消费者权益保护法》第29条",
        "《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)",
    ):
        keys.type(line)
        keys.press("Enter")
    keys.press("Control+b")
    keys.type("可以拒绝，也可以随时撤回。")


def test_from_the_editor_to_the_reader(log_in, visit, site):
    page = log_in("lin")
    page.click("text=写一篇文章")
    page.fill("#id_title", TITLE)
    write_body(page)
    page.select_option("#id_column", label="金融债务")
    page.fill("#id_tag_names", "网贷法律，个人信息、新标签")
    page.fill("#id_keywords", "通讯录授权，网贷")
    page.check("text=没有使用人工智能")
    page.click("input[name=_preview]")
    page.wait_for_selector(".preview-bar")
    assert page.locator("h1").inner_text().replace("\n", "") == TITLE
    assert page.locator(".body h2").all_inner_texts() == ["通讯录和借款是两回事", "相关法律条文参考"]
    assert page.locator(".body ol > li").all_inner_texts() == ["先看清授权的范围", "不需要的权限可以不给"]
    assert page.locator(".body strong").inner_text() == "可以拒绝，也可以随时撤回。"
    article = Article.objects.get(title=TITLE)
    reader = visit(article.get_absolute_url())
    assert reader.locator("h1").inner_text() == "没有找到这个页面"  # nothing goes live unseen

    page.click("text=回到后台")
    page.click("input[name=_submit]")
    page.wait_for_selector("text=还不能提交：法条核对还有 2 处问题")
    assert page.locator(f"{LAW} .finding .result").all_inner_texts() == AS_TYPED
    assert page.locator(f"{LAW} .finding.problem .why").all_inner_texts() == [
        "文中的话不在《中华人民共和国民法典》第1034条，而在《中华人民共和国民法典》第111条。",
        "文中的文号是银办发〔2017〕141号，本站登记的《关于规范整顿“现金贷”业务的通知》文号是整治办函〔2017〕141号（登记的文号待核对）。",
    ]
    page.click("button:has-text('改为第111条')")
    page.wait_for_selector(".sum:has-text('1 处有问题')")
    page.click("button:has-text('改为整治办函〔2017〕141号')")
    page.wait_for_selector(".sum:has-text('没有发现问题')")
    page.keyboard.press("Control+z")  # a correction is the author's, who can take it back
    page.wait_for_selector(".sum:has-text('1 处有问题')")
    page.click("button:has-text('改为整治办函〔2017〕141号')")
    page.wait_for_selector(".sum:has-text('没有发现问题')")
    page.click("input[name=_submit]")
    page.wait_for_selector("text=已提交审核")

    reviewer = log_in("shenhe")
    reviewer.click(f"text={TITLE}")
    reviewer.wait_for_selector(f"{LAW} .finding")
    assert reviewer.locator(f"{LAW} .finding .result").all_inner_texts() == CORRECTED
    reviewer.click("button:has-text('审核通过并发布')")
    reviewer.wait_for_selector("text=完成")

    reader.goto(article.get_absolute_url())
    assert reader.locator("h1").inner_text().replace("\n", "") == TITLE
    assert reader.locator(".body a.cite").all_inner_texts() == [
        "《民法典》",
        "《中华人民共和国民法典》第111条",
        "《中华人民共和国消费者权益保护法》第29条",
    ]
    assert reader.locator(".tags a").all_inner_texts() == ["网贷法律", "个人信息", "新标签"]


def test_a_returned_article_comes_back_with_its_reason(log_in):
    page = log_in("shen")
    page.click("text=写一篇文章")
    page.fill("#id_title", "要退回的文章")
    page.click(EDITOR)
    page.keyboard.type("正文写了一半。")
    page.select_option("#id_column", label="劳动人事")
    page.check("text=没有使用人工智能")
    page.click("input[name=_submit]")
    page.wait_for_selector("text=已提交审核")

    reviewer = log_in("shenhe")
    reviewer.click("text=要退回的文章")
    reviewer.click("summary:has-text('退回修改')")
    reviewer.fill("[id^=reason-return]", "请补上法律依据")
    reviewer.click("button:has-text('退回修改')")
    reviewer.wait_for_selector("text=完成")

    page.goto("/admin/")
    desk = page.locator(".desk:has(h2:has-text('退回给我的'))")
    assert desk.locator("li a").all_inner_texts() == ["要退回的文章"]
    assert desk.locator(".returned-reason").inner_text() == "退回理由：请补上法律依据"


def test_what_two_write_at_once_is_not_lost(log_in):
    """The second to save sees both texts, and still has every word in the form."""
    path = "/admin/articles/article/837828/change/"
    first, second = log_in("lin"), log_in("guanli")
    for page in (first, second):
        page.goto(path)
        page.wait_for_selector(EDITOR)
    first.fill("#id_title", "林律师改的标题")
    first.click("input[name=_save]")
    first.wait_for_selector("text=草稿已保存")
    second.fill("#id_title", "管理员改的标题")
    second.click("input[name=_save]")
    second.wait_for_selector("h2:has-text('林知远 刚刚保存过这篇文章')")
    assert second.input_value("#id_title") == "管理员改的标题"
    assert second.locator(".field-name").all_inner_texts()[:1] == ["标题"]
    assert Article.objects.get(pk=837828).revisions.first().title == "林律师改的标题"


def test_the_editor_speaks_chinese_and_has_a_name(log_in):
    page = log_in("lin")
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(EDITOR)
    page.wait_for_selector(".prose-menubar button[title='加粗']")
    titles = page.eval_on_selector_all(".prose-menubar button[title]", "buttons => buttons.map(b => b.title)")
    assert [title for title in titles if title and title.isascii()] == []
    assert page.get_attribute(EDITOR, "aria-label") == "正文"


def test_typing_chinese_through_an_input_method(log_in):
    """Composition as a Chinese input method does it: what is composed arrives once and whole."""
    page = log_in("lin")
    page.goto("/admin/articles/article/add/")
    page.click(EDITOR)
    session = page.context.new_cdp_session(page)
    for text in ("wang", "网", "网dai", "网贷"):
        session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    session.send("Input.insertText", {"text": "网贷"})
    page.keyboard.type(" 逾期")
    assert page.inner_text(EDITOR).strip() == "网贷 逾期"


def test_what_was_typed_survives_a_lost_login(log_in):
    """Logged out in another tab: saving says so, keeps every word, and goes on by itself after a new login there."""
    page = log_in("lin")
    page.goto("/admin/articles/article/add/")
    page.fill("#id_title", "会话过期时写的文章")
    page.click(EDITOR)
    page.keyboard.type("一字不能丢。")
    page.select_option("#id_column", label="金融债务")
    other = page.context.new_page()
    other.goto("/admin/")
    other.click("#logout-form button")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=您已经退出登录，文字还没有保存")
    assert page.inner_text(EDITOR) == "一字不能丢。"
    other.goto("/admin/")
    other.fill("#id_username", "lin")
    other.fill("#id_password", PASSWORD)
    other.click("input[type=submit]")
    other.wait_for_selector("text=今天的工作")
    page.wait_for_selector("text=草稿已保存")
    assert Article.objects.get(title="会话过期时写的文章").revisions.get().body == "<p>一字不能丢。</p>"
