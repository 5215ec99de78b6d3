"""Where an act came from: the network of the request being answered, never the whole address."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest, HttpResponse

from firm.proxies import client_address

PREFIX = {4: 24, 6: 48}  # what is left names a provider's customer network, not a person's device
_current: ContextVar[str] = ContextVar("address", default="")


@lru_cache(
    maxsize=1024
)  # visitors come back within a second, and reading an address takes longer than finding it here
def shortened(text: str) -> str:
    """An IP address as its network: IPv4 /24, IPv6 /48, an IPv4 address written as IPv6 as IPv4; else ""."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((int(address), PREFIX[address.version]), strict=False))


def of(request: HttpRequest) -> str:
    """The shortened address of who asks, worked out once a request."""
    if not hasattr(request, "network"):
        request.network = shortened(str(client_address(request) or ""))
    return request.network


def current() -> str:
    """The shortened address of the request being answered here; "" outside of one, as in a command."""
    return _current.get()


def remembered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: the address is known to whatever this request sets off, and forgotten with it.

    The workflow and what it calls know no request, and commands have none; yet all of them put acts on record.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        before = _current.set(of(request))
        try:
            return get_response(request)
        finally:
            _current.reset(before)

    return middleware
