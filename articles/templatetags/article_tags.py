"""Template words that bring articles to pages."""

import segno
from django import template
from django.core.paginator import Page
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.law.cited_in import cited_in

register = template.Library()
CITING = 10


@register.filter
def marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    """The text, escaped, with <mark> around the spans; without the marks it reads as it was, to the letter."""
    parts, done = [], 0
    for start, end in spans or ():
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308  (each piece is escaped above)


@register.simple_tag
def qr_svg(link: str) -> SafeString:
    """A QR code of the link as inline SVG, in the text's colour, hidden from screen readers."""
    drawn = segno.make(link, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  (made of digits by segno)


@register.simple_tag
def citing_articles(statute, provision=None, page=None, per_page=CITING) -> Page:
    """The firm's published articles that cite a statute, or one provision of it, newest first: a page of CitedIn."""
    return cited_in(statute, provision, page, per_page)
