"""No log line holds what opens a preview."""

import json
import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import RequestFactory
from django.utils.log import configure_logging

from firm import answering
from firm.models import User
from hefei_site.logs import LONGEST, DiscreetFormatter, JsonFormatter

TOKEN = "q2Jz_8-abcdefghijklmnopqrstuvwxyz0123456789AB"


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (f"Not Found: /preview/{TOKEN}/", "Not Found: /preview/…/"),
        (f"Gone: /preview/{TOKEN}", "Gone: /preview/…"),
        (f'"GET https://hefei.example/preview/{TOKEN}/?answered=1 HTTP/1.1"', '"GET https://hefei.example/preview/…/?answered=1 HTTP/1.1"'),
        ("Not Found: /hf/1.html", "Not Found: /hf/1.html"),
    ],
)  # fmt: skip
def test_a_token_is_left_out(message, line):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s", (message,), None)
    assert DiscreetFormatter("{message}", style="{").format(record) == line


def test_also_in_a_traceback():
    try:
        raise ValueError(f"/preview/{TOKEN}/")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    text = DiscreetFormatter("{message}", style="{").format(record)
    assert (TOKEN in text, "ValueError: /preview/…/" in text) == (False, True)


@pytest.mark.django_db
def test_the_site_s_own_log_of_a_dead_link(client, capsys):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)  # to this test's standard error
    response = client.get(f"/preview/{TOKEN}/")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.split(maxsplit=2)[2].startswith("INFO hefei.request GET /preview/…/ 404 ")
    assert line.endswith(response["X-Request-ID"])


def written(level: int, message: str, formatter=None, exc_info=None) -> str:
    record = logging.LogRecord("articles.seo", level, __file__, 1, "%s", (message,), exc_info)
    return (formatter or JsonFormatter()).format(record)


def raised(error: Exception):
    try:
        raise error
    except Exception:
        return sys.exc_info()


def test_a_line_of_another_logger():
    """It bears the number of the request in which it arose; outside of one, none."""
    token = answering.begin(request := RequestFactory().get("/hf/1.html"))
    inside = json.loads(written(logging.WARNING, "电话 13812345678"))
    answering.end(token)
    outside = json.loads(written(logging.WARNING, "x"))
    assert {key: inside[key] for key in inside if key != "at"} == {
        "level": "WARNING",
        "logger": "articles.seo",
        "request_id": request.number,
        "message": "电话 [手机号]",
    }
    assert outside["request_id"] is None


def test_an_error_says_in_what_it_arose_and_nothing_that_was_sent():
    request = RequestFactory().post("/preview/secret-token/", {"opinion": "王某"})
    token = answering.begin(request)
    text = written(logging.ERROR, "failed", exc_info=raised(ValueError("13812345678")))
    answering.end(token)
    line = json.loads(text)
    assert (line["method"], line["path"], line["user"]) == ("POST", "/preview/…/", None)
    assert line["exc_info"].splitlines()[0] == "Traceback (most recent call last):"
    assert line["exc_info"].splitlines()[-1] == "ValueError: [手机号]"
    assert ("王某" in text, "secret-token" in text, "\n" in text) == (False, False, False)


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_quoted():
    """PostgreSQL tells of the whole row, with what somebody typed in it."""
    typed = {"username": "王某某", "name": "王某某"}
    try:
        User.objects.create(**typed, mail_notices=None)
    except IntegrityError:
        text = written(logging.ERROR, "failed", exc_info=sys.exc_info())
    assert ("王某某" in text, "Failing row contains (…)." in text) == (False, True)


@pytest.mark.parametrize("formatter", [JsonFormatter(), DiscreetFormatter("{message}", style="{")])
@pytest.mark.parametrize(
    "sign",
    ["\r", "\x1b[2J", "\x9b31m", "\u2028", "\u202e", "\u200b", "\x00", "\x7f", "\ud800"],
)
def test_no_sign_moves_the_cursor_or_ends_a_line(formatter, sign):
    text = written(logging.INFO, f"a{sign}b", formatter)
    assert text.isprintable()


def test_for_the_eye_a_second_line_is_indented():
    """So a message cannot pass for a line of its own."""
    text = written(
        logging.INFO, "a\n2026-11-27 INFO forged", DiscreetFormatter("{levelname} {message}", style="{")
    )
    assert text == "INFO a\n    2026-11-27 INFO forged"


def test_a_very_long_text_is_cut():
    message = json.loads(written(logging.INFO, "头" + "x" * 100_000 + "尾"))["message"]
    assert (message[0], message[-1], "（略去 80002 字）" in message, len(message) < LONGEST + 100) == (
        "头",
        "尾",
        True,
        True,
    )
