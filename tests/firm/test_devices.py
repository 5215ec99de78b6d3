"""What a browser is called: true User-Agent headers, as the browsers send them."""

import pytest

from firm import devices

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36", "Windows 电脑上的 Chrome"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Windows 电脑上的 Edge"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Windows 电脑上的 Firefox"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Mac 电脑上的 Safari"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.53", "iPhone 上的微信"),
        (f"Mozilla/5.0 (Linux; Android 14; V2309A) {WEBKIT} Chrome/116.0.0.0 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1", "安卓手机上的企业微信"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Linux 电脑上的 Firefox"),
        ("Mozilla/5.0 (Windows NT 6.1) Something/1.0", "Windows 电脑上的浏览器"),  # the browser is not known
        ("Firefox", "Firefox"),
        ("curl/8.5.0", "认不出的浏览器"),
        ("", "认不出的浏览器"),
    ],
)  # fmt: skip
def test_a_browser_has_the_name_that_people_know(agent, name):
    assert devices.named(agent) == name
