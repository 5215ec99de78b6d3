"""The Mozilla HTTP Observatory's published table, as a scorer of answers that were received; no network.

Names and modifiers are those of mdn/mdn-http-observatory (src/grader/charts.js, read in November 2026), the conditions
those of its analyzer. What needs its network is left out: whether a name is on the browsers' HSTS preload list (+5).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from tests.markup import elements

SIX_MONTHS = 15_768_000  # seconds
FOR_EXTRA_CREDIT = 90  # points without bonuses below which there is none
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
GRADES = {100: "A+", 90: "A", 85: "A-", 80: "B+", 70: "B", 65: "B-", 60: "C+", 50: "C", 45: "C-", 40: "D+"}
GRADES |= {30: "D", 25: "D-", 0: "F"}

TABLE = {
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
    "csp-implemented-with-insecure-scheme-in-passive-content-only": -10,
    "csp-implemented-with-unsafe-eval": -10,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-implemented-with-insecure-scheme": -20,
    "csp-not-implemented": -25,
    "cookies-secure-with-httponly-sessions-and-samesite": 5,
    "cookies-secure-with-httponly-sessions": 0,
    "cookies-not-found": 0,
    "cookies-without-secure-flag-but-protected-by-hsts": -5,
    "cookies-session-without-secure-flag-but-protected-by-hsts": -10,
    "cookies-without-secure-flag": -20,
    "cookies-samesite-flag-invalid": -20,
    "cookies-anticsrf-without-samesite-flag": -20,
    "cookies-session-without-httponly-flag": -30,
    "cookies-session-without-secure-flag": -40,
    "cross-origin-resource-sharing-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-public-access": 0,
    "cross-origin-resource-sharing-implemented-with-universal-access": -50,
    "redirection-to-https": 0,
    "redirection-not-needed-no-http": 0,
    "redirection-off-host-from-http": -5,
    "redirection-not-to-https-on-initial-redirection": -10,
    "redirection-not-to-https": -20,
    "redirection-missing": -20,
    "referrer-policy-private": 5,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-unsafe": -5,
    "referrer-policy-header-invalid": -5,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "hsts-header-invalid": -20,
    "sri-implemented-and-all-scripts-loaded-securely": 5,
    "sri-not-implemented-response-not-html": 0,
    "sri-not-implemented-but-no-scripts-loaded": 0,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-but-external-scripts-loaded-securely": -5,
    "sri-implemented-but-external-scripts-not-loaded-securely": -20,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-content-type-options-header-invalid": -5,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-sameorigin-or-deny": 0,
    "x-frame-options-not-implemented": -20,
    "x-frame-options-header-invalid": -20,
    "cross-origin-resource-policy-implemented-with-same-origin": 10,
    "cross-origin-resource-policy-implemented-with-same-site": 10,
    "cross-origin-resource-policy-implemented-with-cross-origin": 0,
    "cross-origin-resource-policy-not-implemented": 0,
    "cross-origin-resource-policy-header-invalid": -5,
}


@dataclass(frozen=True)
class Seen:
    """An answer over HTTPS, and the addresses that http:// led through before it; empty where nothing listens there."""

    headers: tuple[tuple[str, str], ...]
    text: str = ""
    route: tuple[str, ...] = ()

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.headers if known.lower() == name.lower()]

    def one(self, name: str) -> str:
        """The first value, in small letters."""
        return next(iter(self.all(name)), "").strip().lower()


@dataclass(frozen=True)
class Score:
    points: int
    found: frozenset[str]  # names of the table

    @property
    def grade(self) -> str:
        return next(grade for least, grade in GRADES.items() if self.points >= least)


def score(seen: Seen) -> Score:
    """The points and what they were given and taken for."""
    found = frozenset(rule(seen) for rule in RULES)
    worth = [TABLE[name] for name in found]
    points = 100 + sum(points for points in worth if points < 0)
    if points >= FOR_EXTRA_CREDIT:
        points += sum(points for points in worth if points > 0)
    return Score(max(points, 0), found)


def worst(names: Iterable[str]) -> str | None:
    """That which costs the most; of equals the later, as the Observatory's own order has it."""
    return min(names, key=TABLE.__getitem__, default=None)


def policy(values: list[str]) -> dict[str, set[str]]:
    """The directives of all policies with their sources in small letters, but for nonces and hashes."""
    parts = [part.split() for value in values for part in re.split("[;,]", value) if part.strip()]
    return {name.lower(): {source.lower() for source in sources} for name, *sources in parts}


def csp(seen: Seen) -> str:
    known = policy(seen.all("Content-Security-Policy"))
    if not known:
        return "csp-not-implemented"
    anything = {"*"}
    script, obj, style = (
        set(known.get(name, known.get("default-src", anything)))
        for name in ("script-src", "object-src", "style-src")
    )
    for sources in (script, style):
        if any(source.startswith(("'sha", "'nonce-")) for source in sources):
            sources.discard("'unsafe-inline'")
    passive = set().union(
        *(known.get(name, known.get("default-src", set())) for name in ("img-src", "media-src"))
    )
    active = script.union(
        *(known[name] for name in known if name not in {"img-src", "media-src", "script-src"})
    )
    return _csp(known, script, obj, style, active, passive)


