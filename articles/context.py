"""The columns for the menu of every page, read only when a template asks."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Column


def columns(request: HttpRequest) -> dict:
    return {"menu_columns": SimpleLazyObject(lambda: list(Column.objects.all()))}
