"""Visitors who want to harm: slow ones, ones with hostile documents, addresses and words."""

import http.client
import time
from urllib.parse import quote, urlencode, urljoin, urlsplit

from drills.browser import Browser
from drills.faults import documents
from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.load import Report
from drills.processes import program
from drills.site import HOST, Answer

SLOW = {"headers": "-H", "body": "-B", "read": "-X"}
AT_ONCE, SECONDS = 1000, 12


def hostile_documents(stage: Stage, found: Found) -> None:
    """A lawyer's account sends documents that mean harm while visitors read."""
    with stage.ground("documents") as ground:
        lawyer = ground.lawyer()
        lawyer.timeout = 60
        ground.lawyer("shen")
        with ground.readers(20, direct=True) as readers:
            time.sleep(6)
            before = readers.report
            answers = {
                name: lawyer.upload("/admin/articles/article/docx/", data)
                for name, data in documents.hostile().items()
            }
            during = readers.since(before)
        told = ", ".join(f"{name} {a.status} after {a.seconds:.1f} s" for name, a in answers.items())
        taken = {name for name, a in answers.items() if a.status == 200}
        found.must(taken <= {"a file of the machine", "a path that climbs"}, told)
        found.must(all(b"root:" not in a.body for a in answers.values()), "no file of the machine was read")
        found.must(
            all(a.seconds < 30 for a in answers.values()),
            f"the longest took {max(a.seconds for a in answers.values()):.1f} s",
        )
        found.must(
            not during.failed and not before.failed,
            f"visitors before: p99 {before.p99 * 1000:.0f} ms; during: {during}",
        )


def slow(stage: Stage, found: Found) -> None:
    """A thousand connections that send or read by drops, through nginx and straight to a node, while visitors read."""
    tool = program("slowhttptest", package="slowhttptest")
    for name, option in SLOW.items():
        for direct in (False, True):
            with stage.ground(f"slow-{name}-{direct}") as ground:
                with ground.readers(20, direct=direct) as readers:
                    time.sleep(5)
                    before = readers.report
                    where = (ground.directly if direct else ground.address) + (
                        ground.paths[0] if name == "read" else "/admin/login/"
                    )
                    command = [
                        tool,
                        option,
                        "-c",
                        str(AT_ONCE),
                        "-r",
                        "500",
                        "-l",
                        str(SECONDS),
                        "-i",
                        "3",
                        "-u",
                        where,
                    ]
                    command += (
                        ["-k", "3", "-n", "3", "-w", "10", "-y", "20", "-z", "5"]
                        if name == "read"
                        else ["-x", "10"]
                    )
                    ground.here.run(command)
                    during = readers.since(before)
                told = f"slow {name}, {'straight to a node' if direct else 'through nginx'}: "
                told += f"p99 {before.p99 * 1000:.0f} -> {during.p99 * 1000:.0f} ms, {_failed(during)}"
                # A node takes as many connections as it has room for (backpressure) and gives up a slow one after ten seconds:
                # nobody fails, but others wait. That is why nothing but nginx may reach a node.
                found.must(not during.failed and (direct or during.p99 < max(0.3, 4 * before.p99)), told)


def _failed(report: Report) -> str:
    return f"{sum(report.failed.values())} of {report.asked} failed"


POISON = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example", "X-Host": "evil.example",
    "X-Forwarded-Proto": "http", "X-Forwarded-Scheme": "http", "X-Forwarded-Port": "8080", "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/", "X-HTTP-Method-Override": "POST", "X-HTTP-Method": "HEAD",
    "Forwarded": "for=1.2.3.4;host=evil.example;proto=http", "Cookie": "__Host-sessionid=evil; __Host-csrftoken=evil",
    "Origin": "https://evil.example", "Accept-Language": "en", "User-Agent": "evil'\"><script>", "Referer": "https://evil.example/",
    "Accept": "application/json", "Range": "bytes=0-5", "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT",
    "If-None-Match": '"evil"', "X-Accel-Expires": "9999", "Cache-Control": "only-if-cached", "Pragma": "evil",
}  # fmt: skip


