"""`make bench-paint`: when the largest part of a page is painted on a slow phone, by Chromium's own throttling.

1.6 Mbit/s, a round trip of 150 ms, a CPU slowed four times; beside it the same page on this machine's own line.
"""

import shutil
from contextlib import ExitStack
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks import serving
from benchmarks.filled import archive
from benchmarks.rendered import render
from benchmarks.server import address as database_address

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
TIMES, TARGET = 5, 1500  # ms
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 100_000,
}  # bytes a second
PAINTED = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
        .observe({ type: "largest-contentful-paint", buffered: true });
})"""
PAGES = ["/hf/837828.html", "/", "/columns/debt/", "/laws/民法典/1034/"]


def main() -> None:
    with archive(0), ExitStack() as stack:
        render(0)
        address = stack.enter_context(serving.granian(database_address())).address
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print(f"{'':<32}{'slow phone':>12}{'this line':>12}  ms, median of {TIMES}")
        for path in PAGES:
            slow, own = (
                median(_painted(browser, address + path, s) for _ in range(TIMES)) for s in (True, False)
            )
            late = "" if slow <= TARGET else f"  over {TARGET}"
            print(f"{path:<32}{slow:>12.0f}{own:>12.0f}{late}")
        browser.close()


def _painted(browser, address: str, is_slow: bool) -> float:
    """Milliseconds to the largest paint in a browser that has nothing yet."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    page = context.new_page()
    if is_slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load")
    found = page.evaluate(PAINTED)
    context.close()
    return found


if __name__ == "__main__":
    main()
