"""What a browser and the machine under it are called, by what it says of itself (User-Agent, RFC 9110 section 10.1.5)."""

# The first that is found holds: most browsers also give the names of those that they descend from.
BROWSERS = [
    ("wxwork", "企业微信"), ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"), ("QQBrowser", "QQ 浏览器"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "鸿蒙"), ("OpenHarmony", "鸿蒙"), ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"), ("Mac OS X", "Mac 电脑"), ("Linux", "Linux 电脑"),
]  # fmt: skip


def named(user_agent: str) -> str:
    """As in `Windows 电脑上的 Edge`; what is not known is said to be so."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if not system:
        return browser or "认不出的浏览器"
    return _spaced(_spaced(system, "上的"), browser or "浏览器")


def _spaced(left: str, right: str) -> str:
    """Latin letters beside Chinese ones with a space between."""
    return f"{left} {right}" if left[-1].isascii() != right[0].isascii() else left + right


def _first(names: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
