"""Pages that say one thing to everybody, as that there is nothing: kept by each process for the site's version."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

_kept: dict[tuple[str, int, int], bytes] = {}
MOST = 20  # templates times versions


def message(template: str, status: int, shell: int | None) -> HttpResponse:
    """The page of a template that needs no context but the header's and footer's, as of the version that was read before.

    What is rendered now is that version or a newer one, which the next reader will ask for by its own.
    """
    return HttpResponse(_content(template, shell), status=status)


def _content(template: str, shell: int | None) -> bytes:
    if shell is None or not settings.KEPT_PAGES_MB:
        return _rendered(template)
    key = template, shell, timezone.localdate().year  # the footer names the year
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = _rendered(template)
    return _kept[key]


def _rendered(template: str) -> bytes:
    return render_to_string(template, {}, HttpRequest()).encode()
