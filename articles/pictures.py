"""The pictures of a text: a body names them by id; all else that a page says of them comes from their rows."""

import re
from html import escape, unescape

from django.core.exceptions import ValidationError
from django.utils.html import format_html

from articles.models import Image, ImageUse, Revision
from firm.models import User

# As the sanitiser writes them: attributes in double quotes, no quotation mark inside.
FIGURE = re.compile(r'<figure>\s*<img((?: [a-z-]+="[^"]*")*)>(.*?)</figure>', re.DOTALL)
CAPTION = re.compile(r"\s*<figcaption>(.*)</figcaption>\s*", re.DOTALL)
ID = re.compile(r' data-image="(\d{1,9})"')
ALT = re.compile(r' alt="([^"]*)"')
SIZES = "(max-width: 48rem) 100vw, 46rem"  # the width of the column of text, in static/css/site.css
GENERATED = "（图片由人工智能生成）"
MAX_PICTURES = 100


def ids_in(body: str) -> list[int]:
    """The ids of the pictures in a sanitised body, each once, in order."""
    return list(dict.fromkeys(int(found) for found in ID.findall(body)))


def refuse_unknown(body: str, user: User | None, before: str = "") -> None:
    """Raise ValidationError, in Chinese, for a body with pictures that its writer does not find in the library, or too many.

    What was in the text before may stay, whoever put it there.
    """
    ids = ids_in(body)
    if len(ids) > MAX_PICTURES:
        raise ValidationError(f"一篇文章最多 {MAX_PICTURES} 张图片，请拆成几篇。")
    new = set(ids) - set(ids_in(before))
    library = Image.objects.visible_to(user) if user else Image.objects.all()
    if missing := len(new) - library.filter(pk__in=new).count() if new else 0:
        raise ValidationError(f"正文里有 {missing} 张图片已经不在图库里，请删去后重新插入。")


def record_uses(revision: Revision) -> None:
    """Note which pictures a new revision shows; the caller holds the transaction."""
    ids = ids_in(revision.body)
    if ids:
        known = list(Image.objects.select_for_update().filter(pk__in=ids))  # none is deleted meanwhile
        ImageUse.objects.bulk_create(ImageUse(revision=revision, image=image) for image in known)
        said = dict(reversed([use for use in _uses(revision.body) if use[1]]))
        for image in known:
            image.describe(said.get(image.pk, ""))  # the first words that are written for it become its own


def undescribed(body: str) -> int:
    """How many places of a sanitised body show a picture that has no alternative text, neither there nor in the library."""
    silent = [image for image, words in _uses(body) if not words]
    waiting = set(Image.objects.filter(pk__in=silent, awaits_alt=True).values_list("pk", flat=True))
    return sum(image in waiting for image in silent)


def _uses(body: str) -> list[tuple[int, str]]:
    """The pictures of a body in order, each with the words that it has there."""
    found = []
    for match in FIGURE.finditer(body):
        if named := ID.search(match[1]):
            alt = ALT.search(match[1])
            found.append((int(named[1]), unescape(alt[1]).strip() if alt else ""))
    return found


def rendered(html: str) -> str:
    """The HTML with each picture as its row has it: sizes, measures, text; what has no row is left out."""
    ids = ids_in(html)
    if not ids:
        return FIGURE.sub("", html)
    images = Image.objects.in_bulk(ids)
    return FIGURE.sub(lambda match: _figure(match, images), html)


def _figure(match: re.Match, images: dict[int, Image]) -> str:
    named = ID.search(match[1])
    image = images.get(int(named[1])) if named else None
    if image is None:
        return ""
    alt = ALT.search(match[1])
    caption = CAPTION.fullmatch(match[2])
    rest = "" if caption else match[2]  # the editor writes none, and nothing that was written is lost
    words = (caption[1] if caption else "") + (GENERATED if image.is_generated else "")
    picture = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        *(image.src, image.srcset, SIZES, image.largest["width"], image.largest["height"]),
        (unescape(alt[1]).strip() if alt else "") or image.alt,
    )
    return f"<figure>{picture}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>{rest}"


def figure(image: Image, words: str) -> str:
    """A picture as a body holds it, with the alternative text that it has there."""
    return f'<figure><img src="{image.src}" alt="{escape(words)}" data-image="{image.pk}"></figure>'
