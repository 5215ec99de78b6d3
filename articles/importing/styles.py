"""What Word and WPS say about a paragraph or some words, read from style attributes, classes and the style sheet."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from articles.importing.tree import HEADINGS, Node

LIST = re.compile(r"(l\d+) level(\d)\b")  # mso-list:l0 level1 lfo1
LEVEL_NAME = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
CLASS = re.compile(r"\.([\w\u4e00-\u9fff-]+)")
TITLES = frozenset(["title", "标题", "文档标题"])
NOT_HTML_TEXT = {
    "head",
    "style",
    "script",
    "title",
    "xml",
    "meta",
    "link",
    "noscript",
    "textarea",
    "rt",
    "rp",
}
PICTURES = {"img", "svg", "math", "object", "iframe", "v:shape", "v:shapetype"}
NOT_TEXT = NOT_HTML_TEXT | PICTURES | {"del", "w:worddocument", "o:officedocumentsettings"}
# Comments and their marks, table of contents, what tracking took out (MsoDel, TrackedDeletion of Word Online).
NOT_TEXT_CLASS = re.compile(
    r"mso(?:commentreference|comanchor|commenttext|toc\d|tocheading|del)$|msocom|track\w*delet|commentanchor",
    re.IGNORECASE,
)
NOT_TEXT_PART = frozenset(["comment", "comment-list", "header", "footer"])


@dataclass(slots=True)
class Sheet:
    """What the style sheet says of classes and of lists."""

    classes: dict[str, dict[str, str]] = field(default_factory=dict)
    bullets: set[tuple[str, str]] = field(default_factory=set)  # (l0, 1) where the list has bullets


def read_sheet(css: str) -> Sheet:
    """The classes' outline levels and names, and which lists have bullets."""
    sheet = Sheet()
    for rule in css.split("}"):
        selector, _, body = rule.rpartition("{")
        if "@list" in selector:
            name, _, level = selector.partition("@list")[2].strip().partition(":level")
            if level and declarations(body).get("mso-level-number-format") == "bullet":
                sheet.bullets.add((name, level.strip()))
        elif "mso-outline-level" in body or "mso-style-name" in body:
            told = declarations(body)
            for name in CLASS.findall(selector):
                sheet.classes[name] = told
    return sheet


@lru_cache(maxsize=512)  # Word repeats a few long ones thousands of times
def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, in small letters, without quotation marks."""
    found = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip().strip("'\"").lower()
    return found


def style(node: Node) -> dict[str, str]:
    return declarations(node.get("style"))


def is_dropped(node: Node) -> bool:
    """Whether nothing in the element is text of the document: deleted words, comments, contents, hidden text."""
    if node.tag in NOT_TEXT or any(NOT_TEXT_CLASS.search(name) for name in node.classes):
        return True
    told = style(node)
    return (
        told.get("display") == "none"
        or told.get("mso-hide") == "all"
        or told.get("mso-element", "") in NOT_TEXT_PART
        or told.get("mso-special-character") == "comment"
    )


def heading_level(node: Node, sheet: Sheet) -> int:
    """The level of a heading as Word counts, 1 to 9; 0 for other paragraphs."""
    if node.tag in HEADINGS:
        return int(node.tag[1])
    if node.get("role") == "heading" and node.get("aria-level").isdecimal():
        return int(node.get("aria-level"))
    for told in (style(node), *(sheet.classes.get(name, {}) for name in node.classes)):
        if (level := told.get("mso-outline-level", "")).isdecimal():
            return int(level)
        if match := LEVEL_NAME.fullmatch(told.get("mso-style-name", "")):
            return int(match[1])
    named = [LEVEL_NAME.search(name) for name in node.classes if name.startswith("MsoHeading")]
    return int(named[0][1]) if named and named[0] else 0


def is_title(node: Node, sheet: Sheet) -> bool:
    """Whether the paragraph is the document's title by its style."""
    names = {sheet.classes.get(name, {}).get("mso-style-name", "") for name in node.classes}
    return bool({"MsoTitle", "title"} & {*node.classes}) or bool(names & TITLES)


def list_level(node: Node, sheet: Sheet) -> tuple[int, bool]:
    """The level of a paragraph in Word's list (0: in none), and whether the style sheet says that it has bullets."""
    match = LIST.search(style(node).get("mso-list", ""))
    return (int(match[2]), (match[1], match[2]) in sheet.bullets) if match else (0, False)


def marks(node: Node, before: frozenset[str]) -> frozenset[str]:
    """The marks (strong, em, s) of what stands in an inline element, given those around it."""
    told = style(node)
    weight, slant = told.get("font-weight", ""), told.get("font-style", "")
    found = set(before)
    if node.tag in {"b", "strong"} or weight in {"bold", "bolder", "600", "700", "800", "900"}:
        found.add("strong")
    if node.tag in {"i", "em"} or slant == "italic":
        found.add("em")
    if node.tag in {"s", "strike"} or "line-through" in told.get("text-decoration", ""):
        found.add("s")
    if weight in {"normal", "400"}:
        found.discard("strong")
    if slant == "normal":
        found.discard("em")
    return frozenset(found)
