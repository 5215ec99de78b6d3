"""DATABASES from the addresses that the environment names: the primary, and the standbys that the public may be read from."""

import environ
from django.core.exceptions import ImproperlyConfigured

# Of a machine that is gone nobody says so: without these a connection would wait for minutes (libpq, "Parameter Key Words").
PATIENCE = {
    "connect_timeout": 3,  # seconds, for each of several hosts
    "keepalives_idle": 5,  # seconds of silence, then
    "keepalives_interval": 2,  # seconds between
    "keepalives_count": 3,  # questions
    "tcp_user_timeout": 10_000,  # milliseconds until what was sent must have arrived
}
# A visitor who waits for a standby that has gone is answered by another after these.
VISITORS = PATIENCE | {"connect_timeout": 2, "tcp_user_timeout": 2_500}
STANDBY = "standby-"  # what the aliases of standbys begin with


def primary(url: str) -> dict:
    """The entry of the database that takes writes. Of several hosts (host1:5432,host2:5432) it is whichever does.

    Raises ImproperlyConfigured with a sentence.
    """
    found = _entry("DATABASE_URL", url, PATIENCE)
    if "," in found["HOST"]:
        found["OPTIONS"] = {"target_session_attrs": "read-write"} | found["OPTIONS"]
    return found


def standbys(urls: list[str]) -> dict[str, dict]:
    """The entries of standbys by alias, standby-1 and so on. Raises ImproperlyConfigured with a sentence."""
    return {
        f"{STANDBY}{number}": _entry("DATABASE_REPLICA_URLS", url, VISITORS)
        for number, url in enumerate(urls, start=1)
    }


def _entry(key: str, url: str, patience: dict) -> dict:
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{key} 只能是 PostgreSQL（postgres://用户:密码@主机/库名）或 embedded:。")
    try:
        found = environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{key} 写得不对（{error}）；密码里的 @、: 和 / 要写成 %40、%3A 和 %2F。"
        ) from None
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{key} 没有写库名：postgres://用户:密码@主机/库名。")
    is_socket = found["HOST"].startswith("/") or not found["HOST"]
    found["OPTIONS"] = ({} if is_socket else patience) | found.get("OPTIONS", {})
    return found
