"""The import's report through the browser: an administrator sees what to mend first, on a phone and on a desk."""

import os

from articles.archive import running, working_out
from tests.articles.archive import files
from tests.browser.test_accessibility import LOOKS, looks


def test_the_report(log_in, tmp_path):
    path = files.dump(tmp_path / "site.sql")
    running.import_articles(path, running.Options(author="林知远"), lambda done, share: None)
    working_out.work_out_all(lambda done, share: None)
    page = log_in("guanli")
    page.goto("/admin/articles/importeditem/")
    assert page.inner_text("#result_list tbody tr >> nth=0").split()[:2] == ["网贷逾期怎么办", "5"]
    assert looks(page) == {}
    shoot(page, "report")
    page.click("#result_list a:text-is('5')")
    assert "版权声明：本文原创" in page.inner_text(".field-original")
    shoot(page, "item")


def shoot(page, name: str) -> None:
    """Pictures to look at, where somebody asks for them."""
    for width, scheme in LOOKS if os.environ.get("SHOTS") else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}-{scheme}.png", full_page=True)
