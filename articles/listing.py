"""Lists of published articles, page by page."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404

from articles.models.article import ArticleQuerySet

PER_PAGE = 20


def page_of(articles: ArticleQuerySet, number: str | None) -> Page:
    """One page of the published among these articles, newest first. Raises Http404 where there is no such page."""
    paginator = Paginator(articles.published().for_list().newest_first(), PER_PAGE)
    try:
        return paginator.page(number or 1)
    except (PageNotAnInteger, EmptyPage) as error:
        raise Http404("没有这一页") from error
