"""Errors reach Sentry without what is personal, and a Sentry that hangs delays nobody.

The site runs in a process of its own: the SDK patches Django for good.
"""

import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from django.conf import settings as project

UNPACKED = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
SITE = """
import json, time, django
django.setup()
from django.test import Client
from firm.models import Firm

def load():
    typed = "秘密"
    raise ValueError("王某的电话 13812345678，身份证 330102199001011234\\nDETAIL:  Failing row contains (1, 王某).")

Firm.load = load
client = Client(raise_request_exception=False, headers={"host": "localhost", "authorization": "Basic c2VjcmV0", "x-forwarded-for": "203.0.113.77"})
client.cookies["sessionid"] = ""
times = []
for number in range(3):
    begun = time.perf_counter()
    response = client.post("/admin/login/?q=13912345678", {"username": "zhang@firm.cn", "password": "pass-word"})
    times.append(time.perf_counter() - begun)
print(json.dumps({"times": times, "status": response.status_code, "number": response["X-Request-ID"]}))
"""


class Ingest(BaseHTTPRequestHandler):
    """Sentry's door, as far as the SDK knows it."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = UNPACKED[self.headers.get("Content-Encoding")](body)
        self.server.received.append((self.path, body.decode()))
        if self.server.hangs.wait(self.server.patience):
            return
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


@pytest.fixture
def ingest():
    with ThreadingHTTPServer(("127.0.0.1", 0), Ingest) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.received, server.hangs, server.patience = [], threading.Event(), 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.hangs.set()
        server.shutdown()


def run_site(port: int) -> tuple[dict, float]:
    """What the site did, three errors long, and how many seconds the process took."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "hefei_site.settings",
        "SECRET_KEY": "x" * 50,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SENTRY_DSN": f"http://key@127.0.0.1:{port}/7",
        "RELEASE": "2026.11",
        "KEPT_PAGES_MB": "0",
    }
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", SITE], env=environment, cwd=project.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), time.monotonic() - begun


def test_an_error_arrives_without_what_is_personal(ingest):
    done, _ = run_site(ingest.server_port)
    path, envelope = ingest.received[-1]
    event = json.loads(envelope.splitlines()[-1])
    assert (done["status"], path) == (500, "/api/7/envelope/")
    assert (event["release"], event["request"], event["tags"]["request_id"]) == (
        "2026.11",
        {"method": "POST", "url": "/admin/login/"},
        done["number"],
    )
    (value,) = [one["value"] for one in event["exception"]["values"]]
    assert value == "王某的电话 [手机号]，身份证 [身份证号]\nDETAIL:  Failing row contains (…)."
    frame = event["exception"]["values"][0]["stacktrace"]["frames"][-1]
    assert (frame["function"], "vars" in frame) == ("load", False)
    everything = "".join(body for _, body in ingest.received)
    secrets = [
        "13812345678",
        "33010219900101",
        "13912345678",
        "zhang",
        "pass-word",
        "c2VjcmV0",
        "203.0.113.77",
        "秘密",
        "sessionid",
    ]
    assert [secret for secret in secrets if secret in everything] == []


@pytest.mark.parametrize("case", ["hangs", "unreachable"])
def test_a_sentry_that_does_not_answer_delays_nobody(case, ingest):
    ingest.patience = 60
    with socket.create_server(("127.0.0.1", 0)) as held:
        nobody = held.getsockname()[1]
    done, took = run_site(ingest.server_port if case == "hangs" else nobody)
    assert (done["status"], sorted(done["times"])[1] < 0.5, took < 20) == (500, True, True)
    assert bool(ingest.received) == (case == "hangs")
