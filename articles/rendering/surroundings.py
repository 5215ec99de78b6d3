"""What stands around an article's page, kept by each process for the version of the site that the database names."""

from hashlib import sha256

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import Column
from articles.rendering.cutting import Pieces, cut

_kept: dict[tuple[int, int, int], tuple[Pieces, str]] = {}
MOST = 200  # columns times versions


def around(column: int, shell: int) -> tuple[Pieces, str]:
    """The header and footer with a column's menu entry marked, and their digest.

    shell is the version that was read from the database before: what is rendered now is that or a newer one, which
    the next reader will ask for by its own version.
    """
    key = column, shell, timezone.localdate().year  # the footer names the year
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = _rendered(column)
    return found


def _rendered(column: int) -> tuple[Pieces, str]:
    html = render_to_string("base.html", {"column": Column(pk=column)}, HttpRequest())
    pieces = cut(html)
    return pieces, sha256(pieces.with_own(b"", b"")).hexdigest()[:16]
