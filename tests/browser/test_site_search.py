"""The search of the whole site as a visitor has it: a plain form, suggestions where there is JavaScript."""

import os

import pytest

from tests.browser.test_accessibility import offences

QUESTION = "网贷平台能看我的通讯录吗"


def test_without_javascript_on_a_phone(visit):
    page = visit("/", width=390, js=False)
    page.fill(".site-search input", QUESTION)
    page.click(".site-search button")
    page.wait_for_url("**/search/?q=*")
    assert page.input_value("#site-query") == QUESTION
    assert page.locator("#found-articles").count() == 1
    assert page.locator(".found mark").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.select_option("select[name=column]", index=1)
    page.click(".search button")
    page.wait_for_url("**column=*")
    assert page.input_value("#site-query") == QUESTION


def test_suggestions_by_keys(visit):
    page = visit("/")
    box = page.locator(".site-search input")
    box.press_sequentially("民法典1034")
    page.wait_for_selector(".site-search [role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    marked = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{marked}").get_attribute("aria-selected") == "true"
    assert "第1034条" in page.locator(f"#{marked}").inner_text()
    assert offences(page) == []
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert page.locator(".suggestions").is_hidden()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/laws/**/1034/")


@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions_keep_the_width(visit, width):
    page = visit(f"/search/?q={QUESTION}", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.fill("#site-query", "")
    page.locator("#site-query").press_sequentially("网贷")
    page.wait_for_selector("[role=option]")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if folder := os.environ.get("PICTURES"):  # to look at
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=f"{folder}/search-{width}-{scheme}.png")
