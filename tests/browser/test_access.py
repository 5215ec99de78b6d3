"""Logging in with a second factor in a real browser, also without JavaScript; axe finds nothing on its pages."""

import re
from base64 import b32decode

import pytest
from axes.models import AccessAttempt
from django_otp.oath import totp

from firm import second_factor
from firm.models import User
from tests.browser.conftest import PASSWORD
from tests.browser.test_accessibility import looks
from tests.conftest import code_for


def enter(page, code: str) -> None:
    page.fill("#id_code", code)
    page.locator("input[type=submit]").first.click()
    page.wait_for_load_state()


def begin(page, username: str) -> None:
    page.goto("/admin/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_selector("#id_code")


def shown_code(page) -> str:
    """What an authenticator shows that was given the secret on the page."""
    return f"{totp(b32decode(page.inner_text('.secret').replace(' ', ''))):06}"


@pytest.mark.parametrize("js", [True, False])
def test_from_the_first_login_to_a_recovery_code(visit, js):
    user = User.objects.get(username="shenhe")
    second_factor.remove(user, by=user)
    page = visit("/admin/", js=js)
    begin(page, "shenhe")
    enter(page, shown_code(page))
    codes = page.locator("#codes code").all_inner_texts()
    assert (len(codes), page.locator("button:has-text('打印')").is_visible()) == (10, js)
    if js:
        with page.expect_download() as download:
            page.click("text=保存为文件")
        assert re.findall(r"\w{4}-\w{4}", download.value.path().read_text("utf-8")) == codes
    page.click("text=已经保存，进入后台")
    page.wait_for_selector("text=今天的工作")

    other = visit("/admin/", js=js)
    begin(other, "shenhe")
    other.click("summary")
    other.fill("#id_recovery", codes[0])
    other.click("text=用恢复码登录 >> nth=-1")
    other.wait_for_selector("text=您用掉了一个恢复码，还剩 9 个")


def test_axe_and_the_width_of_a_phone(visit, log_in):
    found = {}
    user = User.objects.get(username="shenhe")
    second_factor.remove(user, by=user)
    page = visit("/admin/login/")

    def look(name, page=page):
        found[name] = looks(page)
        page.set_viewport_size({"width": 390, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found[name] |= {"wider than": "the screen"}

    look("login")
    begin(page, "shenhe")
    look("set-up")
    enter(page, "000000")
    look("set-up, wrong")
    enter(page, shown_code(page))
    look("recovery codes")
    page.goto("/admin/second-factor/")
    look("own")
    page.context.clear_cookies()
    begin(page, "shenhe")
    page.click("summary")
    look("code")
    for _ in range(6):
        code_for(user)  # forgives the wait
        enter(page, "000000")
    page.wait_for_selector("text=暂时不能登录")
    look("locked out")
    AccessAttempt.objects.all().delete()
    admin = log_in("guanli")
    admin.goto(f"/admin/firm/user/{user.pk}/second-factor/")
    look("somebody else's", admin)
    admin.goto("/admin/firm/lawyer/")
    look("lawyers", admin)
    assert {where: said for where, said in found.items() if said} == {}
