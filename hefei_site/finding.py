"""What leads search engines through the site: robots.txt, the sitemaps of all floors and their index."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.seo import sitemaps as of_articles
from firm import conditional, sitemaps
from firm.sitemaps import Entry
from statutes import sitemaps as of_law

SECTIONS = {section.name: section for section in (*of_articles.SECTIONS, *of_law.SECTIONS)}
PAGES = ("home", "about", "privacy", "statutes")


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """All but the admin; and each sitemap, for Baidu is said not to read the index."""
    paths = [reverse("sitemap_index"), *_files()]
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        *(f"Sitemap: {settings.SITE_URL}{path}" for path in paths),
    ]
    content = "\n".join([*lines, ""]).encode()
    return conditional.whole(request, content, "text/plain; charset=utf-8")


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The index of all sitemaps."""
    return sitemaps.index(request, _files())


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """The sitemap of the few pages that are no rows, of the columns and of the lawyers."""
    entries = [*(Entry(reverse(name)) for name in PAGES), *of_articles.columns(), *of_articles.lawyers()]
    return sitemaps.listed(request, entries)


@require_safe
def sitemap(request: HttpRequest, section: str, number: int) -> HttpResponseBase:
    """One file of articles, tags, statutes or provisions."""
    if section not in SECTIONS:
        raise Http404("没有这个网站地图")
    return sitemaps.file(request, SECTIONS[section], number)


def _files() -> list[str]:
    """The paths of all sitemaps that are not empty, one query a section and two for the law's dates."""
    numbered = (
        reverse("sitemap", args=[section.name, number])
        for section in SECTIONS.values()
        for number in sitemaps.numbers(section)
    )
    return [reverse("sitemap_pages"), *numbered]
