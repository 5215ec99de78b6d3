"""axe finds nothing on any page, light and dark, on a phone and on a desk."""

from axe_playwright_python.sync_playwright import Axe

from firm.models import Lawyer

PUBLIC = [
    "/hf/837828.html",
    "/hf/837812.html",  # has a table
    "/",
    "/columns/debt/",
    "/laws/",
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
    "/admin/articles/article/837828/change/",
    "/admin/articles/column/",
    "/admin/articles/lintrule/",
    "/admin/articles/lintrule/add/",
    "/admin/statutes/statute/",
]
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


def offences(page) -> list[str]:
    """What axe has to say, each with the element.

    Without its preloading of style sheets, which copies the editor's own into a new <style> that the CSP reports.
    """
    found = Axe().run(page, options={"preload": False}).response["violations"]
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
