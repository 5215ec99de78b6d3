"""Who has found a hole knows whom to tell."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from firm.models import Firm

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_what_it_says(client):
    Firm.objects.update(email="security@law.example\r\nEvil: x")
    response = client.get(ADDRESS)
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = parse_datetime(lines.pop("Expires"))
    assert lines == {
        "Contact": "mailto:security@law.example Evil: x",  # one line, whatever stands in the row
        "Preferred-Languages": "zh, en",
        "Canonical": "http://127.0.0.1:8000/.well-known/security.txt",
    }
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert timedelta(days=170) < expires - timezone.now() < timedelta(days=366)


def test_a_firm_without_an_address_has_none(client):
    Firm.objects.update(email="")
    assert client.get(ADDRESS).status_code == 404
