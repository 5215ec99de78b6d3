"""The nginx configuration that we ship: what it keeps, for how long, and what never; a real nginx, where there is one."""

import gzip
import http.client
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError

import pytest
from django.conf import settings

from articles import workflow
from articles.models import Article, StoredPage
from firm.freshness import SHARED

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
DEPLOY = settings.BASE_DIR / "deploy"
CONF = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 200; }}
http {{
    include {log_format}; access_log {folder}/access.log hefei; default_type text/html;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream hefei {{ server {upstream}; keepalive 8; }}
    proxy_cache_path {folder}/cache keys_zone=hefei:1m inactive=12m use_temp_path=off;
    proxy_cache_path {folder}/media keys_zone=hefei_media:1m inactive=1d use_temp_path=off;
    server {{ include {media}; listen 127.0.0.1:{port}; add_header X-Cache $upstream_cache_status always; include {pages}; }}
}}
"""


@pytest.fixture(scope="session", autouse=True)
def there_is_one():
    if NGINX is None:
        if os.environ.get("REQUIRE_NGINX"):
            pytest.fail("no nginx on this machine, and REQUIRE_NGINX is set")
        pytest.skip("no nginx on this machine (Debian: apt install nginx-light)")


@pytest.fixture
def front(tmp_path):
    """front(host and port of an upstream): the address of an nginx before it, with our configuration."""
    started = []

    def _front(upstream: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        pages = tmp_path / "pages.conf"
        pages.write_text((DEPLOY / "pages.conf").read_text().replace("/etc/nginx/hefei", str(DEPLOY)))
        (tmp_path / "nginx.conf").write_text(
            CONF.format(
                folder=tmp_path,
                upstream=upstream,
                port=port,
                pages=pages,
                log_format=DEPLOY / "access-log.conf",
                media=DEPLOY / "media-on-s3.conf",
            )
        )
        tmp_path.chmod(0o777)
        command = [
            NGINX,
            "-p",
            str(tmp_path),
            "-c",
            str(tmp_path / "nginx.conf"),
            "-e",
            str(tmp_path / "error.log"),
        ]
        if os.getuid() == 0:
            command += ["-g", "user root;"]  # the folder of the test is root's
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        _wait(port)
        return f"http://127.0.0.1:{port}"

    yield _front
    for process in started:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


class Upstream(ThreadingHTTPServer):
    """A site that answers what it is told to, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked, self.headers, self.status, self.delay = [], {}, 200, 0.0

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        time.sleep(self.server.delay)
        body = f"page {len(self.server.asked)} {'x' * 2000}".encode()
        status = self.server.status
        if status == 200 and self.server.headers.get("ETag") and self.headers.get("If-None-Match"):
            status, body = 304, b""
        self.send_response(status)
        for name, value in self.server.headers.items() if status < 500 else ():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def upstream():
    with Upstream() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def get(address: str, **headers) -> tuple[int, str, dict]:
    """Status, text and headers of an answer; names of headers with _ for -."""
    asked = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:
            return response.status, _text(response), dict(response.headers)
    except HTTPError as error:
        return error.code, _text(error), dict(error.headers)


def _text(response) -> str:
    body = response.read()
    is_packed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if is_packed else body).decode("utf-8", "replace")


def test_what_is_shared_is_kept_for_a_second(front, upstream):
    upstream.headers = {"Cache-Control": SHARED}
    address = front(upstream.name) + "/hf/1.html"
    first, second = get(address), get(address)
    assert (first[1], first[2]["X-Cache"], second[2]["X-Cache"]) == (second[1], "MISS", "HIT")
    time.sleep(2.1)
    assert get(address)[1].startswith("page 2 ")  # never an old one first
    assert len(upstream.asked) == 2


