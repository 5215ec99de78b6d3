"""Sanitised article bodies for property tests, and a check that HTML is well nested."""

from html import escape
from html.parser import HTMLParser

from hypothesis import strategies as st

from statutes.language.markup import BLOCKS, VOID

TEXT = st.text("《民法典》第1条&<\"'", min_size=1, max_size=4).map(lambda text: escape(text, quote=False))


def _in(tag: str, content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    name = tag.partition(" ")[0]
    return content.map(lambda inner: f"<{tag}>{inner}</{name}>")


def _some(one: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(one, min_size=1, max_size=most).map("".join)


def _emphasised(leaf: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The leaf, often inside <strong> or <em>, or both."""
    once = leaf | _in("strong", _some(leaf)) | _in("em", _some(leaf))
    return once | _in("strong", _some(once)) | st.just("<em></em>")


LINK = _in('a href="/x"', _emphasised(TEXT) | st.just(""))
INLINE = _some(_emphasised(TEXT | TEXT.map("{}<br>".format)) | LINK, most=4)
PARAGRAPH = _in("p", INLINE | TEXT)
LIST = _in("ul", _some(_in("li", PARAGRAPH), most=2))
NESTED = _in("ul", _in("li", st.tuples(PARAGRAPH, LIST).map("".join)))
BODIES = _some(PARAGRAPH | LIST | NESTED)


class _Nesting(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        if "a" in self.open and (tag == "a" or tag in BLOCKS - VOID):
            self.faults.append(f"<{tag}> in <a>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"stray </{tag}>")


def nesting_faults(html: str) -> list[str]:
    """What is not well nested in HTML: stray and unclosed tags, a link or a block inside a link."""
    reader = _Nesting()
    reader.feed(html)
    reader.close()
    return reader.faults + [f"unclosed <{tag}>" for tag in reader.open]
