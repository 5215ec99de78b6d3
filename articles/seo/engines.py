"""The search engines that take pushes: where they are, what they are sent, what their answers mean.

IndexNow: https://www.indexnow.org/documentation, up to 10,000 addresses at once; 202 says that the key is yet to be
looked at; engines pass on to each other what one is told. 百度普通收录: up to 2,000 addresses at once, a line each; the answer
says how many more it takes today, and a batch above that is refused whole ("over quota").
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Engine
from articles.seo.posting import PushFailed, post
from firm.characters import fit

INDEXNOW_HOST = "api.indexnow.org"
BAIDU_HOST = "data.zz.baidu.com"
WHY = {
    400: "请求的格式不对",
    403: "密钥文件核对不上",
    422: "地址不属于本站，或者和密钥不符",
    429: "推送太频繁",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said of a batch that it took: paths that it refused, with the reason, and what it takes yet today."""

    refused: dict[str, str] = field(default_factory=dict)
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """An engine as pushing.py needs to know it."""

    name: Engine
    send: Callable[[list[str]], Answer]  # raises PushFailed
    at_once: int
    daily: int
    tells_quota: bool = False


def enabled() -> list[Service]:
    """Those whose key is in the settings."""
    found = []
    if settings.INDEXNOW_KEY:
        found.append(Service(Engine.INDEXNOW, indexnow, at_once=1000, daily=10_000))
    if settings.BAIDU_PUSH_TOKEN:
        found.append(Service(Engine.BAIDU, baidu, 500, settings.BAIDU_PUSH_DAILY, tells_quota=True))
    return found


def indexnow(paths: list[str]) -> Answer:
    """Tell IndexNow of these paths of this site. Raises PushFailed."""
    key = settings.INDEXNOW_KEY
    message = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": key,
        "keyLocation": settings.SITE_URL + reverse("indexnow_key", args=[key]),
        "urlList": [settings.SITE_URL + path for path in paths],
    }
    content = json.dumps(message).encode()
    status, text = post(INDEXNOW_HOST, "/indexnow", content, "application/json; charset=utf-8")
    if status not in {200, 202}:
        raise PushFailed(_said(status, text))
    return Answer()


def baidu(paths: list[str]) -> Answer:
    """Tell Baidu of these paths of this site. Raises PushFailed."""
    query = urlencode({"site": settings.SITE_URL, "token": settings.BAIDU_PUSH_TOKEN})
    content = "\n".join(settings.SITE_URL + path for path in paths).encode()
    status, text = post(BAIDU_HOST, f"/urls?{query}", content, "text/plain")
    said = _json(text)
    if status != 200 or not isinstance(said.get("success"), int):
        message = str(said.get("message", text))
        raise PushFailed(_said(status, message), is_quota="over quota" in message)
    refused = _refused(said, "not_same_site", "不是本站的地址") | _refused(said, "not_valid", "地址不合规范")
    if said["success"] + len(refused) < len(paths):
        raise PushFailed(f"百度只收下了 {len(paths)} 条里的 {said['success']} 条。")
    left = said.get("remain")
    return Answer(refused, left if isinstance(left, int) else None)


@require_safe
def key_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file by which IndexNow knows that a push comes from this site; 404 under any other name."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404("没有这个文件")
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


def _said(status: int, text: str) -> str:
    """Why nothing was taken; whatever the answer repeats of what was sent, no key of ours."""
    for secret in filter(None, (settings.INDEXNOW_KEY, settings.BAIDU_PUSH_TOKEN)):
        text = text.replace(secret, "…")
    words = " ".join(fit(text).split())[:200]
    why = "转到了别的地址，没有跟去" if 300 <= status < 400 else WHY.get(status, "没有收下")
    return f"{why}（{status}{f'：{words}' if words else ''}）。"


def _json(text: str) -> dict:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(said: dict, name: str, why: str) -> dict[str, str]:
    listed = said.get(name)
    addresses = listed if isinstance(listed, list) else []
    return {str(address).removeprefix(settings.SITE_URL): why for address in addresses}