def test_after_the_second_the_site_is_asked_whether_it_is_the_same(front, upstream):
    upstream.headers = {"Cache-Control": SHARED, "ETag": '"a"'}
    address = front(upstream.name) + "/hf/1.html"
    get(address)
    time.sleep(2.1)
    assert get(address)[2]["X-Cache"] == "REVALIDATED"
    assert upstream.asked[1][1]["If-None-Match"] == '"a"'


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/search/?q=x", {}),
        ("/x", {"Cache-Control": "private"}),
        ("/x", {"Cache-Control": "no-store"}),
        ("/x", {"Cache-Control": "max-age=0"}),
        ("/x", {"Cache-Control": SHARED, "Set-Cookie": "sessionid=1"}),
        ("/admin/", {"Cache-Control": SHARED}),  # whatever it says
        ("/preview/token/", {"Cache-Control": SHARED}),
    ],
)
def test_what_is_never_kept(path, headers, front, upstream):
    upstream.headers = headers
    address = front(upstream.name) + path
    assert get(address, Cookie="sessionid=staff")[1].startswith("page 1 ")
    assert get(address)[1].startswith("page 2 ")


def test_many_at_once_ask_the_site_once(front, upstream):
    upstream.headers, upstream.delay = {"Cache-Control": SHARED}, 0.3
    address = front(upstream.name) + "/hf/1.html"
    with ThreadPoolExecutor(20) as pool:
        pages = {text for _, text, _ in pool.map(get, [address] * 20)}
    assert (len(pages), len(upstream.asked)) == (1, 1)


@pytest.mark.parametrize(("seconds", "status"), [(600, 200), (1, 503)])
def test_while_the_site_fails_what_was_kept_is_shown_for_a_time(seconds, status, front, upstream):
    """In the form, compressed or not, that was kept for who asks in the same way; the site says so by Vary."""
    upstream.headers = {"Cache-Control": SHARED.replace("600", str(seconds)), "Vary": "Accept-Encoding"}
    address = front(upstream.name) + "/hf/1.html"
    get(address, Accept_Encoding="br")
    kept = get(address)[1]
    upstream.status = 500
    time.sleep(3.1)
    found = get(address)
    assert kept.startswith("page 2 ")
    assert status == 503 or found[1] == kept
    assert (found[0], "网站暂时打不开" in found[1]) == (status, status == 503)
    upstream.status = 200
    assert get(address)[1].startswith("page 4 ")


def test_a_site_that_is_gone(front, upstream):
    upstream.headers = {"Cache-Control": SHARED, "Connection": "close"}
    address = front(upstream.name)
    get(f"{address}/hf/1.html")
    upstream.shutdown()
    upstream.server_close()
    time.sleep(2.1)
    assert [get(f"{address}/hf/1.html")[0], get(f"{address}/hf/2.html")[0]] == [200, 503]
    for path in ("/admin/", "/preview/token/"):  # staff read Chinese, too
        status, text, headers = get(address + path)
        assert (status, "网站暂时打不开" in text, headers["Cache-Control"]) == (503, True, "no-store")


@pytest.mark.parametrize("status", [404, 410, 400])
def test_what_the_site_says_of_an_address_is_passed_on(status, front, upstream):
    upstream.status = status
    assert get(front(upstream.name) + "/hf/1.html")[:2] == (status, "page 1 " + "x" * 2000)


def test_what_clients_claim_of_themselves_is_dropped(front, upstream):
    get(front(upstream.name) + "/x", X_Forwarded_For="1.2.3.4", X_Forwarded_Proto="https")
    ((_, headers),) = upstream.asked
    assert (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]) == ("127.0.0.1", "http")


def test_an_invitation_s_link_is_not_logged(front, upstream, tmp_path):
    address = front(upstream.name)
    get(f"{address}/preview/secret-token/")
    get(f"{address}/hf/1.html")
    time.sleep(0.2)
    log = (tmp_path / "access.log").read_text()
    assert ("secret-token" in log, "/hf/1.html" in log) == (False, True)


def logged(tmp_path, many: int) -> list[dict]:
    """The lines of the access log, once there are so many."""
    until = time.monotonic() + 3
    while time.monotonic() < until:
        lines = (tmp_path / "access.log").read_text().splitlines()
        if len(lines) >= many:
            break
        time.sleep(0.02)
    return [json.loads(line) for line in lines]


