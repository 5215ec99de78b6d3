"""The settings and the one view of a bare Django site under the same middleware: it answers with the bytes it is given.

It is imported as bare, for the package sets Django up, which settings cannot.
"""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hefei_site.settings import *  # noqa: F403

ROOT_URLCONF = "bare"
KEPT_PAGES_MB = 0
BODY = Path(os.environ["BARE_BODY"]).read_bytes() if "BARE_BODY" in os.environ else b""


def view(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes, whatever is asked for."""
    return HttpResponse(BODY)


urlpatterns = [path("hf/<path:name>", view)]
