"""Of an address only its network is kept."""

import pytest
from django.test import RequestFactory

from firm import address, audit
from firm.models import AuditRecord


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("127.0.0.1", "127.0.0.0/24"),
        (" 203.0.113.77 ", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("2001:DB8::1", "2001:db8::/48"),
        ("::1", "::/48"),
        ("fe80::1%eth0", "fe80::/48"),  # with the name of an interface
        ("::ffff:203.0.113.77", "203.0.113.0/24"),  # IPv4 as a socket of both kinds writes it
        ("::ffff:cb00:714d", "203.0.113.0/24"),
        ("", ""),  # a socket of the file system
        ("203.0.113.77:4711", ""),
        ("203.0.113", ""),
        ("203.0.113.256", ""),
        ("203.0.113.77, 198.51.100.1", ""),  # a header that a proxy should not have passed on
        ("<script>", ""),
        ("٢٠٣.0.113.77", ""),  # digits, but not those of addresses
    ],
)
def test_shortened(text, kept):
    assert address.shortened(text) == kept


@pytest.mark.django_db
def test_an_act_is_recorded_with_the_network_it_came_from(client, author):
    client.post(
        "/admin/login/", {"username": "林律师", "password": "test-password"}, REMOTE_ADDR="203.0.113.77"
    )
    assert AuditRecord.objects.get().address == "203.0.113.0/24"


def test_an_act_of_a_command_has_no_address(reviewer):
    assert audit.record("定时任务", by=None).address == ""


def test_the_address_is_forgotten_with_its_request():
    def answer(request):
        return address.current()

    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77")
    assert (address.remembered(answer)(request), address.current()) == ("203.0.113.0/24", "")


def test_it_is_forgotten_also_where_the_page_fails():
    def fail(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        address.remembered(fail)(RequestFactory().get("/", REMOTE_ADDR="203.0.113.77"))
    assert address.current() == ""
