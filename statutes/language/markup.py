"""HTML seen as a run of text whose every character knows its place among the tags."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A tag (name, opens or closes, as written) or a stretch of text (unescaped, with its start in the whole text)."""

    raw: str = ""
    tag: str = ""
    closes: bool = False
    text: str = ""
    start: int = -1

    @property
    def is_text(self) -> bool:
        return self.start >= 0

    @property
    def opens(self) -> bool:
        return bool(self.tag) and not self.closes and self.tag not in VOID

    @property
    def breaks(self) -> bool:
        return self.tag in BLOCKS


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[Token] = []

    def handle_starttag(self, tag, attrs):
        self.found.append(Token(raw=self.get_starttag_text(), tag=tag))

    handle_startendtag = handle_starttag  # <br/> does not close what it did not open

    def handle_endtag(self, tag):
        self.found.append(Token(raw=f"</{tag}>", tag=tag, closes=True))

    def handle_data(self, data):
        self.found.append(Token(text=data, start=0))


def tokens(html: str) -> list[Token]:
    """The tokens of sanitised HTML in order. Between two blocks the text moves on by one line break,
    so that words of different paragraphs never run together."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_placed(reader.found))


def _placed(found: list[Token]) -> Iterator[Token]:
    place, broken = 0, True
    for token in found:
        if token.is_text:
            yield Token(text=token.text, start=place)
            place, broken = place + len(token.text), False
        else:
            if token.breaks and not broken:
                place, broken = place + 1, True
            yield token


def plain_text(html: str) -> str:
    """The text of the HTML, a line break between blocks; offsets are those of tokens()."""
    parts, length = [], 0
    for token in tokens(html):
        if token.is_text:
            parts.append("\n" * (token.start - length) + token.text)
            length = token.start + len(token.text)
    return "".join(parts)
