"""A search engine that hangs, fails or hangs up: run inside of a network and a mount namespace, where its name leads to this machine.

Prints a line for each try.
"""

import json
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from drills.browser import Browser
from drills.faults.alone import say
from drills.faults.ground import Ground
from drills.postgres import Server
from drills.processes import DrillError, Place, free_port
from drills.site import environment

NAME, KEY = "api.indexnow.org", "0123456789abcdef"
HANGS = 60  # seconds; the site gives up after 10


class Engine(BaseHTTPRequestHandler):
    """Answers as it is told to."""

    def do_POST(self):
        """What a push is answered with."""
        length = int(self.headers.get("Content-Length", 0))
        self.server.heard.append(json.loads(self.rfile.read(length)))
        if self.server.mode == "hang":
            time.sleep(HANGS)
        if self.server.mode == "drop":
            return
        self.send_response({"fail": 500, "away": 302}.get(self.server.mode, 200))
        self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nothing is written of it."""


def main(folder: Path, data: Path) -> None:
    """Publish, then let the minute's command tell the engine, which answers in all the wrong ways and then well."""
    here = Place(folder)
    try:
        engine = listening(folder)
        server = Server(here, data, free_port())
        server.start()
        accounts = json.loads((folder / "accounts.json").read_text("utf-8"))
        keys = {"INDEXNOW_KEY": KEY, "SSL_CERT_FILE": str(folder / "engine.pem")}
        ground = Ground(here, server, accounts, environment(here, server.url(), **keys))
        ground.start()
        rehearse(ground, engine)
    finally:
        for process in reversed(here.processes):
            process.stop()


def rehearse(ground: Ground, engine: ThreadingHTTPServer) -> None:
    """A publishing while the engine hangs, then each way to fail, then a good answer."""
    engine.mode = "hang"
    made = ground.inside("killed", "0")
    published = ground.ask("SELECT path FROM articles_push WHERE sent_at IS NULL ORDER BY id DESC LIMIT 1")
    shown = Browser(ground.address).get(published).status
    say(
        shown == 200,
        f"publishing takes {made['seconds']:.1f} s while the engine hangs; the page answers {shown}",
    )
    for mode in ("hang", "fail", "drop", "away"):
        engine.mode = mode
        ground.ask("UPDATE articles_push SET next_try_at = now() WHERE sent_at IS NULL")
        heard, began = len(engine.heard), time.monotonic()
        status = _run_due(ground)
        took = time.monotonic() - began
        trouble = ground.ask("SELECT trouble FROM articles_push WHERE path = %s", published)
        was_once = len(engine.heard) - heard == 1
        say(
            status and took < 60 and bool(trouble) and was_once,
            f"{mode}: given up after {took:.0f} s, noted as “{trouble}”",
        )
    waits = ground.ask(
        "SELECT bool_and(next_try_at > now() AND tries = 4) FROM articles_push WHERE sent_at IS NULL"
    )
    say(waits, "tried four times, each push waits for its next try")
    engine.mode = "good"
    ground.ask("UPDATE articles_push SET next_try_at = now() WHERE sent_at IS NULL")
    status = _run_due(ground)
    left = ground.ask("SELECT count(*) FROM articles_push WHERE sent_at IS NULL")
    told = [address for message in engine.heard[-1:] for address in message["urlList"]]
    say(not status and left == 0 and f"https://law.example{published}" in told, "when it answers, it is told")


def _run_due(ground: Ground) -> bool:
    """Whether the minute's command ended by saying that something failed."""
    try:
        ground.manage("run_due")
    except DrillError:
        return True
    return False


def listening(folder: Path) -> ThreadingHTTPServer:
    """The engine on port 443 of this namespace, under its own name, with a certificate for it."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    (folder / "hosts").write_text(f"127.0.0.1 localhost {NAME}\n", "utf-8")
    subprocess.run(["mount", "--bind", folder / "hosts", "/etc/hosts"], check=True)
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={NAME}",
    ]
    command += [
        "-addext",
        f"subjectAltName=DNS:{NAME}",
        "-keyout",
        folder / "engine.key",
        "-out",
        folder / "engine.pem",
    ]
    subprocess.run(command, check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 443), Engine)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "engine.pem", folder / "engine.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.mode, server.heard = "good", []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
