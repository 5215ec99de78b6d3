"""Searching the whole site: statutes and articles on one page, suggestions while somebody types."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Column, Tag, TaggedArticle
from articles.searching.patience import TookTooLong, patience
from articles.searching.search import Filters, Found, search
from articles.searching.suggesting import suggest
from statutes import search as statute_search
from statutes.language.normalise import clean_line
from statutes.search_views import Result, results_for

LONGEST = 200
PROVISIONS = 3  # beside articles
NAMED = 10  # that a query is the name of
TAGS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address of a page of results."""

    query: str
    column: Column | None
    tag: Tag | None
    year: int | None
    page: int

    @property
    def filters(self) -> Filters:
        return Filters(self.column.pk if self.column else None, self.tag.pk if self.tag else None, self.year)

    @property
    def is_filtered(self) -> bool:
        return self.filters != Filters()

    def address(self, **changes) -> str:
        """The query string of a page that differs from this one in some ways; another filter begins at page 1."""
        values = {
            "q": self.query,
            "column": self.column.slug if self.column else "",
            "tag": self.tag.pk if self.tag else "",
            "year": self.year or "",
        }
        return "?" + urlencode({name: value for name, value in (values | changes).items() if value})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found for ?q=, in a ?column=, with a ?tag=, of a ?year=; 503 with a sentence where that took too long."""
    asked = _asked(request)
    try:
        found, law, is_named = _found(asked)
    except TookTooLong as error:
        context = {"asked": asked, "query": asked.query, "found": Found(), "too_long": str(error)}
        return render(request, "search.html", context, status=503)
    context = {
        "asked": asked,
        "query": asked.query,
        "found": found,
        "statutes": [one for one in law if one.provision is None],
        "provisions": [one for one in law if one.provision],
        "law_first": is_named,
        "before": asked.address(page=found.page - 1) if found.page > 1 else "",
        "after": asked.address(page=found.page + 1) if found.page < found.pages else "",
        "without_tag": asked.address(tag=""),
        "unfiltered": asked.address(tag="", column="", year=""),
        "tags": [(tag, asked.address(tag=tag.pk)) for tag in _tags(found, asked)],
        "years": _years(),
    }
    return render(request, "search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What may be meant by ?q=, as {"suggestions": [{"text", "kind", "url"}]}; none where that takes too long."""
    try:
        found = suggest(request.GET.get("q", ""))
    except TookTooLong:
        found = []
    shown = [{"text": one.text, "kind": one.kind, "url": one.url} for one in found]
    response = JsonResponse({"suggestions": shown}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(request: HttpRequest) -> Asked:
    """Nonsense in a filter is no filter."""
    given = request.GET
    tag = _number(given.get("tag"))
    slug = clean_line(given.get("column", ""))[:50]
    year = _number(given.get("year"))
    return Asked(
        clean_line(given.get("q", "")[: 4 * LONGEST])[:LONGEST],
        Column.objects.filter(slug=slug).first() if slug else None,
        Tag.objects.filter(pk=tag).first() if tag else None,
        year if year and 1900 < year < 2200 else None,
        _number(given.get("page")) or 1,
    )


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _found(asked: Asked) -> tuple[Found, list[Result], bool]:
    """The articles, what the law has, and whether the query names the law rather than asking something."""
    found = search(asked.query, asked.filters, asked.page)
    if asked.is_filtered or found.page > 1:
        return found, [], False
    with patience():
        named = statute_search.at_once(asked.query)[:NAMED]
        hits = named or statute_search.search(asked.query, PROVISIONS)
        return found, results_for(asked.query, hits), bool(named)


def _tags(found: Found, asked: Asked) -> list[Tag]:
    """The tags that the shown results bear, the most frequent first."""
    if asked.tag or not found.results:
        return []
    shown = [result.article.pk for result in found.results]
    rows = TaggedArticle.objects.filter(content_object__in=shown).select_related("tag").order_by("tag")
    times = Counter(row.tag for row in rows)
    return [tag for tag, _ in times.most_common(TAGS)]


def _years() -> range:
    """The years in which articles came out, the newest first."""
    first = Article.objects.published().aggregate(first=Min("published_at"))["first"]
    this = timezone.localdate().year
    return range(this, (timezone.localtime(first).year if first else this) - 1, -1)
