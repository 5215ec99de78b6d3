"""Every address of the site that a pattern can be filled in for, with rows that there are."""

import re

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Article, Column, Revision, Tag
from firm.models import Lawyer
from statutes.models import Statute

ENDS_THE_SESSION = ("logout", "jsi18n")


def main() -> dict:
    """The addresses, and how many rows each table has."""
    return {"addresses": sorted(set(_all())), "rows": rows()}


def rows() -> dict[str, int]:
    """By table, but for those that only say who was there and what was asked."""
    leave = {"Session", "EditingPresence", "AccessLog", "AccessAttempt", "AccessFailureLog"}
    models = [model for model in apps.get_models() if model.__name__ not in leave and model._meta.managed]
    return {model._meta.label: model._default_manager.count() for model in models}


def _all():
    given = _given()
    for pattern in _patterns(get_resolver()):
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(given.get(match[1], "1")), pattern)
        if "(" not in address and not any(word in address for word in ENDS_THE_SESSION):
            yield f"/{address}"


def _given() -> dict:
    article = Article.objects.published().order_by("-pk").first()
    tag = Tag.objects.first()
    return {"pk": article.pk, "object_id": article.pk, "token": "x" * 43, "slug": Column.objects.first().slug, "number": Revision.objects.filter(article=article).first().number,
            "path": "images/a.png", "key": "a" * 32, "lawyer": Lawyer.objects.first().pk, "statute": Statute.objects.first().slug, "tag": tag and tag.pk,
            "name": "withdraw", "form": "atom", "section": "articles", "app_label": "articles", "content_type_id": 1, "url": "articles"}  # fmt: skip


def _patterns(resolver: URLResolver, before: str = ""):
    for part in resolver.url_patterns:
        here = before + re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", str(part.pattern)).strip(
            "^$"
        ).replace("\\.", ".")
        if isinstance(part, URLPattern):
            yield here
        else:
            yield from _patterns(part, here)
