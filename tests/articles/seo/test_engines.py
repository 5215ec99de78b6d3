"""What each engine is sent, and what its answers mean."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.models import Engine
from articles.seo import engines
from articles.seo.engines import Answer
from articles.seo.posting import PushFailed
from tests.articles.seo.conftest import KEY, SITE, TOKEN

PATHS = ["/hf/1.html", "/hf/2.html"]
ADDRESSES = [f"{SITE}{path}" for path in PATHS]


def test_none_is_on_without_a_key(settings):
    assert engines.enabled() == []


def test_those_with_a_key_are_on(both):
    assert [service.name for service in engines.enabled()] == [Engine.INDEXNOW, Engine.BAIDU]


def test_the_hosts_are_fixed():
    assert (engines.INDEXNOW_HOST, engines.BAIDU_HOST) == ("api.indexnow.org", "data.zz.baidu.com")


def test_what_indexnow_is_sent(engine, both):
    """https://www.indexnow.org/documentation"""
    assert engines.indexnow(PATHS) == Answer()
    (heard,) = engine.heard
    assert (heard.path, heard.content_type) == ("/indexnow", "application/json; charset=utf-8")
    assert json.loads(heard.body) == {
        "host": "law.example",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": ADDRESSES,
    }


def test_what_baidu_is_sent(engine, both):
    engine.answer((200, {"remain": 7, "success": 2}))
    assert engines.baidu(PATHS) == Answer({}, 7)
    (heard,) = engine.heard
    address = urlsplit(heard.path)
    assert (address.path, parse_qs(address.query)) == ("/urls", {"site": [SITE], "token": [TOKEN]})
    assert (heard.content_type, heard.body) == ("text/plain", "\n".join(ADDRESSES))


@pytest.mark.parametrize(
    ("status", "text", "sentence"),
    [
        (202, "", None),  # the key is yet to be looked at
        (302, "", "转到了别的地址，没有跟去（302）。"),
        (400, "Bad request", "请求的格式不对（400：Bad request）。"),
        (403, "", "密钥文件核对不上（403）。"),
        (422, "", "地址不属于本站，或者和密钥不符（422）。"),
        (429, "", "推送太频繁（429）。"),
        (503, "down\x00\x1b\n now", "没有收下（503：down now）。"),
        (500, f"what is {KEY}", "没有收下（500：what is …）。"),  # no key of ours goes into the ledger
    ],
)
def test_what_indexnow_answers(status, text, sentence, engine, both):
    engine.answer((status, text))
    if sentence is None:
        assert engines.indexnow(PATHS) == Answer()
    else:
        with pytest.raises(PushFailed) as failure:
            engines.indexnow(PATHS)
        assert (str(failure.value), failure.value.is_quota) == (sentence, False)


@pytest.mark.parametrize(
    ("status", "said", "answer"),
    [
        (
            200,
            {"remain": 9, "success": 1, "not_valid": [ADDRESSES[1]]},
            Answer({PATHS[1]: "地址不合规范"}, 9),
        ),
        (
            200,
            {"remain": 9, "success": 1, "not_same_site": [ADDRESSES[0]]},
            Answer({PATHS[0]: "不是本站的地址"}, 9),
        ),
        (200, {"success": 2}, Answer()),
        (200, {"success": 2, "remain": "many", "not_valid": None}, Answer()),  # not as documented
        (200, {"remain": 9, "success": 1}, ("百度只收下了 2 条里的 1 条。", False)),
        (400, {"error": 400, "message": "over quota"}, ("请求的格式不对（400：over quota）。", True)),
        (
            401,
            {"error": 401, "message": "token is not valid"},
            ("没有收下（401：token is not valid）。", False),
        ),
        (200, "<html>", ("没有收下（200：<html>）。", False)),
        (200, "[1]", ("没有收下（200：[1]）。", False)),
    ],
)
def test_what_baidu_answers(status, said, answer, engine, both):
    engine.answer((status, said))
    if isinstance(answer, Answer):
        assert engines.baidu(PATHS) == answer
    else:
        with pytest.raises(PushFailed) as failure:
            engines.baidu(PATHS)
        assert (str(failure.value), failure.value.is_quota) == answer


@pytest.mark.django_db
def test_the_key_of_indexnow_is_served_under_its_own_name(client, settings):
    assert client.get("/abc-123456.txt").status_code == 404
    assert client.get("/.txt").status_code == 404
    settings.INDEXNOW_KEY = "abc-123456"
    response = client.get("/abc-123456.txt")
    assert (response.status_code, response.content, response["Content-Type"]) == (
        200,
        b"abc-123456",
        "text/plain; charset=utf-8",
    )
    assert client.get("/other-123456.txt").status_code == 404
