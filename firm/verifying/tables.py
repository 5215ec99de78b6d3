"""The tables of all models, and their rows: how many, and the hash of each, worked out by the database in ranges.

A range is a thousand numbers of the primary key. Its fact carries one SHA-256 over all its rows and, so that a difference can
be named, the first six digits of each row's own.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models

from firm.verifying.facts import Fact

RANGE = 1000  # numbers of the primary key in one fact
AT_ONCE = 10  # ranges that one query works out
MARK = 6  # hexadecimal digits by which a row is told from its altered self
Progress = Callable[[int, int], None]

# The hashes stand by themselves, for PostgreSQL would otherwise work each out once for every aggregate.
HASHES = """
WITH hashed AS MATERIALIZED (
    SELECT {pk} AS pk, sha256(convert_to(one::text, 'UTF8')) AS hash FROM {table} one WHERE {pk} >= %s AND {pk} < %s
)
SELECT pk / {size}, count(*), encode(sha256(string_agg(hash, '' ORDER BY pk)), 'hex'), array_agg(pk ORDER BY pk),
    string_agg(left(encode(hash, 'hex'), {mark}), '' ORDER BY pk)
FROM hashed GROUP BY 1 ORDER BY 1
"""
COUNT = "SELECT count(*) FROM {table}"
NEXT = "SELECT min({pk}) FROM {table} WHERE {pk} >= %s"
SIZES = (
    "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class WHERE oid = ANY(%s::regclass[])"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what its rows are called, and the column that numbers them, where one does."""

    name: str
    label: str
    pk: str | None


def tables(worked_out: Collection[type[models.Model]] = ()) -> list[Table]:
    """Those of all models of all apps, by name; what can be worked out again is to be counted only, so has no pk."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [_table(name, model, model in worked_out) for name, model in sorted(found.items())]


def _table(name: str, model: type[models.Model], is_worked_out: bool) -> Table:
    pk = model._meta.pk
    target = pk.target_field if pk.is_relation else pk
    is_number = isinstance(target, models.IntegerField)
    return Table(name, str(model._meta.verbose_name), pk.column if is_number and not is_worked_out else None)


def rows(of: Collection[Table], progress: Progress = lambda done, total: None) -> Iterator[Fact]:
    """Of each table the ranges of its rows, then how many it has. Reads ranges one after the other."""
    done, total = 0, _about(of)
    for table in of:
        count = 0
        for fact in _ranges(table) if table.pk else ():
            count += fact.said["count"]
            progress(done + count, total)
            yield fact
        count = count if table.pk else _count(table)
        done += count
        yield Fact("rows", table.name, {"label": table.label, "count": count})


def _about(of: Collection[Table]) -> int:
    """About how many rows there are, as the planner believes."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [[connection.ops.quote_name(table.name) for table in of]])
        return cursor.fetchone()[0]


def _count(table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(table=connection.ops.quote_name(table.name)))
        return cursor.fetchone()[0]


def _ranges(table: Table) -> Iterator[Fact]:
    quote = connection.ops.quote_name
    names = {"table": quote(table.name), "pk": quote(table.pk)}
    hashes = HASHES.format(**names, size=RANGE, mark=MARK)
    with connection.cursor() as cursor:
        start = _next(cursor, names, -(2**31))
        while start is not None:
            first = start // RANGE * RANGE
            cursor.execute(hashes, [start, first + AT_ONCE * RANGE])
            for number, count, digest, keys, marks in cursor.fetchall():
                said = {"label": table.label, "from": number * RANGE, "count": count, "sha256": digest}
                yield Fact("range", table.name, said | {"keys": runs(keys), "marks": marks})
            start = _next(cursor, names, first + AT_ONCE * RANGE)


def _next(cursor, names: dict, start: int) -> int | None:
    cursor.execute(NEXT.format(**names), [start])
    return cursor.fetchone()[0]


def runs(numbers: Collection[int]) -> str:
    """Rising numbers shortly: 1-5,7,9-12."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def marked(said: dict) -> dict[int, str]:
    """The mark of each row by its number, out of what a range's fact says."""
    pieces = [piece.split("-") for piece in said["keys"].split(",") if piece]
    keys = [key for piece in pieces for key in range(int(piece[0]), int(piece[-1]) + 1)]
    return {key: said["marks"][place * MARK : place * MARK + MARK] for place, key in enumerate(keys)}
