"""Tags by their names for many articles at once."""

from collections.abc import Iterable

from django.db import connection

from articles.models import Tag

BY_NAME = "SELECT id, name FROM articles_tag WHERE name = ANY(%s) OR lower(name) = ANY(%s) ORDER BY id"


def tags_by_name(names: Iterable[str]) -> dict[str, int]:
    """The ids of tags by name, made where there are none yet, alike in any case; the caller holds the transaction."""
    wanted = sorted(set(names))
    ids = _ids(wanted)
    for name in wanted:
        if name.casefold() not in ids:
            ids[name.casefold()] = Tag.objects.create(name=name).pk  # which finds it a slug that is free
    return {name: ids[name.casefold()] for name in wanted}


def _ids(names: list[str]) -> dict[str, int]:
    """By casefolded name: of several that differ in case only, the first."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(BY_NAME, [names, [name.lower() for name in names]])
        for pk, name in cursor.fetchall():
            found.setdefault(name.casefold(), pk)
    return found
