"""axe finds nothing on any page, light and dark, on a phone and on a desk."""

from axe_playwright_python.sync_playwright import Axe

from articles import revisions
from articles.models import Article
from firm.models import Lawyer, User

PUBLIC = [
    "/hf/837828.html",
    "/hf/837812.html",  # has a table
    "/",
    "/columns/debt/",
    "/laws/",
    "/search/",
    "/search/?q=网贷逾期",
    "/search/?q=民法典1034",
    "/search/?q=龘",
    "/laws/search/?q=个人信息",
    "/laws/search/?q=龘",  # nothing found
    "/laws/民法典/",
    "/laws/民法典/1034/",
    "/laws/",
    "/laws/规范整顿现金贷业务的通知/",  # registered without text
    "/lawyers/",
    "/about/",
    "/privacy/",
    "/nothing-here/",
]
ADMIN = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/article/from-word/",
    "/admin/articles/article/837828/change/",
    "/admin/articles/column/",
    "/admin/articles/lintrule/",
    "/admin/articles/lintrule/add/",
    "/admin/statutes/statute/",
]
LOOKS = [
    (390, "dark"),
    (1280, "light"),
]  # each width and each scheme: all four say the same, at twice the time


def offences(page) -> list[str]:
    """What axe has to say, each with the element.

    Without its preloading of style sheets, which copies the editor's own into a new <style> that the CSP reports.
    """
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for v in found
        for node in v["nodes"]
    ]


def test_public_pages(visit):
    found = {}
    for width, scheme in LOOKS:
        page = visit("/", width=width, scheme=scheme)
        for path in [*PUBLIC, Lawyer.objects.first().get_absolute_url()]:
            page.goto(path)
            found[path, width, scheme] = offences(page)
    assert {where: offence for where, offence in found.items() if offence} == {}


def test_admin_pages(log_in):
    found = {}
    for width, scheme in LOOKS:
        page = log_in("guanli", width=width, scheme=scheme)
        for path in ADMIN:
            page.goto(path)
            if "/article/" in path and path.endswith(("/add/", "/change/")):
                page.wait_for_selector(".prose-menubar button[title='加粗']")
            found[path, width, scheme] = offences(page)
    assert {where: offence for where, offence in found.items() if offence} == {}


def test_review_page_and_login(visit, log_in):
    for width, scheme in LOOKS:
        login = visit("/admin/login/", width=width, scheme=scheme)
        review = log_in("shenhe", width=width, scheme=scheme)
        review.goto("/admin/articles/article/837828/change/")
        assert (width, scheme, offences(login), offences(review)) == (width, scheme, [], [])


def test_page_of_two_texts_and_unsaved_words(log_in):
    page = log_in("lin")
    address = "/admin/articles/article/837828/change/"
    page.goto(address)
    page.wait_for_selector(".prose-menubar button[title='加粗']")
    article = Article.objects.get(pk=837828)
    last = revisions.newest(article)
    theirs = revisions.content_of(last) | {"title": "同事改的", "body": last.body + "<p>同事加的。</p>"}
    revisions.record(article, theirs, last.tag_names, by=User.objects.get(username="guanli"), base=last.pk)
    page.fill("#id_title", "我改的")
    page.click("input[name=_save]")
    page.wait_for_selector(".overtaken")
    found = {}
    for name, path in (("both texts", None), ("offered", f"{address}?saved=1"), ("restored", address)):
        if path:
            page.goto(path)
            if name == "restored":
                page.click(".offer >> text=恢复这份文字")
                page.wait_for_selector(".offer.restored")
        page.wait_for_selector(".prose-menubar button[title='加粗']")
        for details in page.locator(".offer details, .overtaken details").all():
            details.evaluate("(one) => (one.open = true)")
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(400)  # links change their colour slowly
            found[name, width, scheme] = offences(page)
    assert {where: offence for where, offence in found.items() if offence} == {}
