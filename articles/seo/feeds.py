"""The feeds of the writing: of the whole site, of a column, of a tag."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, Column, Tag
from articles.models.article import ArticleQuerySet
from firm import feeds
from firm.models import Firm


@require_safe
def site(request: HttpRequest, form: str) -> HttpResponseBase:
    """The newest articles."""
    firm = Firm.load()
    return _respond(request, form, firm.name, reverse("home"), firm.tagline, Article.objects.all())


@require_safe
def column(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The newest articles of a column."""
    found = get_object_or_404(Column, slug=slug)
    title = f"{found.name} - {Firm.load().short_name}"
    articles = Article.objects.filter(column=found)
    return _respond(request, form, title, found.get_absolute_url(), found.description, articles)


@require_safe
def tag(request: HttpRequest, pk: int, slug: str, form: str) -> HttpResponseBase:
    """The newest articles of a tag; 404 where there are none, as its page, and by any name but its own."""
    found = get_object_or_404(Tag, pk=pk, slug=slug)
    title = f"标签：{found} - {Firm.load().short_name}"
    entries = _entries(Article.objects.filter(tagged__tag=found))
    if not entries:
        raise Http404("这个标签下没有文章")
    feed = feeds.Feed(title, found.get_absolute_url(), f"标签“{found}”下的文章", entries)
    return feeds.respond(request, feed, form)


def _respond(
    request, form: str, title: str, path: str, words: str, articles: ArticleQuerySet
) -> HttpResponseBase:
    return feeds.respond(request, feeds.Feed(title, path, words, _entries(articles)), form)


def _entries(articles: ArticleQuerySet) -> tuple[feeds.Entry, ...]:
    """The newest of the published among these, in two queries."""
    found = articles.published().for_list().newest_first().prefetch_related("coauthors")
    return tuple(_entry(article) for article in found[: feeds.ENTRIES])


def _entry(article: Article) -> feeds.Entry:
    return feeds.Entry(
        title=article.title,
        path=article.get_absolute_url(),
        words=article.excerpt,
        published=article.published_at,
        updated=article.revised_at or article.published_at,
        author="、".join(lawyer.name for lawyer in (article.author, *article.coauthors.all())),
        categories=(article.column.name,),
    )