def test_a_request_has_one_number_everywhere(front, upstream, tmp_path):
    """In the answer, what the site was asked, nginx's log; also where the answer is a kept one, made for another request."""
    upstream.headers = {"Cache-Control": SHARED, "X-Request-ID": "a" * 32}
    address = front(upstream.name) + "/hf/1.html"
    answers = [
        get(address, X_Request_ID="f" * 32)[2] for _ in range(2)
    ]  # what clients call themselves is dropped
    numbers = [answer["X-Request-ID"] for answer in answers]
    lines = logged(tmp_path, 2)
    assert [line["request_id"] for line in lines] == numbers
    assert [line["cache"] for line in lines] == ["MISS", "HIT"]
    assert [headers["X-Request-ID"] for _, headers in upstream.asked] == numbers[:1]
    assert len({*numbers, "a" * 32, "f" * 32}) == 4


@pytest.mark.parametrize(
    ("asked", "uri"),
    [
        ("/hf/1.html?page=2", "/hf/1.html"),
        ("/search/?q=13812345678", "/search/"),  # what somebody looks for
        ('/x"}\\%0a{"y', '/x"}\\%0a{"y'),  # what would end the line or the text
    ],
)
def test_what_the_log_says(asked, uri, front, upstream, tmp_path):
    host, port = front(upstream.name).removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port))
    connection.putrequest("GET", asked)
    connection.putheader("User-Agent", 'a"b\x1b[31m')
    connection.endheaders()
    body = connection.getresponse().read()
    (line,) = logged(tmp_path, 1)
    said = {key: line[key] for key in ("method", "uri", "status", "bytes", "address", "cache", "agent")}
    expected = {"method": "GET", "uri": uri, "status": 200, "bytes": len(body), "address": "127.0.0.1"}
    assert said == expected | {"cache": "MISS", "agent": 'a"b\x1b[31m'}
    assert (line["request_time"] >= 0, float(line["upstream_response_time"]) >= 0) == (True, True)


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_what_the_site_says_of_itself_is_not_for_outside(path, front, upstream):
    host, port = front(upstream.name).removeprefix("http://").split(":")
    found = {}
    for source in ("127.0.0.1", "127.0.0.2"):  # another address of this machine is one that is not allowed
        connection = http.client.HTTPConnection(host, int(port), source_address=(source, 0))
        connection.request("GET", path)
        found[source] = connection.getresponse().status
    assert (found, len(upstream.asked)) == ({"127.0.0.1": 200, "127.0.0.2": 403}, 1)


def test_pictures_on_s3_are_fetched_once_a_day(front, upstream):
    """However they are asked for; the site need not be there for what is kept."""
    upstream.headers = {"Cache-Control": "public, max-age=31536000, immutable", "Connection": "close"}
    address = front(upstream.name) + "/media/images/a.webp"
    first = get(address)
    upstream.shutdown()
    upstream.server_close()
    again = get(f"{address}?x=1", Cookie="sessionid=1")
    assert (first[1], again[1], again[2]["X-Cache"]) == (again[1], first[1], "HIT")
    assert again[2]["Cache-Control"] == "public, max-age=31536000, immutable"  # for browsers


def test_who_telephones_can_say_the_number(front, upstream):
    """On the page that stands where neither the site nor a kept page does."""
    upstream.status = 500
    status, text, headers = get(front(upstream.name) + "/hf/1.html")
    assert (status, f"错误编号：<code>{headers['X-Request-ID']}</code>" in text) == (503, True)


def test_pages_are_compressed(front, upstream):
    with urllib.request.urlopen(
        urllib.request.Request(front(upstream.name) + "/x", headers={"Accept-Encoding": "gzip"})
    ) as response:
        assert (response.headers["Content-Encoding"], response.headers["Vary"]) == ("gzip", "Accept-Encoding")


