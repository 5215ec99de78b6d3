"""The import's report through the browser: an administrator sees what to mend first, on a phone and on a desk."""

import os

import pytest

from articles.archive import running, working_out
from tests.articles.archive import files
from tests.browser.test_accessibility import LOOKS, offences


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_report(log_in, tmp_path, width, scheme):
    path = files.dump(tmp_path / "site.sql")
    running.import_articles(path, running.Options(author="林知远"), lambda done, share: None)
    working_out.work_out_all(lambda done, share: None)
    page = log_in("guanli", width=width, scheme=scheme)
    page.goto("/admin/articles/importeditem/")
    assert page.inner_text("#result_list tbody tr >> nth=0").split()[:2] == ["网贷逾期怎么办", "5"]
    assert offences(page) == []
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/report-{width}-{scheme}.png", full_page=True)
    page.click("#result_list a:text-is('5')")
    assert "版权声明：本文原创" in page.inner_text(".field-original")
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/item-{width}-{scheme}.png", full_page=True)
