"""The firm's row for every template, read only when a template asks."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from firm.models import Firm


def firm(request: HttpRequest) -> dict:
    return {"firm": SimpleLazyObject(Firm.load), "site_url": settings.SITE_URL}
