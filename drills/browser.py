"""One browser of a rehearsal: its cookies, and what a browser on https:// sends with a form."""

import http.client
import time
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urlsplit

from drills.processes import DrillError
from drills.site import HOST, Answer

BOUNDARY = "----drill"
PATIENCE = 15.0  # seconds until an answer is given up


class Browser:
    """Asks one address, over a new connection each time: no retry of a library's hides a failure.

    Where no nginx stands between (direct), it says itself that TLS was spoken, and from where (client). source is the
    address of this machine that it really comes from.
    """

    def __init__(
        self,
        address: str,
        *,
        host: str = HOST,
        timeout: float = PATIENCE,
        direct: bool = False,
        client: str = "",
        source: str = "",
    ):
        self.address, self.host, self.timeout = urlsplit(address), host, timeout
        self.source = (source, 0) if source else None
        self.cookies: dict[str, str] = {}
        self.added = (
            {"X-Forwarded-Proto": "https", "X-Forwarded-For": client or "127.0.0.1"} if direct else {}
        )

    @property
    def token(self) -> str:
        """What a form must carry; the cookie's name begins with __Host- where TLS is spoken."""
        return next((value for name, value in self.cookies.items() if name.endswith("csrftoken")), "")

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page; underscores in the names of headers are hyphens. No redirect is followed."""
        return self._ask("GET", path, None, headers)

    def send(self, method: str, path: str) -> Answer:
        """Ask by another method."""
        return self._ask(method, path, b"", {"X-CSRFToken": self.token})

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form, with the token that the cookie holds."""
        sent = {"csrfmiddlewaretoken": self.token, **fields}
        own = {"Content-Type": "application/x-www-form-urlencoded"}
        own |= {"Origin": f"https://{self.host}", "Referer": f"https://{self.host}{path}"}
        return self._ask("POST", path, urlencode(sent).encode(), own | headers)

    def upload(self, path: str, file: bytes, name: str = "a.docx", **fields: str) -> Answer:
        """Send a file as the script of an open editor does."""
        own = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        own |= {"Origin": f"https://{self.host}", "Referer": f"https://{self.host}{path}"}
        sent = {"csrfmiddlewaretoken": self.token, **fields}
        part = '--{0}\r\nContent-Disposition: form-data; name="{1}"{2}\r\n'
        parts = "".join(f"{part.format(BOUNDARY, key, '')}\r\n{value}\r\n" for key, value in sent.items())
        parts += part.format(BOUNDARY, "file", f'; filename="{name}"')
        body = f"{parts}Content-Type: application/octet-stream\r\n\r\n".encode() + file
        return self._ask("POST", path, body + f"\r\n--{BOUNDARY}--\r\n".encode(), own)

    def log_in(self, username: str, password: str) -> Answer:
        """Through the real login; the answer's status is 302 where it was taken."""
        if not self.token:
            asked = self.get("/admin/login/")
            if asked.status != 200:
                return asked
        fields = {"username": username, "password": password, "next": "/admin/"}
        return self.post("/admin/login/", fields)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = {"Host": self.host, "Accept-Encoding": "identity", **self.added}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line, began = self._line(), time.monotonic()
        try:
            line.request(method, path, body, sent)
            answer = line.getresponse()
            read = answer.read()
        except (OSError, http.client.HTTPException):
            return Answer(0, {}, b"", time.monotonic() - began)
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self._keep(cookie)
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, named, read, time.monotonic() - began)

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            self.address.netloc, timeout=self.timeout, source_address=self.source
        )

    def _keep(self, header: str) -> None:
        try:
            for name, cookie in SimpleCookie(header).items():
                self.cookies[name] = cookie.value
                if not cookie.value or cookie["max-age"] == "0":
                    del self.cookies[name]
        except CookieError as error:
            raise DrillError(f"a cookie that no browser takes: {header}") from error
