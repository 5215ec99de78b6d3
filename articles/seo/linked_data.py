"""What an article is, in the words of schema.org, from the values that its page is given."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, StatuteReference
from firm import linked_data
from firm.models import Lawyer

PICTURE = re.compile(r'<img src="(/[^"]+)"')  # as articles/pictures.py writes them
MOST = 10  # cited provisions


def blocks(
    article: Article,
    link: str,
    firm_name: str,
    coauthors: Iterable[Lawyer],
    tags: Iterable,
    references: Iterable[StatuteReference],
) -> SafeString:
    """The blocks of data in the head of an article's page. All is in the values already: this asks no query."""
    found = of_article(article, link, firm_name, coauthors, tags, references)
    way = linked_data.breadcrumbs(
        (article.column.name, article.column.get_absolute_url()), (article.title, "")
    )
    return mark_safe(linked_data.json_ld(found) + linked_data.json_ld(way))  # noqa: S308  (each is safe)


def of_article(
    article: Article,
    link: str,
    firm_name: str,
    coauthors: Iterable[Lawyer],
    tags: Iterable,
    references: Iterable[StatuteReference],
) -> dict:
    """The properties of an article; of a reprint the source is the author, and our lawyers are its editors."""
    signed = [linked_data.person(lawyer) for lawyer in (article.author, *coauthors)]
    changed = article.revised_at or article.published_at
    return linked_data.known(
        {
            "@type": "Article",
            "headline": article.title,
            "description": article.excerpt,
            "url": link,
            "mainEntityOfPage": link,
            "inLanguage": "zh-CN",
            "articleSection": article.column.name,
            "keywords": [str(tag) for tag in tags],
            "image": picture(article),
            "datePublished": article.published_at and article.published_at.isoformat(timespec="seconds"),
            "dateModified": changed and changed.isoformat(timespec="seconds"),
            **(_reprinted(article, signed) if article.is_reprint else {"author": signed}),
            "publisher": linked_data.publisher(firm_name),
            "citation": _cited(references),
        }
    )


def picture(article: Article) -> str:
    """The address of the first picture in an article's page; empty where there is none."""
    found = PICTURE.search(article.body_html)
    return settings.SITE_URL + found[1] if found else ""


def _reprinted(article: Article, signed: list[dict]) -> dict:
    return {
        "author": {"@type": "Organization", "name": article.source_name},
        "editor": signed,
        "isBasedOn": article.source_url,
    }


def _cited(references: Iterable[StatuteReference]) -> list[dict]:
    """The provisions whose words stand under the article."""
    held = [reference.provision for reference in references if reference.provision]
    return [
        {
            "@type": "Legislation",
            "name": str(provision),
            "url": settings.SITE_URL + provision.get_absolute_url(),
        }
        for provision in held[:MOST]
    ]
