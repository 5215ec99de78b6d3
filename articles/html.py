"""The one sanitiser: whatever HTML comes in, only what the editor can make goes out."""

import re
from functools import lru_cache

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from articles.editor import EXTENSIONS, SCHEMES
from statutes.language.markup import VOID, plain_text
from statutes.language.normalise import visible

MAX_BYTES = 500_000
MAX_DEPTH = 100
MAX_TAGS = 20_000  # some misplaced tags cost the more, the more there are
PASSES = 5  # what one pass takes away may change how the next reads the rest
MAX_TAG = 10_000  # nh3 compares each attribute of a tag with all before it
MANY, REMEMBERED = 1_000, 16_000  # bodies that are known to be clean, and their length at most
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)((?:[^<>\"']+|\"[^\"]*\"?|'[^']*'?)*)")
# HTML closes these by itself, so that an unclosed one does not nest.
SELF_CLOSING = (
    frozenset(["p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option"]) | VOID
)
EMPTY = re.compile(r"(<(?:p|h[2-4])>(?:\s|&nbsp;|<br>)*</(?:p|h[2-4])>)")
BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|$)", re.IGNORECASE)
# Pictures: only <figure><img …> as the editor makes it, only of the library (articles/pictures.py).
PICTURE = re.compile(r'(<figure>\s*)?(<img(?: [a-z-]+="[^"]*")*>)')
PICTURE_ID = re.compile(r' data-image="\d{1,9}"')
PICTURE_FILE = re.compile(rf"{settings.MEDIA_URL}images/[0-9a-f]{{32}}\.webp")
NO_PICTURE = re.compile(r"<figcaption>(?:\s|<br>)*</figcaption>|<figure>\s*</figure>")
LOCAL_OR_SCHEME = re.compile(rf"(?:/(?![/\\])|#|(?:{'|'.join(SCHEMES)}):)", re.IGNORECASE)


_FIXED: dict[str, None] = {}


class BodyRefused(ValidationError):
    """A body that is not taken at all, with the reason in Chinese."""


def refuse_oversized(html: str) -> None:
    """Raise BodyRefused for what the sanitiser would take minutes over: it is quadratic in nesting and attributes.

    Counts conservatively: an element counts as open until a tag of its name closes it.
    """
    if len(html) > MAX_BYTES or len(html.encode("utf-8", "replace")) > MAX_BYTES:
        raise BodyRefused("正文太长：最多 500 KB（约 16 万字），请拆成几篇。", code="too_long")
    depth, opened = 0, {}
    for closing, name, rest in _tags(html):
        if len(rest) > MAX_TAG:
            raise BodyRefused("正文里有一个标签的属性太长，请清除格式后重新粘贴。", code="tag_too_long")
        if name in SELF_CLOSING:
            continue
        step = -1 if closing else 1
        if closing and not opened.get(name):
            continue
        opened[name] = opened.get(name, 0) + step
        depth += step
        if depth > MAX_DEPTH:
            raise BodyRefused("正文的格式嵌套超过 100 层，请清除格式后重新粘贴。", code="too_deep")
    if html.count("<") + html.count("&") > MAX_TAGS:
        raise BodyRefused("正文里的标签太多，请清除格式后重新粘贴。", code="too_many_tags")


def sanitise(html: str) -> str:
    """The HTML with only the editor's tags, safe addresses and visible characters; idempotent.

    Raises BodyRefused where it is over 500 KB or nested deeper than 100.
    """
    if html in _FIXED:
        return html
    refuse_oversized(html)
    for _ in range(PASSES):
        cleaned = _without_empty_ends(_own_pictures(visible(CLEANER.clean(visible(html)))))
        refuse_oversized(cleaned)
        if cleaned == html:
            return _remembered(cleaned)
        html = cleaned
    raise BodyRefused("正文的格式太乱，请清除格式后重新粘贴。", code="unstable")


def _remembered(cleaned: str) -> str:
    """What a pass left as it was would be left so again: a body is often sanitised several times on its way in."""
    if len(cleaned) <= REMEMBERED:
        if len(_FIXED) >= MANY:
            _FIXED.clear()
        _FIXED[cleaned] = None
    return cleaned


def _tags(html: str):
    for match in TAG.finditer(html):
        yield match[1], match[2].lower(), match[3]


def _own_pictures(html: str) -> str:
    """Without pictures that have no place in the library, or stand outside a figure."""
    if "<fig" not in html and "<img" not in html:
        return html
    kept = PICTURE.sub(lambda m: f"<figure>{m[2]}" if m[1] and PICTURE_ID.search(m[2]) else m[1] or "", html)
    return NO_PICTURE.sub("", kept)


def _without_empty_ends(html: str) -> str:
    parts = EMPTY.split(html)
    blank = [not part.strip() or EMPTY.fullmatch(part) is not None for part in parts]
    if all(blank):
        return ""
    return "".join(parts[blank.index(False) : len(parts) - blank[::-1].index(False)]).strip()


@lru_cache(maxsize=128)
def text_of(html: str) -> str:
    """The text of sanitised HTML, a line a block. Remembered, for each part of publishing asks for it."""
    return plain_text(html)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an allowed attribute, or None to drop it."""
    if name == "href":
        value = visible(re.sub(r"[\t\r\n]", "", value)).strip()  # as browsers read it
        if BARE_HOST.match(value):
            value = "https://" + value  # www.court.gov.cn, as people type it
        return value if LOCAL_OR_SCHEME.match(value) else None
    if name == "src":
        return value if PICTURE_FILE.fullmatch(value) else None
    if name == "data-image":
        return value if value.isascii() and value.isdigit() and len(value) < 10 else None
    if name in {"rowspan", "colspan", "start"}:
        return value if value.isascii() and value.isdigit() and len(value) < 4 else None
    return value


def _cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    attributes = {
        tag: names - {"rel", "title", "type", "data-type"} for tag, names in allowed["attributes"].items()
    }
    return nh3.Cleaner(
        tags=allowed["tags"],
        attributes=attributes,
        url_schemes=set(SCHEMES),
        link_rel="noopener nofollow",
        attribute_filter=_attribute,
        strip_comments=True,
    )


CLEANER = _cleaner()
