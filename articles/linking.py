"""Which articles link to which: the links in the texts, and the addresses that they have now."""

import logging
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from articles.html import text_of
from articles.models import Article, ArticleLink

log = logging.getLogger(__name__)
HREF = re.compile(r'(?<=\shref=")(?P<host>https?://[^/"]*)?/hf/(?P<pk>\d{1,18})\.html(?=[?#"])')
LINK = re.compile(r"<a\s[^>]*>(?P<words>.*?)</a>", re.DOTALL)


def linked(body: str) -> dict[int, str]:
    """The numbers of the articles to which a sanitised body links, each with the words of its first link."""
    found: dict[int, str] = {}
    for link in LINK.finditer(body):
        for href in _hrefs(link[0]):
            found.setdefault(int(href["pk"]), " ".join(text_of(link["words"]).split())[:200])
    return found


def store(article: Article) -> None:
    """Keep what a live article's body links to; the caller holds the transaction."""
    article.links.all().delete()
    found = linked(article.body)
    there = Article.objects.filter(pk__in=found).exclude(pk=article.pk).order_by("pk")
    ArticleLink.objects.bulk_create(
        ArticleLink(article=article, to_id=pk, words=found[pk]) for pk in there.values_list("pk", flat=True)
    )


def inbound(article: Article) -> QuerySet[ArticleLink]:
    """The links in live articles that lead to this one, also by way of one that was merged into it."""
    here = Q(to=article) | Q(to__merged_into=article)
    found = ArticleLink.objects.filter(here, article__state=Article.State.LIVE).exclude(article=article)
    return found.select_related("article__author").defer("article__body", "article__body_html")


def with_current_addresses(html: str, body: str) -> str:
    """The linked HTML of a body with each link to an article that was merged leading to where it went.

    The body says which article a link names: citations are linked in the HTML, but no article is.
    """
    named = [int(href["pk"]) for href in _hrefs(body)]
    if not named:
        return html
    merged = Article.objects.filter(pk__in=named, merged_into__isnull=False)
    went = dict(merged.values_list("pk", "merged_into"))
    now = iter([reverse("article", args=[went.get(pk, pk)]) for pk in named])
    if len(list(_hrefs(html))) != len(named):
        return html
    return HREF.sub(lambda href: f"{href['host'] or ''}{next(now)}" if _is_ours(href) else href[0], html)


def readdress(ids: Iterable[int]) -> None:
    """Bring the pages that link to these articles to the addresses of today, each page in its own transaction.

    One that fails is logged and keeps its link, which leads on by 301.
    """
    pages = ArticleLink.objects.filter(to__in=list(ids)).order_by("article").values_list("article", flat=True)
    for pk in pages.distinct():
        try:
            _readdress(pk)
        except Exception:
            log.exception("the links of article %s could not be brought to the addresses of today", pk)


@transaction.atomic
def _readdress(pk: int) -> None:
    page = Article.objects.select_for_update(no_key=True).only("body", "body_html").get(pk=pk)
    html = with_current_addresses(page.body_html, page.body)
    if html != page.body_html:
        Article.objects.filter(pk=pk).update(body_html=html)


def _hrefs(html: str) -> Iterable[re.Match]:
    return (href for href in HREF.finditer(html) if _is_ours(href))


def _is_ours(href: re.Match) -> bool:
    """Whether a link stays on this site: without a host, or with ours."""
    return href["host"] is None or urlsplit(href["host"]).netloc == urlsplit(settings.SITE_URL).netloc