def poisoned(stage: Stage, found: Found) -> None:
    """Whatever one visitor sends, the next one must get the page as it is."""
    ground = stage.shared
    articles = [path for path in ground.paths if path.startswith("/hf/")]
    visitor, bad = Browser(ground.address), []
    for number, (name, value) in enumerate(POISON.items()):
        path = articles[number % len(articles)]
        time.sleep(0.1)
        attack = visitor.get(f"{path}?c={number}", **{name.replace("-", "_"): value})
        after = visitor.get(f"{path}?c={number}")
        clean = visitor.get(f"{path}?c={number}-clean")
        if after.status != 200 or after.body != clean.body or b"evil" in after.body:
            bad.append(f"{name} ({attack.status}, then {after.status})")
    found.must(not bad, f"{len(POISON)} headers, changed for the next visitor: {', '.join(bad) or 'none'}")
    shadows = [
        f"{articles[0]}%2f..%2fadmin/",
        f"/admin/..;{articles[0]}",
        f"/admin/{'x' * 50}.css",
        "/admin/articles/article/.css",
    ]
    lawyer = ground.lawyer()
    leaked = []
    for path in shadows:
        first, second = _raw(ground, path, lawyer.cookies), _raw(ground, path, {})
        if (first[1] == second[1] and b"logout" in second[1]) or "s-maxage" in second[2].get(
            "cache-control", ""
        ):
            leaked.append(path)
    found.must(
        not leaked,
        f"{len(shadows)} addresses between what is kept and what is not: {leaked or 'none is kept'}",
    )


def _raw(ground: Ground, path: str, cookies: dict[str, str], where: str = "") -> tuple[int, bytes, dict]:
    """A path as it stands, nothing of it made tidy."""
    line = http.client.HTTPConnection(urlsplit(where or ground.address).netloc, timeout=15)
    try:
        line.putrequest("GET", path, skip_host=True)
        for name, value in {"Host": HOST, "X-Forwarded-Proto": "https"}.items():
            line.putheader(name, value)
        if cookies:
            line.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()))
        line.endheaders()
        answer = line.getresponse()
        return answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()}
    except (OSError, http.client.HTTPException):
        return 0, b"", {}
    finally:
        line.close()


AWAY = ["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example", "http:///evil.example", "//evil.example/%2e%2e", "/%2f%2fevil.example", "/%5cevil.example", "https://law.example@evil.example/", "https://law.example.evil.example/", "javascript:alert(1)", "//law.example\\@evil.example", "/\t/evil.example", "%0d%0aLocation:%20//evil.example", " //evil.example"]  # fmt: skip


def led_away(stage: Stage, found: Found) -> None:
    """Addresses that would lead a visitor to another site: behind the login, and wherever a page leads on."""
    ground = stage.shared
    seen = {}
    for target in AWAY:
        browser = Browser(ground.address)
        browser.get("/admin/login/")
        fields = {"username": "lin", "password": ground.accounts["lin"]["password"], "next": target}
        seen[f"next={target}"] = browser.post(f"/admin/login/?{urlencode({'next': target})}", fields)
        seen[f"GET {target}"] = browser.get(f"/admin/login/?{urlencode({'next': target})}")
    places = [quote(target, safe="/%\\@:") for target in AWAY]
    for path in [f"/{place}" for place in places] + [f"/{place.strip('/')}/.." for place in places]:
        status, body, headers = _raw(ground, path.replace(" ", "%20").replace("\t", "%09"), {})
        seen[path] = Answer(status, headers, body, 0)
    away = {
        where: answer.headers["location"]
        for where, answer in seen.items()
        if "location" in answer.headers and not _ours(answer.headers["location"])
    }
    found.must(not away, f"{len(seen)} tried, led to another site: {away or 'none'}")
    found.must(all(answer.status < 500 for answer in seen.values()), "none failed")


def _ours(location: str) -> bool:
    """Whether a browser stays on the site; it takes a backslash for a slash and forgets tabs."""
    read = location.replace("\\", "/").replace("\t", "").strip()
    return urlsplit(urljoin("https://law.example/admin/login/", read))[:2] == ("https", HOST)


CLIMB = ["/static/../../../../etc/passwd", "/static/..%2f..%2f..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
         "/media/../../../../etc/passwd", "/media/..%2f..%2f..%2f..%2fetc%2fpasswd", "/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
         "/media//etc/passwd", "/media/%2fetc%2fpasswd", "/media/..\\..\\etc\\passwd", "/media/..%5c..%5cetc%5cpasswd",
         "/static/..%c0%af..%c0%afetc/passwd", "/static../hefei_site/settings.py", "/media../hefei_site/settings.py",
         "/static/%00", "/media/a%00.png", "/preview/..%2f..%2fadmin/", "/laws/..%2f..%2fadmin/", "//admin/", "/./admin/", "/hf/..%2f1000.html",
         "/media/%252e%252e%252fetc%252fpasswd"]  # fmt: skip


