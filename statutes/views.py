"""The pages of the law: the list, a statute, a provision."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from statutes.models import Provision, Statute, StatuteVersion
from statutes.status import standings, statute_status, version_on


@require_safe
def statutes(request: HttpRequest) -> HttpResponse:
    """Every statute that the site holds or has registered, by kind."""
    found = Statute.objects.prefetch_related("versions").order_by("kind", "title")
    groups = [
        (kind.label, rows) for kind in Statute.Kind if (rows := [row for row in found if row.kind == kind])
    ]
    return render(request, "statutes/statute_list.html", {"groups": groups})


@require_safe
def statute(request: HttpRequest, slug: str) -> HttpResponse:
    """A statute as it applies today, with its table of contents."""
    found, version = _applying(slug)
    provisions = list(version.provisions.all()) if version else []
    for provision in provisions:
        provision.version = version  # so that an address costs no query
    context = _dates(found, version) | {
        "chapters": [(path, list(rows)) for path, rows in groupby(provisions, key=lambda row: row.path)],
        "count": len(provisions),
    }
    return render(request, "statutes/statute_detail.html", context)


@require_safe
def provision(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One 条 as it applies today, between its neighbours."""
    found, version = _applying(slug)
    here = get_object_or_404(Provision.objects.select_related("version__statute"), version=version, key=key)
    before, after = Provision.objects.neighbours(here)
    context = _dates(found, version) | {"provision": here, "previous": before, "next": after}
    return render(request, "statutes/provision_detail.html", context)


def _applying(slug: str) -> tuple[Statute, StatuteVersion | None]:
    found = Statute.objects.filter(slug=slug).prefetch_related("versions").first()
    if found is None:
        raise Http404("没有这部法规")
    return found, version_on(found.versions.all(), timezone.localdate())


def _dates(found: Statute, version: StatuteVersion | None) -> dict:
    today = timezone.localdate()
    versions = found.versions.all()
    return {
        "statute": found,
        "version": version,
        "status": statute_status(found, versions, today),
        "versions": standings(versions, today),
    }
