"""The pages of the law: the list, a statute, a provision, what changed, what cites."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from statutes import pages
from statutes.models import Statute
from statutes.reading import read


@require_safe
def statutes(request: HttpRequest) -> HttpResponse:
    """Every statute that the site holds or has registered, by kind."""
    found = Statute.objects.for_list()
    groups = [
        (kind.label, rows) for kind in Statute.Kind if (rows := [row for row in found if row.kind == kind])
    ]
    return render(request, "statutes/statute_list.html", {"groups": groups})


@require_safe
def statute(request: HttpRequest, slug: str) -> HttpResponse:
    """A statute with its table of contents, today or as ?on= or ?version= says; 400 where they say no day."""
    reading = read(slug, request.GET)
    status = 400 if reading.is_refused else 200
    return render(request, "statutes/statute_detail.html", pages.of_statute(reading), status=status)


@require_safe
def provision(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One 条 between its neighbours, with its history; where the text has it no longer, or not yet, the page says so."""
    reading = read(slug, request.GET)
    context = pages.of_provision(reading, key)
    if context is None:
        raise Http404("没有这一条")
    status = 400 if reading.is_refused else 200
    return render(request, "statutes/provision_detail.html", context, status=status)


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between two versions, ?from= and ?to= their days of promulgation."""
    reading = read(slug, {})
    context = pages.of_changes(reading, request.GET)
    status = 400 if context["is_refused"] else 200
    return render(request, "statutes/statute_changes.html", context, status=status)


@require_safe
def citing(request: HttpRequest, slug: str, key: str | None = None) -> HttpResponse:
    """All that cites a statute, or one 条 of it: the firm's articles, page by page, and other statutes."""
    context = pages.of_citing(read(slug, {}), key)
    if context is None:
        raise Http404("没有这一条")
    return render(request, "statutes/statute_citing.html", context)
