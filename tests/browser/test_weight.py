"""Pages are light and nothing in them moves: people read them on a phone, on a slow line."""

import gzip

import pytest

MOST = 60 * 1024  # bytes, compressed, without pictures
LOADED = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.initiatorType !== "img").map((entry) => entry.name)"""
PAGES = ["/hf/837828.html", "/", "/columns/debt/", "/laws/民法典/1034/"]
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(path, visit):
    page = visit(path)
    page.wait_for_load_state("networkidle")
    urls = [page.url, *page.evaluate(LOADED)]
    sizes = {url: len(gzip.compress(page.request.get(url).body(), 6)) for url in urls}
    assert len(urls) > 2
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves(path, width, visit):
    page = visit("/privacy/", width=width)
    page.add_init_script(SHIFTS)
    page.goto(path, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == 0