def _csp(known, script, obj, style, active, passive) -> str:
    if script & (BROAD | INLINE) or obj & BROAD:
        return "csp-implemented-with-unsafe-inline"
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in script | style:
        return "csp-implemented-with-unsafe-eval"
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if style & (BROAD | INLINE):
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    if known.get("default-src") == {"'none'"} and known.get("form-action", set()) <= {"'self'", "'none'"}:
        return "csp-implemented-with-no-unsafe-default-src-none"
    return "csp-implemented-with-no-unsafe"


def cookies(seen: Seen) -> str:
    jar = [morsel for value in seen.all("Set-Cookie") for morsel in SimpleCookie(value).values()]
    if not jar:
        return "cookies-not-found"
    is_kept_to_https = TABLE[hsts(seen)] == 0
    if bad := worst(name for cookie in jar for name in _offences(cookie, is_kept_to_https)):
        return bad
    same = "-and-samesite" if all(cookie["samesite"] for cookie in jar) else ""
    return f"cookies-secure-with-httponly-sessions{same}"


def _offences(cookie, is_kept_to_https: bool) -> Iterable[str]:
    name, same = cookie.key.lower(), cookie["samesite"].lower()
    is_session = "login" in name or "sess" in name
    but = "-but-protected-by-hsts" if is_kept_to_https else ""
    if same not in {"", "lax", "strict", "none"} or (same == "none" and not cookie["secure"]):
        yield "cookies-samesite-flag-invalid"
    if not cookie["secure"]:
        yield f"cookies-{'session-' if is_session else ''}without-secure-flag{but}"
    if "csrf" in name and not same:
        yield "cookies-anticsrf-without-samesite-flag"
    if is_session and not cookie["httponly"]:
        yield "cookies-session-without-httponly-flag"


def sharing(seen: Seen) -> str:
    rule = "cross-origin-resource-sharing-"
    if not (allowed := seen.one("Access-Control-Allow-Origin")):
        return rule + "not-implemented"
    if allowed != "*" and seen.one("Access-Control-Allow-Credentials") == "true":
        return rule + "implemented-with-universal-access"
    return rule + "implemented-with-public-access"


def redirection(seen: Seen) -> str:
    route = [urlsplit(address) for address in seen.route]
    if not route:
        return "redirection-not-needed-no-http"
    if len(route) == 1:
        return "redirection-missing"
    if route[-1].scheme != "https":
        return "redirection-not-to-https"
    if route[1].scheme == "http":
        return "redirection-not-to-https-on-initial-redirection"
    is_same = route[0].hostname == route[1].hostname
    return "redirection-to-https" if is_same else "redirection-off-host-from-http"


def referrer(seen: Seen) -> str:
    if not (said := seen.one("Referrer-Policy")):
        return "referrer-policy-not-implemented"
    last = [name.strip() for name in said.split(",") if name.strip() in PRIVATE | UNSAFE][-1:]
    if not last:
        return "referrer-policy-header-invalid"
    return "referrer-policy-private" if last[0] in PRIVATE else "referrer-policy-unsafe"


def hsts(seen: Seen) -> str:
    said = seen.one("Strict-Transport-Security")
    if not said:
        return "hsts-not-implemented"
    age = re.search(r"(?:^|;)\s*max-age\s*=\s*\"?(\d+)", said)
    if age is None:
        return "hsts-header-invalid"
    how = "at-least" if int(age[1]) >= SIX_MONTHS else "less-than"
    return f"hsts-implemented-max-age-{how}-six-months"


def integrity(seen: Seen) -> str:
    if seen.one("Content-Type").split(";")[0] not in {"", "text/html", "application/xhtml+xml"}:
        return "sri-not-implemented-response-not-html"
    scripts = [attributes for tag, attributes in elements(seen.text) if tag == "script"]
    sources = [attributes for attributes in scripts if attributes.get("src")]
    if not scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    if bad := worst(filter(None, map(_foreign, sources))):
        return bad
    if any(attributes.get("integrity") for attributes in sources):
        return "sri-implemented-and-all-scripts-loaded-securely"
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"


def _foreign(attributes: dict[str, str]) -> str | None:
    source, has = attributes["src"], bool(attributes.get("integrity"))
    if not re.match(r"//[^/]|https?://", source):
        return None
    if source.startswith("https:"):
        return None if has else "sri-not-implemented-but-external-scripts-loaded-securely"
    return f"sri-{'' if has else 'not-'}implemented-{'but' if has else 'and'}-external-scripts-not-loaded-securely"


def sniffing(seen: Seen) -> str:
    said = seen.one("X-Content-Type-Options")
    end = "nosniff" if said == "nosniff" else "header-invalid" if said else "not-implemented"
    return f"x-content-type-options-{end}"


def framing(seen: Seen) -> str:
    ancestors = policy(seen.all("Content-Security-Policy")).get("frame-ancestors")
    if ancestors is not None and not ancestors & BROAD:
        return "x-frame-options-implemented-via-csp"
    said = seen.one("X-Frame-Options")
    if said in {"deny", "sameorigin"}:
        return "x-frame-options-sameorigin-or-deny"
    return f"x-frame-options-{'header-invalid' if said else 'not-implemented'}"


def embedding(seen: Seen) -> str:
    said = seen.one("Cross-Origin-Resource-Policy")
    if said in {"same-origin", "same-site", "cross-origin"}:
        return f"cross-origin-resource-policy-implemented-with-{said}"
    return f"cross-origin-resource-policy-{'header-invalid' if said else 'not-implemented'}"


RULES = (csp, cookies, sharing, redirection, referrer, hsts, integrity, sniffing, framing, embedding)
