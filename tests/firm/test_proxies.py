"""What a client writes into X-Forwarded-For is not believed; what our own proxies add is."""

import pytest
from django.test import RequestFactory

from firm.proxies import client_address, counted


def asked(forwarded: str, remote: str):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "", "203.0.113.9", "203.0.113.9"),
        (0, "198.51.100.1", "203.0.113.9", "203.0.113.9"),  # made up by the client
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "10.0.0.1", "198.51.100.1"),  # the first was made up
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1", "10.0.0.1"),  # came past one of the proxies
        (1, "", "10.0.0.1", "10.0.0.1"),  # a proxy that adds nothing
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (1, "::ffff:198.51.100.1", "10.0.0.1", "198.51.100.1"),  # IPv4 in IPv6's clothes
        (0, "", "", "None"),  # a request of the shell
    ],
)
def test_client_address(proxies, forwarded, remote, address, settings):
    settings.PROXIES = proxies
    assert str(client_address(asked(forwarded, remote))) == address


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),  # a household may use its whole /64
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("", None),
    ],
)
def test_counted(remote, address):
    assert counted(asked("", remote)) == address
