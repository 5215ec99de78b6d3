"""The search in the law as a visitor has it, without JavaScript, on a phone."""

QUESTION = "网贷平台能看我的通讯录吗，个人信息怎么保护"


def test_from_the_list_of_statutes_to_a_provision(visit):
    page = visit("/laws/", width=390, js=False)
    page.fill("#search-query", QUESTION)
    page.click(".search button")
    page.wait_for_url("**/laws/search/?q=*")
    assert page.input_value("#search-query") == QUESTION
    assert page.locator(".found mark").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    first = page.locator(".found h3 a").first
    name = first.inner_text()
    first.click()
    assert page.locator("h1").inner_text() == name
