"""No log line holds what opens a preview."""

import logging
import sys

import pytest
from django.conf import settings
from django.utils.log import configure_logging

from hefei_site.logs import DiscreetFormatter

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
    assert client.get(f"/preview/{TOKEN}/").status_code == 404
    err = capsys.readouterr().err
    assert [line.split(maxsplit=2)[2] for line in err.splitlines()] == [
        "WARNING django.request Not Found: /preview/…/"
    ]
