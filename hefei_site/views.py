"""The pages that belong to no app: home, about, privacy, errors, health."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.archive import addresses
from articles.models import Article, Column
from articles.rendering import standing
from articles.rendering.messages import message
from articles.rendering.standing import NotHere
from firm import answering, away
from firm.models import Lawyer

NEWEST = 6
IN_COLUMN = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest articles, a few of each column, the lawyers; 301 for an old address that is this one with a number."""
    number = addresses.number_asked(request)
    if number is not None and (to := standing.at(request, number).numbered(number)):
        return HttpResponsePermanentRedirect(to)
    published = Article.objects.published().for_list().newest_first()
    columns = [(column, list(published.filter(column=column)[:IN_COLUMN])) for column in Column.objects.all()]
    context = {
        "newest": published[:NEWEST],
        "columns": columns,
        "lawyers": Lawyer.objects.on_staff().licensed()[:8],
    }
    return render(request, "home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The firm, and how to reach it."""
    return render(request, "about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site keeps of its visitors."""
    return render(request, "privacy.html")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """That the process answers; it asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """An uploaded picture. In production nginx answers these addresses itself, unless the pictures are on S3."""
    try:
        if hasattr(default_storage, "serve"):  # hefei_site/object_storage.py
            response = default_storage.serve(request, path)
        else:
            response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except SuspiciousFileOperation as error:
        raise Http404("没有这个文件") from error
    # File names are random and never reused.
    response.headers.setdefault("Cache-Control", "public, max-age=31536000, immutable")
    return response


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """A page without the database, so that nonsense costs little."""
    return HttpResponse(BAD_REQUEST, status=400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """Says why, where the refusal is one of ours."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """The one place that answers unknown addresses: those of the old site lead on. One query, if the view has not asked it."""
    here = exception.standing if isinstance(exception, NotHere) else standing.at(request)
    if request.method in ("GET", "HEAD") and here.old_leads_to:
        return HttpResponsePermanentRedirect(here.old_leads_to)
    return message("404.html", 404, here.shell)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs neither the database nor a template's context; 503 where it is the database that failed.

    By its number the log has what went wrong.
    """
    if away.is_it():
        return away.page(AWAY, NOT_SAVED, request)
    return HttpResponse(SERVER_ERROR.replace("NUMBER", answering.number() or "—"), status=500)


BAD_REQUEST, SERVER_ERROR, AWAY, NOT_SAVED = (
    (Path(settings.BASE_DIR) / "templates" / f"{name}.html").read_text("utf-8")
    for name in ("400", "500", "503", "503_not_saved")
)
