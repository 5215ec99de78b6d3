"""The article page as a visitor has it: without JavaScript, with a mouse, a keyboard, a finger, on paper."""

import re

from firm.models import Lawyer

ARTICLE = "/hf/837828.html"
TITLE = "网贷逾期把通讯录权限关闭可以吗?"
CITE = "a.cite[data-law]"


def text_of(page, selector) -> str:
    return re.sub(r"\s+", "", page.locator(selector).first.inner_text())


def test_every_part_stands_without_javascript(visit, site):
    page = visit(ARTICLE, js=False)
    assert text_of(page, ".crumbs") == "当前位置：首页>金融债务>正文"
    assert text_of(page, "h1") == TITLE
    byline = text_of(page, ".byline")
    assert re.fullmatch(
        r"林知远高级合伙人，执业证号13301200000000001发布于2026年3月12日全文\d+字，约\d分钟读完", byline
    )
    lawyer = Lawyer.objects.get(name="林知远")
    assert page.locator(".byline a").get_attribute("href") == lawyer.get_absolute_url()
    assert page.locator(".body h2").count() == 4
    assert page.locator(".references > ol > li .where").all_inner_texts() == [
        "《中华人民共和国民法典》第1034条 现行有效",
        "《中华人民共和国消费者权益保护法》第29条 现行有效",
        "《关于规范整顿“现金贷”业务的通知》（银办发〔2017〕141号） 未收录",
    ]
    assert page.locator(".references > ol > li").nth(2).locator("a").count() == 0
    assert text_of(page, ".author-line") == "本文为合飞律师原创。个案情况不同，建议咨询专业律师。"
    assert "禁止转载" not in page.content()
    assert text_of(page, ".colophon section p").endswith(f"请注明来源并附上本文链接：{site}{ARTICLE}")
    facts = [re.sub(r"\s+", "", fact) for fact in page.locator(".colophon .facts > div").all_inner_texts()]
    assert facts == [
        "关键词网贷逾期把通讯录权限关闭可以吗，逾期处理，通讯录授权，催收合法性，法律维权",
        "标签网贷法律",
        f"本文链接{site}{ARTICLE}",
    ]
    assert page.locator("svg.qr").is_visible()
    assert text_of(page, "#scan-title") == "扫描二维码推送至手机访问"
    assert page.locator(".neighbours a").count() == 2
    assert text_of(page, "#related-title") == f"{TITLE}的相关文章"
    assert 1 <= page.locator(".related li").count() <= 8
    assert page.locator(".related li h3").count() == page.locator(".related li .reason").count()
    assert page.locator(".related mark").count() > 0


def test_the_card_shows_without_javascript_on_focus(visit):
    page = visit(ARTICLE, js=False)
    page.locator(CITE).first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    shown = page.locator(CITE).first.evaluate("link => getComputedStyle(link, '::after').content")
    assert shown.startswith('"《民法典》第1034条　自然人的个人信息受法律保护。')


def test_the_card_by_mouse(visit):
    page = visit(ARTICLE)
    page.locator(CITE).first.hover()
    page.wait_for_selector(".card")
    assert page.locator(".card blockquote p").first.inner_text() == "自然人的个人信息受法律保护。"
    box, link = page.locator(".card").bounding_box(), page.locator(CITE).first.bounding_box()
    assert 0 <= box["x"] <= 1280 - box["width"]
    assert abs(box["y"] - (link["y"] + link["height"])) < 30
    page.locator(".card").hover()  # the pointer may enter the card
    page.wait_for_timeout(500)
    assert page.locator(".card").count() == 1
    page.mouse.move(5, 5)
    page.wait_for_selector(".card", state="detached")


def test_the_card_by_keyboard(visit):
    page = visit(ARTICLE)
    page.locator(CITE).first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.wait_for_selector(".card")
    page.keyboard.press("Escape")
    page.wait_for_selector(".card", state="detached")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1034/")


def test_the_card_by_touch(visit):
    page = visit(ARTICLE, width=390, touch=True)
    page.locator(CITE).first.tap()
    page.wait_for_selector(".card")
    assert page.url.endswith(ARTICLE)
    box = page.locator(".card").bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    page.locator(".card button").tap()
    page.wait_for_selector(".card", state="detached")
    page.locator(CITE).first.tap()
    page.wait_for_selector(".card")
    page.locator(CITE).first.tap()
    page.wait_for_url("**/1034/")


def test_copying_the_link(visit, site):
    page = visit(ARTICLE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.click("button[data-copy]")
    page.wait_for_selector("text=已复制")
    assert page.evaluate("navigator.clipboard.readText()") == site + ARTICLE


def test_a_phone_gets_a_picture_to_press(visit):
    page = visit(ARTICLE, width=390, touch=True)
    picture = page.locator("img.qr")
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert picture.evaluate("image => image.naturalWidth") >= 290
    assert not page.locator("svg.qr").is_visible()


def test_nothing_is_wider_than_a_phone(visit):
    page = visit(ARTICLE, width=390, touch=True)
    for path in (
        ARTICLE,
        "/",
        "/columns/debt/",
        "/laws/民法典/",
        "/laws/",
        "/laws/search/?q=个人信息",
        "/lawyers/",
        "/hf/837812.html",
    ):
        page.goto(path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 390)


def test_paper_has_the_text_and_no_navigation(visit):
    page = visit(ARTICLE)
    page.emulate_media(media="print")
    assert [
        page.locator(part).is_visible() for part in (".menu", ".crumbs", ".related", ".body", ".references")
    ] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_a_visitor_gets_no_cookie(visit):
    page = visit(ARTICLE)
    for path in ("/", "/columns/debt/", "/laws/民法典/1034/", "/about/"):
        page.goto(path)
    assert page.context.cookies() == []
