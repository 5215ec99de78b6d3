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
    "/laws/规范整顿现金贷业务的通知/",  # registered without text
    "/lawyers/",
    "/about/",
    "/privacy/",
    "/nothing-here/",
]
ADMIN = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/from-word/",
    "/admin/articles/column/",
    "/admin/articles/lintrule/",
    "/admin/articles/lintrule/add/",
    "/admin/standing/",
    "/admin/statutes/statute/",
]
EDITOR_PAGES = ["/admin/articles/article/add/", "/admin/articles/article/837828/change/"]
LOOKS = [
    (390, "dark"),
    (1280, "light"),
]  # each width and each scheme: all four say the same, at twice the time
HERE = "([width, scheme]) => innerWidth === width && matchMedia(`(prefers-color-scheme: ${scheme})`).matches"
# Links change their colour slowly, and what inherits it follows when they are done.
SETTLE = """() => {
    for (let round = 0; round < 20; round++) {
        const running = document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime));
        if (!running.length) return;
        running.forEach((one) => one.finish());
    }
}"""
# Without axe's preloading of style sheets, which copies the editor's own into a new <style> that the CSP reports.
RUN = """async () => {
    const found = await axe.run({ preload: false, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`));
}"""


def offences(page) -> list[str]:
    """What axe has to say of the page as it stands, each with the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(RUN)


def looks(page) -> dict[tuple[int, str], list[str]]:
    """What axe has to say of the page in each look, nothing where all is well; the page is loaded once for both."""
    found = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(HERE, arg=[width, scheme])
        page.evaluate(SETTLE)
        found[width, scheme] = offences(page)
    return {look: said for look, said in found.items() if said}


def of_pages(page, paths) -> dict[str, dict]:
    """looks() of those pages that have something wrong, by path."""
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = looks(page)
    return {path: said for path, said in found.items() if said}


def test_axe_finds_what_only_one_look_has(visit):
    page = visit("/privacy/")
    page.evaluate(FAINT_ON_A_DARK_PHONE)
    assert list(looks(page)) == [(390, "dark")]


FAINT_ON_A_DARK_PHONE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media (width < 400px) and (prefers-color-scheme: dark) { main p { color: #333 } }");
    document.adoptedStyleSheets = [sheet];
}"""


def test_public_pages(visit):
    paths = [*PUBLIC, Lawyer.objects.first().get_absolute_url()]
    assert of_pages(visit("/"), paths) == {}


def test_admin_pages(log_in):
    page = log_in("guanli")
    assert of_pages(page, ADMIN) == {}
    found = {}
    for path in EDITOR_PAGES:
        page.goto(path)
        page.wait_for_selector(".prose-menubar button[title='加粗']")
        found[path] = looks(page)
    assert {path: said for path, said in found.items() if said} == {}


def test_review_page_and_login(visit, log_in):
    login, review = visit("/admin/login/"), log_in("shenhe")
    review.goto("/admin/articles/article/837828/change/")
    assert (looks(login), looks(review)) == ({}, {})


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
        found[name] = looks(page)
    assert {where: said for where, said in found.items() if said} == {}
