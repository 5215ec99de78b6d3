"""The address that a request came from, as far as it can be believed: as our own proxies saw it."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The address that the outermost of our proxies saw; without proxies, the one at the other end of the line.

    Each of settings.PROXIES proxies adds one entry to X-Forwarded-For; what stands before theirs was written by the
    client, who may write anything. None where no address is known.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    entry = seen[-settings.PROXIES] if 0 < settings.PROXIES <= len(seen) else ""
    return _address(entry) or _address(request.META.get("REMOTE_ADDR", ""))


def counted(request: HttpRequest) -> str | None:
    """The address under which tries are counted: of IPv6 the /64, since a household has one and may use all of it."""
    address = client_address(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), 64), strict=False).network_address)
    return str(address) if address else None


@lru_cache(maxsize=1024)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
