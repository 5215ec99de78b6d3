"""HTML as a browser might read it, for tests that ask what in a page could run."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

# What our own templates, Django's admin and the editor need; all else that a page holds came from somebody's text.
RUNS = {"iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "marquee", "math"}
OURS = re.compile(r"/static/(?!.*\.\.)[\w./-]+\.m?js|/admin/jsi18n/")
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "xlink:href",
    "ping",
}
ADDRESSES |= {"srcdoc", "srcset", "manifest", "longdesc", "codebase"}
SCHEMES = {"", "http", "https", "mailto", "tel"}
DATA_TYPES = {"application/json", "application/ld+json"}  # which no browser runs
IGNORED = "".join(map(chr, range(33)))  # what the URL standard drops around an address


class _Reader(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Each element's name with its attributes, in order."""
    return _Reader(html).seen


def what_runs(html: str) -> list[str]:
    """The elements and attributes of a page that run, load from elsewhere or restyle it, other than scripts of our own."""
    return [offence for tag, attributes in elements(html) for offence in _offences(tag, attributes)]


def _offences(tag: str, attributes: dict[str, str]):
    if tag in RUNS or ":" in tag:
        yield f"<{tag}>"
    if tag == "style":
        yield "<style>"
    if tag == "script" and not _is_ours(attributes):
        yield f"<script {attributes}>"
    if tag == "meta" and attributes.get("http-equiv", "").lower() not in {"", "content-type"}:
        yield f"<meta http-equiv={attributes['http-equiv']}>"
    if tag == "link" and not attributes.get("href", "").startswith(("/", "http")):
        yield f"<link href={attributes.get('href')}>"
    for name, value in attributes.items():
        if name.startswith("on") or name in {"style", "srcdoc"}:
            yield f"<{tag} {name}>"
        if name in ADDRESSES and scheme(value) not in SCHEMES:
            yield f"<{tag} {name}={value!r}>"
        if name in {"src", "poster", "background", "srcset"} and not _is_here(value):
            yield f"<{tag} {name}={value!r} from elsewhere>"


def _is_ours(attributes: dict[str, str]) -> bool:
    if attributes.get("type") in DATA_TYPES:
        return True
    if attributes.get("type") == "importmap":  # the editor's, which only runs with the page's nonce
        return bool(attributes.get("nonce"))
    return OURS.fullmatch(attributes.get("src", "")) is not None


def as_browsers_read(address: str) -> str:
    """The URL standard: ends trimmed, tabs and line breaks dropped, \\ read as /."""
    return re.sub(r"[\t\n\r]", "", address.strip(IGNORED)).replace("\\", "/")


def scheme(address: str) -> str:
    """The scheme that a browser would take an address to have; "" where it is relative."""
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", as_browsers_read(address))
    return found[1].lower() if found else ""


def _is_here(address: str) -> bool:
    read = as_browsers_read(address)
    return not read.startswith("//") and not urlsplit(read).netloc and not scheme(address)
