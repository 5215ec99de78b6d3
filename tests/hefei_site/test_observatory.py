"""What the Mozilla HTTP Observatory would give for what the site answers: A+, from Django alone and through our nginx.

130 points is all that its table has for a page without cookies: 100, default-src 'none' 10, Cross-Origin-Resource-Policy
10, Referrer-Policy 5, frame-ancestors 5. A page with cookies gets 5 more. Left are 5 for being on the browsers' preload
list, which only the firm can ask for, and 5 for integrity of scripts: see docs/decisions.md.
"""

import pytest
from django.test import Client

from articles import workflow
from articles.rendering import keeping
from tests.hefei_site import shipped
from tests.hefei_site.shipped import NAME, Answer
from tests.observatory import TABLE, Seen, score

HTTP, HTTPS = f"http://{NAME}/", f"https://{NAME}/"
PAGE = '<script src="/a.js" integrity="sha384-x"></script>'
FRAMES = "frame-ancestors 'none'"
CSP, HSTS, CORP = "Content-Security-Policy", "Strict-Transport-Security", "Cross-Origin-Resource-Policy"
BEST = {
    CSP: f"default-src 'none'; script-src 'self'; form-action 'self'; {FRAMES}",
    "Content-Type": "text/html",
    HSTS: "max-age=31536000",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    CORP: "same-origin",
    "Set-Cookie": "__Host-sessionid=x; Secure; HttpOnly; SameSite=Lax; Path=/",
}


def seen(*, text=PAGE, route=(HTTP, HTTPS), **changes) -> Seen:
    """The best answer with some headers changed, or left out where the value is None; _ in a name for -."""
    headers = BEST | {name.replace("_", "-"): value for name, value in changes.items()}
    return Seen(tuple((name, value) for name, value in headers.items() if value is not None), text, route)


def csp(policy: str) -> Seen:
    return seen(**{CSP: f"{policy}; {FRAMES}"})


def cookie(said: str, **changes) -> Seen:
    return seen(**{"Set-Cookie": said} | changes)


def script(tag: str) -> Seen:
    return seen(text=f"<script {tag}></script>")


