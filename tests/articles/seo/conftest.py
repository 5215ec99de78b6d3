"""A search engine on this machine, which answers what a test tells it to and keeps what it was told."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from articles.seo import posting

KEY, TOKEN = "0123456789abcdef", "geheim+/token"
SITE = "https://law.example"


@dataclass
class Heard:
    """One request as it came."""

    host: str
    path: str
    content_type: str
    body: str


@dataclass
class Engine:
    """Answers with status and text, for each request the next of the list and then the last again."""

    answers: list = field(default_factory=lambda: [(200, "")])
    heard: list[Heard] = field(default_factory=list)
    wait: float = 0  # seconds before each answer

    def answer(self, *answers) -> None:
        """Each a status and a text, or what is written as JSON."""
        self.answers = [
            (status, text if isinstance(text, str) else json.dumps(text, ensure_ascii=False))
            for status, text in answers
        ]


@pytest.fixture
def engine(monkeypatch):
    """The stub; every connection that posting.py opens leads to it, whatever the host."""
    stub = Engine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            stub.heard.append(Heard(self.headers["Host"], self.path, self.headers["Content-Type"], body))
            status, text = stub.answers.pop(0) if len(stub.answers) > 1 else stub.answers[0]
            time.sleep(stub.wait)
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def connect(host):
        return HTTPConnection("127.0.0.1", server.server_port, timeout=posting.TIMEOUT)

    monkeypatch.setattr(posting, "connect", connect)
    yield stub
    server.shutdown()
    server.server_close()


@pytest.fixture
def both(settings):
    """Both engines are switched on."""
    settings.SITE_URL, settings.INDEXNOW_KEY, settings.BAIDU_PUSH_TOKEN = SITE, KEY, TOKEN


@pytest.fixture
def indexnow(settings):
    """IndexNow alone is switched on."""
    settings.SITE_URL, settings.INDEXNOW_KEY = SITE, KEY


@pytest.fixture
def baidu(settings):
    """Baidu alone is switched on."""
    settings.SITE_URL, settings.BAIDU_PUSH_TOKEN = SITE, TOKEN
