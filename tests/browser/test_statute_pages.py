"""The pages of the law in a browser: a day chosen, changes read, nothing refused by the CSP or found by axe."""

import json
from datetime import date

import pytest

from statutes.importing.citing import cite_statutes
from statutes.models import Statute
from tests.browser.test_accessibility import of_pages

LAW = "/laws/民法典/"
PAGES = [
    LAW,
    f"{LAW}?version=2010-01-01",
    f"{LAW}?on=1999-01-01",
    f"{LAW}?on=2021-02-30",
    f"{LAW}1034/",
    f"{LAW}9999/",  # in the older version only
    f"{LAW}changes/",
    f"{LAW}changes/?from=x",
    f"{LAW}citing/",
    f"{LAW}1034/citing/",
    "/laws/规范整顿现金贷业务的通知/changes/",
]


@pytest.fixture
def versions(site):
    """民法典 with an older version: 第1034条 in other words, 第111条 under another number, and a 第9999条."""
    statute = Statute.objects.get(slug="民法典")
    newer = {row.key: row for row in statute.versions.get().provisions.all()}
    older = statute.versions.create(promulgated_on=date(2010, 1, 1), effective_from=date(2010, 3, 1))
    for number, text in {
        111: "旧的第一百一十一条，与别的条文都不相同。",
        112: newer["111"].text,
        1034: newer["1034"].text.replace("私密信息", "隐私信息").replace("身份证件号码、", ""),
        9999: "后来删去的一条。",
    }.items():
        older.provisions.create(number=number, key=str(number), text=text, path="第一编 总则")
    older.effective_to = date(2021, 1, 1)
    older.save()
    cite_statutes()
    return statute


def test_axe_finds_nothing(visit, versions):
    assert of_pages(visit("/"), PAGES) == {}


def test_nothing_is_wider_than_a_phone(visit, versions):
    page = visit("/", width=390, touch=True)
    for path in PAGES:
        page.goto(path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 390)


def test_a_day_is_chosen_without_javascript(visit, versions):
    page = visit(LAW, js=False)
    page.fill("#on", "2015-05-01")
    page.click("form.day button")
    assert page.url.endswith("?on=2015-05-01")
    assert page.locator(".notice p").first.inner_text() == (
        "这里是2015年5月1日适用的文本，2010年1月1日公布。"
    )
    page.locator(".provision a", has_text="第1034条").click()
    assert page.url.endswith("/1034/?on=2015-05-01")
    assert "隐私信息" in page.locator(".provision-text").inner_text()
    page.click("text=看今天适用的文本")
    assert "私密信息" in page.locator(".provision-text").inner_text()


def test_the_changes_read_without_colour(visit, versions):
    page = visit(LAW)
    page.click("text=改了什么")
    gone, came = page.locator(".change.changed del").first, page.locator(".change.changed ins").first
    styles = [
        part.evaluate(
            "e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e, '::before').content]"
        )
        for part in (gone, came)
    ]
    assert styles == [["line-through", '"［删去："'], ["underline", '"［增加："']]
    assert (
        page.evaluate(
            "getSelection().selectAllChildren(document.querySelector('main')), getSelection() + ''"
        ).find("［")
        < 0
    )


def test_the_data_block_is_read_and_not_refused(visit, versions):
    """script-src has no word to say of a block of data; the fixture watches for reports."""
    page = visit(f"{LAW}1034/")
    data = json.loads(page.locator('script[type="application/ld+json"]').first.inner_text())
    assert (data["@type"], data["isPartOf"]["name"]) == ("Legislation", "中华人民共和国民法典")
    assert page.evaluate("window.violations ?? []") == []


def test_a_contents_line_leads_to_its_heading(visit, versions):
    page = visit(LAW)
    link = page.locator(".toc a").last
    heading = page.locator(link.get_attribute("href").replace("#", "[id='") + "']")
    for folded in page.locator(".toc details").all():
        folded.evaluate("details => details.open = true")
    title = link.inner_text()
    link.click()
    assert heading.inner_text() == title


def test_paper_has_the_text_and_no_form(visit, versions):
    page = visit(LAW)
    page.emulate_media(media="print")
    shown = [page.locator(part).first.is_visible() for part in (".day", ".on-page", ".provision", ".facts")]
    assert shown == [False, False, True, True]