ANYBODY = {"Access-Control-Allow-Origin": "https://a.example", "Access-Control-Allow-Credentials": "true"}
PLAIN = {CSP: "default-src 'none'; form-action 'self'"}
ROWS = [
    ("sri-implemented-and-all-scripts-loaded-securely", 140, seen()),
    ("csp-implemented-with-no-unsafe-default-src-none", 140, csp("default-src 'none'; form-action 'none'")),
    ("csp-implemented-with-no-unsafe", 135, csp("default-src 'self'")),
    ("csp-implemented-with-no-unsafe", 135, csp("default-src 'none'; form-action *")),
    ("csp-implemented-with-no-unsafe", 135, csp("default-src 'self' 'nonce-x' 'unsafe-inline'")),
    (
        "csp-implemented-with-unsafe-inline-in-style-src-only",
        130,
        csp("default-src 'none'; style-src 'unsafe-inline'"),
    ),
    (
        "csp-implemented-with-insecure-scheme-in-passive-content-only",
        120,
        csp("default-src 'none'; img-src http://a.example"),
    ),
    ("csp-implemented-with-unsafe-eval", 120, csp("default-src 'self' 'unsafe-eval'")),
    ("csp-implemented-with-unsafe-inline", 80, csp("default-src 'self' 'unsafe-inline'")),
    ("csp-implemented-with-unsafe-inline", 80, csp("default-src 'none'; script-src data:")),
    ("csp-implemented-with-unsafe-inline", 80, csp("script-src 'self'")),  # any object may be loaded
    ("csp-implemented-with-insecure-scheme", 80, csp("default-src 'self' http://a.example")),
    ("csp-not-implemented", 75, seen(**{CSP: None})),
    ("cookies-secure-with-httponly-sessions-and-samesite", 140, cookie("a=x; Secure; SameSite=Strict")),
    ("cookies-secure-with-httponly-sessions", 135, cookie("a=x; Secure; HttpOnly")),
    ("cookies-not-found", 135, seen(Set_Cookie=None)),
    ("cookies-without-secure-flag-but-protected-by-hsts", 95 + 35, cookie("a=x; SameSite=Lax")),
    (
        "cookies-session-without-secure-flag-but-protected-by-hsts",
        90 + 35,
        cookie("session=x; HttpOnly; SameSite=Lax"),
    ),
    ("cookies-without-secure-flag", 60, cookie("a=x; SameSite=Lax", **{HSTS: None})),
    ("cookies-samesite-flag-invalid", 80, cookie("a=x; Secure; SameSite=Odd")),
    ("cookies-samesite-flag-invalid", 80, cookie("a=x; SameSite=None")),
    ("cookies-anticsrf-without-samesite-flag", 80, cookie("csrftoken=x; Secure")),
    ("cookies-session-without-httponly-flag", 70, cookie("login=x; Secure; SameSite=Lax")),
    (
        "cookies-session-without-secure-flag",
        40,
        cookie("sessionid=x; HttpOnly; SameSite=Lax", **{HSTS: None}),
    ),
    ("cross-origin-resource-sharing-not-implemented", 140, seen()),
    (
        "cross-origin-resource-sharing-implemented-with-public-access",
        140,
        seen(Access_Control_Allow_Origin="*"),
    ),
    ("cross-origin-resource-sharing-implemented-with-universal-access", 50, seen(**ANYBODY)),
    ("redirection-to-https", 140, seen()),
    ("redirection-not-needed-no-http", 140, seen(route=())),
    ("redirection-missing", 80, seen(route=(HTTP,))),
    ("redirection-not-to-https", 80, seen(route=(HTTP, "http://a.example/"))),
    (
        "redirection-not-to-https-on-initial-redirection",
        90 + 40,
        seen(route=(HTTP, "http://a.example/", HTTPS)),
    ),
    ("redirection-off-host-from-http", 95 + 40, seen(route=(HTTP, "https://a.example/"))),
    ("referrer-policy-private", 140, seen()),
    ("referrer-policy-not-implemented", 135, seen(Referrer_Policy=None)),
    ("referrer-policy-unsafe", 95 + 35, seen(Referrer_Policy="no-referrer, unsafe-url")),  # the last counts
    ("referrer-policy-header-invalid", 95 + 35, seen(Referrer_Policy="none")),
    ("hsts-implemented-max-age-at-least-six-months", 140, seen()),
    ("hsts-implemented-max-age-less-than-six-months", 90 + 40, seen(**{HSTS: "max-age=15767999"})),
    ("hsts-not-implemented", 80, seen(**{HSTS: None})),
    ("hsts-header-invalid", 80, seen(**{HSTS: "on"})),
    ("sri-not-implemented-response-not-html", 135, seen(Content_Type="image/png")),
    ("sri-not-implemented-but-no-scripts-loaded", 135, seen(text="<p>x</p>")),
    ("sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 135, script("src=/a.js")),
    (
        "sri-not-implemented-but-external-scripts-loaded-securely",
        95 + 35,
        script("src=https://a.example/a.js"),
    ),
    ("sri-implemented-but-external-scripts-not-loaded-securely", 80, script("src=//a.example integrity=x")),
    ("sri-not-implemented-and-external-scripts-not-loaded-securely", 50, script("src=//a.example")),
    ("x-content-type-options-nosniff", 140, seen()),
    ("x-content-type-options-not-implemented", 95 + 40, seen(X_Content_Type_Options=None)),
    ("x-content-type-options-header-invalid", 95 + 40, seen(X_Content_Type_Options="no")),
    ("x-frame-options-implemented-via-csp", 140, seen(X_Frame_Options=None)),
    ("x-frame-options-sameorigin-or-deny", 135, seen(**PLAIN)),
    ("x-frame-options-not-implemented", 80, seen(**PLAIN, X_Frame_Options=None)),
    ("x-frame-options-header-invalid", 80, seen(**PLAIN, X_Frame_Options="ALLOWALL")),
    ("cross-origin-resource-policy-implemented-with-same-origin", 140, seen()),
    ("cross-origin-resource-policy-implemented-with-same-site", 140, seen(**{CORP: "same-site"})),
    ("cross-origin-resource-policy-implemented-with-cross-origin", 130, seen(**{CORP: "cross-origin"})),
    ("cross-origin-resource-policy-not-implemented", 130, seen(**{CORP: None})),
    ("cross-origin-resource-policy-header-invalid", 95 + 30, seen(**{CORP: "all"})),
]


@pytest.mark.parametrize(("rule", "points", "answer"), ROWS)
def test_the_table(rule, points, answer):
    assert (rule in score(answer).found, score(answer).points) == (True, points)


def test_each_rule_of_the_table_has_a_row():
    assert {rule for rule, _, _ in ROWS} == set(TABLE)


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "A+"),
        ({CORP: "all", HSTS: None}, "B"),  # 75
        ({CSP: None, HSTS: None}, "C"),  # 55
        ({CSP: None, HSTS: None, "X-Frame-Options": None}, "D"),  # 35
        ({CSP: None, HSTS: None, "X-Frame-Options": None, "Set-Cookie": "session=x"}, "F"),
    ],
)
def test_grades(changes, grade):
    assert score(seen(**changes)).grade == grade


