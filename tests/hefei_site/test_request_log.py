"""One line a request, which says what happened and not who asked."""

import json
import logging
import re

import pytest
from django.conf import settings as project
from django.http import HttpResponse
from django.test import RequestFactory

from articles.rendering import keeping
from hefei_site import request_log
from hefei_site.logs import JsonFormatter

NUMBER = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def lines(caplog):
    """lines(): the request lines written since the last call, as a reader of the log has them."""
    caplog.set_level(logging.INFO, logger=request_log.NAME)

    def _lines() -> list[dict]:
        records = [record for record in caplog.records if record.name == request_log.NAME]
        caplog.clear()
        return [json.loads(JsonFormatter().format(record)) for record in records]

    return _lines


def test_a_line_has_these_fields(client, lines):
    response = client.get("/healthz", REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="x")
    (line,) = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("at"))
    assert 0 < line.pop("milliseconds") < 10_000
    assert line.pop("request_id") == response["X-Request-ID"]
    assert line == {
        "level": "INFO",
        "logger": "hefei.request",
        "method": "GET",
        "path": "/healthz",
        "status": 200,
        "bytes": 3,
        "answered_from": "made",
        "database": "default",
        "user": None,
        "address": "203.0.113.0/24",
    }


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/hf/1.html?page=2", "/hf/1.html?page=2"),
        (
            "/search/?q=%E5%BC%A0%E4%B8%89&page=3",
            "/search/?q-length=18&page=3",
        ),  # what is sought is nobody's business
        ("/laws/x/?on=2021-01-01&token=secret", "/laws/x/?on=2021-01-01"),
        ("/x?page=" + "1" * 11, "/x"),  # a mobile number is no page
        ("/x?email=a@b.cn", "/x"),
        ("/preview/q2Jz_8-abcdefgh/", "/preview/…/"),
        ("/tags/13812345678/", "/tags/[手机号]/"),
        ("/x%0a%7B%22level%22:1%7D", '/x\n{"level":1}'),  # one line all the same
        ("/x%E2%80%AEgnp.exe", "/x\u202egnp.exe"),
    ],
)
def test_what_a_line_says_of_the_address(asked, path, lines):
    request = RequestFactory().get(asked)
    request_log.logged(lambda request: HttpResponse())(request)
    assert [line["path"] for line in lines()] == [path]


def test_a_path_cannot_begin_a_line_nor_turn_one_round():
    request = RequestFactory().get("/x%0a%E2%80%AE%C2%9b31m%ED%A0%80")
    record = logging.LogRecord(request_log.NAME, logging.INFO, "", 0, "", (), None)
    record.fields = FIELDS | {"path": request.path_info + "\ud800"}
    text = JsonFormatter().format(record)
    assert (text.isprintable(), json.loads(text)["path"]) == (True, request.path_info + "\ud800")


FIELDS = {
    "request_id": "a" * 32,
    "method": "GET",
    "path": "/",
    "status": 200,
    "milliseconds": 0.5,
    "bytes": None,
    "answered_from": "made",
    "database": "standby-1",
    "user": 7,
    "address": "",
}


def test_the_quick_way_to_write_a_line_is_json():
    record = logging.LogRecord(request_log.NAME, logging.INFO, "", 0, "", (), None)
    record.created = 1764213445.9996
    record.fields = FIELDS | {"method": 'G"\\\x7f'}
    written = json.loads(JsonFormatter().format(record))
    assert written == record.fields | {
        "at": "2025-11-27T03:17:25.999Z",
        "level": "INFO",
        "logger": "hefei.request",
    }


def test_staff_are_a_number(administrator, as_, lines):
    as_(administrator).get("/admin/")
    assert [(line["path"], line["user"]) for line in lines()] == [("/admin/", administrator.pk)]


@pytest.mark.django_db
def test_what_answered(client, publish, lines, settings):
    settings.KEPT_PAGES_MB = 8
    article = publish()
    keeping.keep_all([article.pk])
    address = article.get_absolute_url()
    for _ in range(2):
        client.get(address)
    client.get("/columns/debt/")
    client.get("/columns/nothing/")
    assert [line["answered_from"] for line in lines()] == ["stored", "memory", "made", "made"]


@pytest.mark.django_db
def test_an_error_has_its_number_on_its_page_and_in_the_log(client, monkeypatch, lines):
    def fails(request):
        raise ValueError("secret")

    monkeypatch.setattr("firm.models.Firm.load", fails)
    client.raise_request_exception = False
    response = client.get("/about/")
    number = response["X-Request-ID"]
    assert NUMBER.fullmatch(number)
    assert f"错误编号：<code>{number}</code>" in response.content.decode()
    assert [(line["status"], line["level"], line["request_id"]) for line in lines()] == [
        (500, "WARNING", number)
    ]


def test_the_middleware_is_the_outermost():
    assert project.MIDDLEWARE[0] == "hefei_site.request_log.logged"
