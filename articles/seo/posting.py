"""One POST to a search engine: over https, to a host of ours to choose, bounded in time and size, no redirects.

http.client rather than urllib.request, which follows redirects, takes proxies from the environment and other schemes.
"""

import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection

TIMEOUT = 10  # seconds for each step
LONGEST = 20  # seconds for the whole answer
MOST_BYTES = 65_536


class PushFailed(Exception):
    """Nothing was taken; the message says why, in Chinese."""

    def __init__(self, message: str, *, is_quota: bool = False):
        super().__init__(message)
        self.is_quota = is_quota  # the engine takes no more today


def connect(host: str) -> HTTPConnection:
    """A connection that checks the host's certificate; tests put a local one in its place."""
    return HTTPSConnection(host, timeout=TIMEOUT, context=ssl.create_default_context())


def post(host: str, path: str, content: bytes, content_type: str) -> tuple[int, str]:
    """The status and the text of the answer. Raises PushFailed, whose message never holds the path with its key."""
    connection = connect(host)
    try:
        connection.request("POST", path, content, {"Content-Type": content_type, "User-Agent": "hefei-push"})
        response = connection.getresponse()
        return response.status, _text(response)
    except ssl.SSLCertVerificationError as error:
        raise PushFailed(f"{host} 的证书不对（{error.verify_message}），没有推送。") from error
    except TimeoutError as error:
        raise PushFailed(f"{host} 超过 {TIMEOUT} 秒没有回答。") from error
    except (OSError, HTTPException) as error:
        raise PushFailed(f"连接 {host} 没有成功（{type(error).__name__}）。") from error
    finally:
        connection.close()


def _text(response) -> str:
    """Raises PushFailed where it is too long, or comes too slowly."""
    found, until = b"", time.monotonic() + LONGEST
    while part := response.read1(MOST_BYTES):
        found += part
        if len(found) > MOST_BYTES:
            raise PushFailed("回答太长，没有读完。")
        if time.monotonic() > until:
            raise PushFailed(f"回答超过 {LONGEST} 秒没有说完。")
    return found.decode("utf-8", "replace")