def test_the_shipped_server_is_a_configuration_that_nginx_takes(tmp_path):
    """Its folders, names and certificate are the reader's; the rest is as it stands."""
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=x",
            "-days",
            "1",
            "-keyout",
            str(tmp_path / "key.pem"),
            "-out",
            str(tmp_path / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    site = (DEPLOY / "hefei.conf").read_text().replace("/etc/ssl/hefei", str(tmp_path))
    pages = tmp_path / "pages.conf"
    pages.write_text((DEPLOY / "pages.conf").read_text().replace("/etc/nginx/hefei", str(DEPLOY)))
    site = site.replace("/etc/nginx/hefei/pages.conf", str(pages)).replace("/etc/nginx/hefei", str(DEPLOY))
    site = site.replace("/var/cache/nginx", str(tmp_path)).replace("/var/log/hefei", str(tmp_path))
    main = tmp_path / "nginx.conf"
    main.write_text(f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {site} }}")
    checked = subprocess.run(
        [NGINX, "-t", "-c", str(main), "-e", str(tmp_path / "error.log")], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


# The whole way: the site, its kept pages, nginx ------------------------------------------------------


def seen(address: str, expected, seconds: float = 3.0) -> bool:
    """Whether an answer at the address meets what is expected within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if expected(*get(address)[:2]):
            return True
        time.sleep(0.1)
    return False


PACKED = ("gzip", "gzip, deflate, br", "identity")


@pytest.mark.django_db(transaction=True)
def test_pages_are_kept_in_the_form_that_each_browser_takes(front, live_server, committed, publish):
    """The site itself compresses, so that of a thousand visitors' pages one is compressed."""
    article = publish("催收怎么办")
    assert (
        get(live_server.url + article.get_absolute_url(), Accept_Encoding="gzip")[2]["Content-Encoding"]
        == "gzip"
    )
    address = front(live_server.url.removeprefix("http://")) + article.get_absolute_url()
    for title in ("催收怎么办", "改了的题目"):
        Article.objects.filter(pk=article.pk).update(title=title)
        time.sleep(2.1)
        found = [get(address, Accept_Encoding=accepted) for accepted in PACKED * 2]
        assert {(status, text) for status, text, _ in found} == {found[0][:2]}
        assert f"<h1>{title}</h1>" in found[0][1]
        assert [headers.get("Content-Encoding") for _, _, headers in found] == ["gzip", "gzip", None] * 2
        assert [headers["X-Cache"] for _, _, headers in found[3:]] == ["HIT"] * 3


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_by_everybody_within_three_seconds(front, live_server, committed, publish, reviewer):
    article = publish("催收怎么办")
    site = front(live_server.url.removeprefix("http://"))
    address = site + article.get_absolute_url()
    assert StoredPage.objects.filter(pk=article.pk).exists()  # rendered when it was published
    assert seen(address, lambda status, text: status == 200 and "催收怎么办" in text)
    assert get(site + "/columns/debt/")[1].count("催收怎么办") >= 1
    Article.objects.filter(pk=article.pk).update(title="改了的题目")
    for where in (address, f"{site}/columns/debt/", f"{site}/"):
        assert seen(where, lambda status, text: "改了的题目" in text and "催收怎么办" not in text)
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert seen(address, lambda status, text: status == 410)
    assert seen(f"{site}/columns/debt/", lambda status, text: "改了的题目" not in text)


@pytest.mark.django_db(transaction=True)
def test_a_staff_member_s_page_is_never_served_to_a_visitor(
    front, live_server, committed, publish, administrator, client
):
    article = publish("催收怎么办")
    site = front(live_server.url.removeprefix("http://"))
    client.force_login(administrator)
    staff = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    mine = get(f"{site}/admin/articles/article/{article.pk}/change/", **staff)
    assert (mine[0], "催收怎么办" in mine[1]) == (200, True)
    visitors = get(f"{site}/admin/articles/article/{article.pk}/change/")
    assert "id_username" in visitors[1]
    page = site + article.get_absolute_url()
    assert get(page, **staff)[1] == get(page)[1]
    assert "Set-Cookie" not in get(page, **staff)[2]
