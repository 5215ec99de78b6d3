"""Feeds: well-formed for any words, dated, complete by the two formats."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm import feeds
from firm.characters import fit
from firm.feeds import Entry, Feed

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
THEN, LATER = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)
HERE = "https://law.example/atom.xml"
ANY = st.text(st.characters(codec=None, categories=None), max_size=60)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://law.example"


def of(**words) -> Feed:
    given = {"title": "题", "words": "摘要", "author": "林知远", "categories": ("债务",)} | words
    return Feed("站", "/", "说明", (Entry(path="/hf/1.html", published=THEN, updated=LATER, **given),))


def read(feed: Feed, form: str) -> ElementTree.Element:
    return ElementTree.fromstring(feeds.written(feed, form, HERE))


def lines(text: str | None) -> str:
    """As XML reads it: every end of a line is one."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


@given(ANY, st.sampled_from(["atom", "rss"]))
def test_any_words_are_well_formed(words, form):
    root = read(of(title=words, words=words, author=words, categories=(words,)), form)
    entry = root.find(f"{ATOM}entry") if form == "atom" else root.find("channel/item")
    title, summary = (f"{ATOM}title", f"{ATOM}summary") if form == "atom" else ("title", "description")
    assert lines(entry.findtext(title)) == lines(fit(words))
    assert lines(unescape(entry.findtext(summary))) == lines(
        fit(words)
    )  # it is HTML, and says what was meant


def test_emoji_stay_whole():
    family = "👨\u200d👩\u200d👧 🇨🇳"
    assert read(of(title=family), "atom").findtext(f"{ATOM}entry/{ATOM}title") == family


def test_atom():
    """RFC 4287: feed and entry need id, title, updated; an author each; links to the page and to itself."""
    root = read(of(), "atom")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "https://law.example/", "self": HERE}
    assert (root.findtext(f"{ATOM}title"), root.findtext(f"{ATOM}id")) == ("站", "https://law.example/")
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")) == LATER
    entry = root.find(f"{ATOM}entry")
    assert {child.tag.removeprefix(ATOM): child.text for child in entry if child.text} == {
        "title": "题",
        "id": "https://law.example/hf/1.html",
        "published": THEN.isoformat(),
        "updated": LATER.isoformat(),
        "summary": "摘要",
    }
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "林知远"
    assert entry.find(f"{ATOM}link").get("href") == "https://law.example/hf/1.html"
    assert entry.find(f"{ATOM}category").get("term") == "债务"


def test_rss():
    """RSS 2.0: channel needs title, link, description; an item's author is not a mail address, so dc:creator."""
    channel = read(of(), "rss").find("channel")
    assert [channel.findtext(tag) for tag in ("title", "link", "description")] == [
        "站",
        "https://law.example/",
        "说明",
    ]
    item = channel.find("item")
    assert [item.findtext(tag) for tag in ("title", "link", "guid", f"{DC}creator", "category")] == [
        "题",
        "https://law.example/hf/1.html",
        "https://law.example/hf/1.html",
        "林知远",
        "债务",
    ]
    assert parsedate_to_datetime(item.findtext("pubDate")) == THEN


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_an_empty_feed_is_the_same_each_time(form):
    empty = Feed("站", "/", "", ())
    assert feeds.written(empty, form, HERE) == feeds.written(empty, form, HERE)
    assert b"1970" in feeds.written(empty, form, HERE)