# What we answer ------------------------------------------------------------------------------------


@pytest.fixture
def addresses(publish, write, reviewer, civil_code, production, monkeypatch, tmp_path):
    """What is asked for, by what it is: address and headers; and a page that breaks."""
    article = publish("一篇文章")
    gone = workflow.perform("withdraw", publish("撤下的文章"), by=reviewer, reason="有误")
    for kind, name in (("static", "site.css"), ("media", "a.webp")):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / name).write_bytes(b"x")
    keeping.keep_due(60)
    monkeypatch.setattr("articles.views.reverse", lambda *args, **kwargs: 1 / 0)
    return {
        "home": ("/", 200),
        "article": (article.get_absolute_url(), 200),
        "law": ("/laws/%E6%B0%91%E6%B3%95%E5%85%B8/1034/", 200),
        "search": ("/search/?q=x", 200),
        "login": ("/admin/login/", 200),
        "404": ("/no/", 404),
        "410": (gone.get_absolute_url(), 410),
        "static": ("/static/site.css", 200),
        "no such static file": ("/static/no.css", 404),
        "media": ("/media/a.webp", 200),
        "no such picture": ("/media/no.webp", 404),
        "qr": (f"/hf/{article.pk}.png", 500),
        "old slash": ("/about", 301),
    }


def rated(answer: Answer, route=(HTTP, HTTPS)) -> tuple[str, int]:
    """The grade and points of an answer as a site of its own."""
    found = score(Seen(answer.headers, answer.text, route))
    return found.grade, found.points


def expected(answer: Answer) -> tuple[str, int]:
    return ("A+", 135 if answer.one("Set-Cookie") else 130)


@pytest.fixture
def staff(administrator):
    """The Cookie header of somebody logged in."""
    client = Client()
    client.force_login(administrator)
    return f"__Host-sessionid={client.cookies['__Host-sessionid'].value}"


