"""The load of the drills counts what happens: against a server whose answers are known."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from drills.browser import Browser
from drills.load import AUTOSAVE, Readers, Report, Writers, share


class Site(BaseHTTPRequestHandler):
    """Says ok but for /broken (503), /trace (500 with its inside shown) and /dead (hangs up); takes one password."""

    protocol_version = "HTTP/1.1"
    saved = 200

    def do_GET(self):
        status = {"/broken": 503, "/trace": 500}.get(self.path, 200)
        if self.path == "/dead":
            self.close_connection = True
            return
        words = b"Traceback (most recent call last)" if status == 500 else b"ok"
        self._answer(status, words, ["__Host-csrftoken=abc; Path=/; Secure"] if "login" in self.path else [])

    def do_POST(self):
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        inside = "session=1" in self.headers.get("Cookie", "")
        is_honest = (
            fields["csrfmiddlewaretoken"] == ["abc"] and self.headers["Origin"] == "https://law.example"
        )
        if self.path == "/admin/login/":
            right = fields["password"] == ["right"] and is_honest
            return self._answer(302 if right else 200, b"", ["session=1; Path=/"] if right else [])
        status = self.server.saved if inside and is_honest else 401
        return self._answer(status, b'{"state": "saved"}' if status == 200 else b"{}", [])

    def _answer(self, status, body, cookies):
        self.send_response(status)
        for cookie in cookies:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def served():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.saved = 200
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(server) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_readers_count_each_status_and_what_shows_the_inside(served):
    with Readers(address(served), ["/", "/broken", "/trace", "/dead"], 200) as readers:
        time.sleep(0.3)
    report = readers.report
    assert set(report.statuses) == {0, 200, 500, 503}
    assert report.failed == {status: report.statuses[status] for status in (0, 500, 503)}
    assert report.traces == report.statuses[500]
    assert report.asked == len(report.seconds) == sum(report.statuses.values())


def test_the_longest_gap_is_measured_to_the_end_where_nothing_comes_back(served):
    with Readers(address(served), ["/dead"], 100) as readers:
        time.sleep(0.3)
    assert readers.report.longest_gap >= 0.3


def test_what_is_asked_later_is_told_apart(served):
    with Readers(address(served), ["/broken"], 100) as readers:
        time.sleep(0.1)
        before = readers.report
        assert readers.since(before).asked <= 2
    assert readers.since(Report()).asked == readers.report.asked


def test_writers_log_in_as_a_browser_does_and_count_what_is_acknowledged(served):
    with Writers(address(served), [("lin", "right")], 50) as writers:
        time.sleep(0.3)
    report = writers.report
    assert report.acknowledged == report.statuses[200] > 3
    assert (report.statuses[302], report.failed) == (1, {})


def test_a_write_that_is_refused_is_not_acknowledged(served):
    served.saved = 503
    with Writers(address(served), [("lin", "right")], 50) as writers:
        time.sleep(0.2)
    report = writers.report
    assert report.acknowledged == 0
    assert report.failed == {503: report.asked - 1}  # beside the login's answer
    assert report.longest_gap >= 0.2  # a login is no write


def test_a_writer_whom_nobody_lets_in_counts_as_saving_nothing(served):
    with Writers(address(served), [("lin", "wrong")], 50) as writers:
        time.sleep(0.1)
    assert (writers.report.acknowledged, set(writers.report.statuses)) == (0, {200})


def test_a_cookie_is_sent_back_until_the_site_takes_it_away(served):
    browser = Browser(address(served))
    browser.log_in("lin", "right")
    assert browser.cookies == {"__Host-csrftoken": "abc", "session": "1"}
    browser._keep("session=; Max-Age=0")
    assert (browser.cookies, browser.post(AUTOSAVE, {}).status) == ({"__Host-csrftoken": "abc"}, 401)


@pytest.mark.parametrize(
    ("seconds", "part", "found"),
    [
        ([], 0.99, 0.0),  # nobody was answered
        ([3.0], 0.99, 3.0),
        ([0.1] * 99 + [5.0], 0.99, 5.0),  # the slowest of a hundred
        ([0.1] * 100 + [5.0], 0.5, 0.1),
    ],
)
def test_share(seconds, part, found):
    assert share(seconds, part) == found
