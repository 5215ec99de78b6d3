"""HTML as a tree, in whatever state it arrives, in one pass over it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from statutes.language.markup import VOID

MAX_DEPTH = 80  # deeper elements are read as if their tags were not there
NAME = re.compile(r"</?([a-zA-Z][\w:.-]*)")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?""")
QUOTE_OR_END = re.compile("[\"'>]")
RAW = frozenset(["style", "script", "title", "textarea", "noscript", "iframe"])  # no tags inside
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
LISTS = frozenset(["ul", "ol", "li", "dl", "dt", "dd"])
TABLES = frozenset(["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"])
SECTIONS = frozenset(
    ["body", "main", "section", "article", "header", "footer", "aside", "nav", "div", "form"]
)
SINGLE = frozenset(["p", "blockquote", "pre", "hr", "figure", "figcaption", "address", "center"])
BLOCKS = HEADINGS | LISTS | TABLES | SECTIONS | SINGLE
# What a tag closes that is still open, and where the search for it ends (HTML's implied end tags).
CLOSES = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol"])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "th": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "tr": (frozenset(["tr"]), frozenset(["table"])),
}
CLOSED_BY_BLOCK = (frozenset(["p"]), frozenset(["table", "td", "th", "caption"]))


@dataclass(slots=True)
class Node:
    """An element; its children are elements and unescaped text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of an attribute, empty where there is none."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in the source."""

    name: str
    closes: bool
    attributes: str


def parse(html: str) -> Node:
    """The tree of some HTML, its root without a name. Takes time in proportion to the length, whatever is unclosed."""
    root = Node("")
    stack = [root]
    for piece in _pieces(html):
        if isinstance(piece, str):
            stack[-1].children.append(unescape(piece))
        elif piece.closes:
            _close(stack, frozenset([piece.name]), frozenset())
        else:
            _open(stack, piece)
    return root


def style_sheets(root: Node) -> str:
    """The text of all <style> elements."""
    return "".join(
        child
        for node in walk(root)
        if node.tag == "style"
        for child in node.children
        if isinstance(child, str)
    )


def walk(root: Node) -> Iterator[Node]:
    """The node and all elements below it, in order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in reversed(node.children) if isinstance(child, Node)]


def text_of(node: Node) -> str:
    """All text below a node."""
    return "".join(child for each in [node] for child in _texts(each))


def _texts(node: Node) -> Iterator[str]:
    waiting: list[Node | str] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        else:
            waiting += reversed(each.children)


def _open(stack: list[Node], tag: Tag) -> None:
    if tag.name in BLOCKS:
        _close(stack, *CLOSED_BY_BLOCK)
    if tag.name in CLOSES:
        _close(stack, *CLOSES[tag.name])
    node = Node(tag.name, _attributes(tag.attributes))
    if tag.name in VOID:
        stack[-1].children.append(node)
    elif len(stack) < MAX_DEPTH:
        stack[-1].children.append(node)
        stack.append(node)


def _close(stack: list[Node], names: frozenset[str], scope: frozenset[str]) -> None:
    """Close the innermost open element of these names and what is open inside it, if the scope does not end before."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].tag in names:
            del stack[depth:]
            return
        if stack[depth].tag in scope:
            return


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _pieces(html: str) -> Iterator[Tag | str]:
    """Tags and text. What is never closed (a comment, a quotation mark in a tag) swallows the rest, as in browsers."""
    place = 0
    while (start := html.find("<", place)) >= 0:
        if start > place:
            yield html[place:start]
        if html.startswith("<!--", start):
            end, after = html.find("-->", start + 4), 3
        elif html.startswith(("<!", "<?"), start):  # also Word's <![if !supportLists]>
            end, after = html.find(">", start), 1
        elif match := NAME.match(html, start):
            end, after = _end_of_tag(html, match.end()), 1
        else:
            yield "<"
            place = start + 1
            continue
        if end < 0:
            return
        place = end + after
        if html[start + 1] in "!?":
            continue
        name = match[1].lower()
        closes = html[start + 1] == "/"
        yield Tag(name, closes, html[match.end() : end])
        if name in RAW and not closes:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(html, place)
            if closing is None:
                return
            yield html[place : closing.start()]
            place = closing.start()
    yield html[place:]


def _end_of_tag(html: str, place: int) -> int:
    while (match := QUOTE_OR_END.search(html, place)) and match[0] != ">":
        place = html.find(match[0], match.end()) + 1
        if not place:
            return -1
    return match.start() if match else -1