@pytest.mark.django_db(transaction=True)
def test_django_alone(site_port, addresses, staff):
    """Static files too, by WhiteNoise; on every status."""

    def ask(address, secure=True, **kwargs):
        more = {"X-Forwarded-Proto": "https"} if secure else {}
        return shipped.ask(site_port, address, **kwargs | {"headers": more | kwargs.pop("headers", {})})

    answers = {name: ask(address) for name, (address, _) in addresses.items()}
    assert {name: answer.status for name, answer in answers.items()} == {
        name: status for name, (_, status) in addresses.items()
    }
    tag = {"If-None-Match": answers["article"].one("ETag")}
    answers |= {
        "304": ask(addresses["article"][0], headers=tag),
        "400": ask("/", headers={"Host": "a.example"}),
        "403": ask("/admin/login/", method="POST", body=b""),
        "405": ask("/", method="POST", body=b""),
        "admin": ask("/admin/articles/article/add/", headers={"Cookie": staff}),
        "to https": ask("/", secure=False),
    }
    last = [answers[name].status for name in ("304", "400", "403", "405", "admin", "to https")]
    assert last == [304, 400, 403, 403, 200, 301]
    to_https = answers.pop("to https")
    assert {name: rated(answer) for name, answer in answers.items()} == {
        name: expected(answer) for name, answer in answers.items()
    }
    assert rated(to_https, ()) == ("B+", 80)  # no HSTS over http, which no browser would take
    assert (ask("/", secure=False, headers={"Host": "a.example"}).status) == 400
    assert rated(ask("/", secure=False, headers={"Host": "a.example"}), ()) == ("B+", 80)


@pytest.mark.django_db(transaction=True)
def test_through_our_nginx(shipped_front, addresses, staff):
    """Its own answers too: files, what it refuses, the page while the site is away, the way to https."""
    ask = shipped_front.ask
    first = ask("/", tls=False)
    route = (HTTP, first.one("Location"))
    assert (first.status, route[1], first.one("Strict-Transport-Security")) == (301, HTTPS, None)
    answers = {name: ask(address) for name, (address, _) in addresses.items()}
    tag = answers["article"].one("ETag")
    answers |= {
        "304": ask(addresses["article"][0], If_None_Match=tag),
        "304 of a file": ask("/static/site.css", If_None_Match=answers["static"].one("ETag")),
        "403": ask("/admin/login/", method="POST", body=b""),
        "admin": ask("/admin/articles/article/add/", Cookie=staff),
        "too large": ask("/admin/login/", method="POST", Content_Length=str(41 * 1024 * 1024)),
        "too large elsewhere": ask("/search/", method="POST", Content_Length=str(41 * 1024 * 1024)),
        "too long": ask("/" + "x" * 9000),
        "traced": ask("/", method="TRACE"),
    }
    extra = [answer.status for answer in answers.values()][len(addresses) :]
    assert extra == [304, 304, 403, 200, 413, 413, 414, 405]
    assert answers["qr"].status == 503  # nginx shows its own page in the place of our 500
    assert {name: rated(answer, route) for name, answer in answers.items()} == {
        name: expected(answer) for name, answer in answers.items()
    }
    said = {name: answers[name].text for name in ("too large", "too large elsewhere", "too long", "qr")}
    assert {name: text.split("<h1>")[1].split("</h1>")[0] for name, text in said.items()} == {
        "too large": "文件太大",
        "too large elsewhere": "文件太大",
        "too long": "这个请求打不开",
        "qr": "网站暂时打不开",
    }
    assert answers["qr"].all("Retry-After") == ["30"]


@pytest.mark.django_db(transaction=True)
def test_every_header_is_said_once(shipped_front, addresses):
    """Two policies would both hold, and a browser takes the strictest of each."""
    for address, _ in addresses.values():
        names = [name.lower() for name, _ in shipped_front.ask(address).headers]
        assert [name for name in set(names) if names.count(name) > 1 and name != "vary"] == []


@pytest.mark.django_db(transaction=True)
def test_production_s_cookies(site_port):
    """Names that a browser takes from this host over TLS only; no script needs to read the token."""
    cookies = shipped.ask(site_port, "/admin/login/", headers={"X-Forwarded-Proto": "https"}).all(
        "Set-Cookie"
    )
    (said,) = [cookie.split("; ") for cookie in cookies]
    assert (said[0].split("=")[0], {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} - set(said)) == (
        "__Host-csrftoken",
        set(),
    )
    assert not [part for part in said if part.startswith("Domain")]


@pytest.mark.django_db(transaction=True)
def test_a_name_that_is_not_ours_is_not_answered(shipped_front):
    """Nothing is said to it, not even where it could go."""
    with pytest.raises(ConnectionError):
        shipped_front.ask("/", tls=False, host="evil.example")
