"""The page of results of a search in the law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from statutes.language.normalise import visible
from statutes.models import Provision, Statute
from statutes.search import Hit, search
from statutes.searching.excerpt import Excerpt, excerpt
from statutes.searching.question import read_question
from statutes.status import Status, standing_on, statute_status

MOST = 50


@dataclass(frozen=True, slots=True)
class Result:
    """A hit as the page shows it."""

    statute: Statute
    provision: Provision | None
    status: Status
    excerpt: Excerpt | None


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found for ?q=: the statutes of that name, then the provisions."""
    query = visible(request.GET.get("q", "")).strip()
    results = results_for(query, search(query, MOST))
    context = {
        "query": query[:200],
        "statutes": [result for result in results if result.provision is None],
        "provisions": [result for result in results if result.provision],
    }
    return render(request, "statutes/statute_search.html", context)


def results_for(query: str, hits: Sequence[Hit]) -> list[Result]:
    """Hits as a page shows them, with their standing today and the words of the query in their texts."""
    prefetch_related_objects([hit.statute for hit in hits], "versions")
    terms, today = frozenset(read_question(query)), timezone.localdate()
    return [_result(hit, terms, today) for hit in hits]


def _result(hit: Hit, terms: frozenset[str], today: date) -> Result:
    versions = hit.statute.versions.all()
    status = (
        standing_on(hit.statute, hit.provision.version, versions, today)
        if hit.provision
        else statute_status(hit.statute, versions, today)
    )
    shown = excerpt(hit.provision.text, terms) if hit.provision else None
    return Result(hit.statute, hit.provision, status, shown)
