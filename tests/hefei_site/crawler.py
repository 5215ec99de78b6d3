"""A stranger who follows everything on a site that can be followed, and keeps what they were answered."""

import json
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from itertools import product
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

LOCATION = re.compile(r"<(?:loc|link|id|guid[^>]*)>\s*(https?://[^<\s]+)\s*<|href=\"(https?://[^\"]+)\"")
SITEMAP = re.compile(r"^Sitemap: (\S+)$", re.MULTILINE)
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
MOST_OF_ONE = 2  # choices of one field of a form
A_DAY = "2021-06-01"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is seen at one address, as text with its headers, and what it leads to."""

    status: int
    headers: dict[str, str]
    text: str
    leads_to: frozenset[str]
    is_copy: bool = False  # the browser's own, which the site said still holds

    def says(self, words: Iterable[str]) -> bool:
        """Whether any of the words is read in it by somebody or a program: as it came, without tags, its escapes undone."""
        came = "\n".join([*(f"{name}: {value}" for name, value in self.headers.items()), self.text])
        read = _read(came)
        return any(said in read for said in words)


@lru_cache(maxsize=4_000)  # each answer is asked for several sets of words
def _read(came: str) -> str:
    plain = unescape(re.sub(r"<[^>]*>", "", came))
    return "\n".join([came, plain, unquote(came), ESCAPED.sub(lambda found: chr(int(found[1], 16)), came)])


@dataclass
class Crawl:
    """What was answered by address. A browser's copies of an earlier crawl are shown again where the site says 304."""

    words: tuple[str, ...]  # typed into every search field
    copies: dict[str, Answer] = field(default_factory=dict)
    client: Client = field(default_factory=Client)
    answers: dict[str, Answer] = field(default_factory=dict)

    def again(self) -> "Crawl":
        """Another one by the same browser, to the same process with all that it keeps."""
        return Crawl(self.words, dict(self.answers), self.client)

    def visit(self, entrances: Iterable[str]) -> "Crawl":
        """Go to the entrances, and from there wherever it goes."""
        waiting = deque(dict.fromkeys(entrances))
        known = set(waiting)
        while waiting:
            address = waiting.popleft()
            answer = self.answers[address] = self.ask(address)
            waiting.extend(sorted(answer.leads_to - known))
            known |= answer.leads_to
        return self

    def ask_all(self, addresses: Iterable[str]) -> "Crawl":
        """Go to these addresses and no further."""
        self.answers |= {address: self.ask(address) for address in addresses}
        return self

    def ask(self, address: str) -> Answer:
        """What somebody sees who goes to one address, and what it leads to."""
        copy = self.copies.get(address)
        held = {"if-none-match": copy.headers["ETag"]} if copy and "ETag" in copy.headers else {}
        response = self.client.get(address, headers=held)
        if response.status_code == 304:
            return replace(copy, headers=copy.headers | dict(response.items()), is_copy=True)
        content = b"".join(response) if response.streaming else response.content
        text = content.decode("utf-8", "replace")
        found = {response["Location"]} if "Location" in response else set()
        found |= _named_in(text, response.get("Content-Type", ""), self.words)
        ours = frozenset(filter(None, (_ours(address, one) for one in found)))
        return Answer(response.status_code, dict(response.items()), text, _few(address, ours))

    def saying(self, *words: str) -> list[str]:
        """The addresses where any of the words is read, though nobody typed it there."""
        return sorted(
            address
            for address, answer in self.answers.items()
            if answer.says(said for said in words if said not in unquote(address))
        )

    @property
    def dead_ends(self) -> list[tuple[str, str]]:
        """Links, each with the page on which it stands, that lead nowhere."""
        pages = [(address, one) for address, one in self.answers.items() if one.status == 200]
        return [
            (a, to) for a, one in pages for to in one.leads_to if self.answers[to].status not in (200, 301)
        ]


def _named_in(text: str, kind: str, words: tuple[str, ...]) -> set[str]:
    """The addresses in a document, which is read as what it says that it is."""
    if kind.startswith("text/html"):
        page = _Page(words)
        page.feed(text)
        return page.found
    if "xml" in kind:
        return {unescape(one or other) for one, other in LOCATION.findall(text)}
    if "json" in kind:
        return set(_addresses(json.loads(text)))
    return set(SITEMAP.findall(text)) if kind.startswith("text/plain") else set()


class _Page(HTMLParser):
    """The addresses on a page: of links, pictures, forms, metadata, and of its schema.org block."""

    def __init__(self, words: tuple[str, ...]):
        super().__init__()
        self.words, self.found, self.form, self.data = words, set(), None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        for name in ("href", "src", "data-suggest"):
            if address := given.get(name):
                self.found.add(address)
        if tag == "meta" and (given.get("content") or "").startswith("http"):
            self.found.add(given["content"])
        if tag == "form" and given.get("method", "get") == "get":
            self.form = given.get("action") or "", {}
        if self.form and tag in ("input", "select") and given.get("name"):
            self.field = given["name"]
            self.form[1][self.field] = self._typed(given) if tag == "input" else ()
        if self.form and tag == "option":
            self.form[1][self.field] += (given.get("value") or "",)
        if "data-suggest" in given:
            self.found |= {f"{given['data-suggest']}?{urlencode({'q': words})}" for words in self.words}
        if tag == "script" and given.get("type") == "application/ld+json":
            self.data = ""

    def _typed(self, given: dict[str, str | None]) -> tuple[str, ...]:
        by_kind = {"search": self.words, "date": (A_DAY,)}
        return by_kind.get(given.get("type"), (given.get("value") or "",))

    def handle_data(self, data):
        if self.data is not None:
            self.data += data

    def handle_endtag(self, tag):
        if tag == "form" and self.form:
            self.found |= set(_filled_in(*self.form))
            self.form = None
        if tag == "script" and self.data is not None:
            self.found |= set(_addresses(json.loads(self.data)))
            self.data = None


def _filled_in(action: str, fields: dict[str, tuple[str, ...]]) -> Iterable[str]:
    """The form as it is sent with each value of one field; of a list of choices the first few."""
    values = [some if name == "q" else some[:MOST_OF_ONE] for name, some in fields.items()]
    for row in product(*values):
        given = {name: value for name, value in zip(fields, row, strict=True) if value}
        if sum(name != "q" for name in given) <= 1 or "from" in given:
            yield f"{action}?{urlencode(given)}"


def _addresses(data) -> Iterable[str]:
    """Whatever looks like an address in JSON."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from _addresses(one)
    elif isinstance(data, str) and data.startswith(("/", "http")) and " " not in data:
        yield data


def _ours(base: str, address: str) -> str:
    """The path and query of an address of the site's; empty for one that leads elsewhere or to a file of the release."""
    parts = urlsplit(urljoin(settings.SITE_URL + base, urldefrag(address)[0]))
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL or "{" in parts.path + parts.query:
        return ""
    if parts.path.startswith(settings.STATIC_URL):
        assert finders.find(parts.path.removeprefix(settings.STATIC_URL)), (base, address)
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _few(address: str, found: frozenset[str]) -> frozenset[str]:
    """A page of results leads to pages of results with one filter at most: all together are too many."""
    if "/search/" not in address:
        return found
    return frozenset(a for a in found if "/search/" not in a or _filters(a) <= 1)


def _filters(address: str) -> int:
    return sum(name != "q" for name, _ in parse_qsl(urlsplit(address).query))