def climbed(stage: Stage, found: Found) -> None:
    """Paths that lead out of the folders of files, spelt in many ways, to nginx and to a node."""
    ground = stage.shared
    seen = {
        f"{path} {where}": _raw(ground, path, {}, where)
        for path in CLIMB
        for where in (ground.address, ground.directly)
    }
    read = [name for name, (_, body, _) in seen.items() if b"root:" in body or b"SECRET_KEY" in body]
    failed = [f"{name} {status}" for name, (status, *_) in seen.items() if status >= 500 or status == 0]
    found.must(not read, f"{len(seen)} tried, files read: {read or 'none'}")
    found.must(not failed, f"failed: {failed[:4] or 'none'}")


WANTED = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin",
    "strict-transport-security": "max-age=",
    "x-frame-options": "DENY",
}


def headed(stage: Stage, found: Found) -> None:
    """The headers that keep a browser from being used, on answers of every kind."""
    with stage.ground("headed") as ground:
        visitor, lawyer = Browser(ground.address), ground.lawyer()
        page = ground.paths[0]
        tag = visitor.get(page).headers.get("etag", "")
        answers = {
            "200": visitor.get(page),
            "304": visitor.get(page, If_None_Match=tag),
            "404": visitor.get("/nowhere/"),
            "405": Browser(ground.address).send("OPTIONS", "/about/"),
            "403": Browser(ground.address).post("/admin/login/", {"username": "x"}),
            "301": Browser(ground.directly).get(page),
            "302": visitor.get("/admin/"),
            "admin": lawyer.get("/admin/articles/article/"),
            "feed": visitor.get("/atom.xml"),
            "sitemap": visitor.get("/sitemap.xml"),
            "400": Browser(ground.address, host="evil.example").get("/"),
        }
        ground.server.stop("immediate")
        answers["503 of the site"] = Browser(ground.directly, direct=True).get("/nowhere/")
        answers["503 of nginx"] = visitor.get("/nowhere/else/")
        wrong = {}
        for name, answer in answers.items():
            # Browsers take HSTS over TLS only (RFC 6797, 7.2), and the redirect to TLS comes without.
            wanted = {header for header in WANTED if name != "301" or header != "strict-transport-security"}
            if missing := [
                header for header in wanted if WANTED[header] not in answer.headers.get(header, "")
            ]:
                wrong[name] = missing
        statuses = {name: answer.status for name, answer in answers.items() if name[:3].isdigit()}
        found.must(
            all(name.startswith(str(status)) for name, status in statuses.items()),
            f"answers of {len(answers)} kinds {'' if all(n.startswith(str(s)) for n, s in statuses.items()) else statuses}",
        )
        found.must(not wrong, f"headers missing: {wrong or 'none'}")


FORGERY = "2026-01-01 00:00:00,000 ERROR root forged"


def logged(stage: Stage, found: Found) -> None:
    """Lines that somebody would like to see in the log, and what must not stand there."""
    with stage.ground("logged") as ground:
        browser = Browser(ground.address)
        sent = quote(f"\r\n{FORGERY}\r\n")
        for path in (
            f"/nowhere{sent}/",
            f"/search/?q={sent}",
            f"/preview/{'q' * 43}/",
            "/hf/99999999.html?phone=13800138000",
            f"/\x1b[2J{sent}".replace("\x1b", "%1b"),
        ):
            browser.get(path, User_Agent="evil\x1b]0;x")
        browser.post("/admin/login/", {"username": FORGERY, "password": "geheim-geheim"})
        ground.lawyer().post("/admin/login/", {"username": "a\r\nb", "password": "geheim-geheim"})
        written = ground.nodes[0].process.log.read_text("utf-8", "replace")
        found.must(
            not [line for line in written.splitlines() if line.startswith(FORGERY[:30])],
            f"{len(written.splitlines())} lines, none of them forged",
        )
        told = [
            word
            for word in ("geheim-geheim", "q" * 43, ground.accounts["lin"]["password"], "sessionid=", "\x1b")
            if word in written
        ]
        found.must(not told, f"passwords, links that are keys, cookies, control characters: {told or 'none'}")
        access = (ground.here.folder / "access.log").read_text("utf-8", "replace")
        found.must("q" * 43 not in access, "nor does nginx log such a link")
