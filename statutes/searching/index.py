"""The index kept true to the library: what changed is indexed anew, what is gone is left out."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from statutes.models import IndexedProvision, Posting
from statutes.searching.weighing import weights

RULES = "1"  # raised where terms or weights are made otherwise: the next refresh indexes everything anew
BLOCK = 16_384  # places in a block, and provisions in memory at once
AT_ONCE = 4_000  # postings in a statement
LOCK = 0x5EA2C4


@dataclass(frozen=True, slots=True)
class _Text:
    """A provision that is not in the index as it stands."""

    pk: int
    statute: int
    digest: UUID
    mark: int
    title: str
    path: str
    text: str


def refresh(statutes: Iterable[int] | None = None) -> int:
    """Bring the index up to the newest versions, of some statutes (their ids) or of all; how many provisions changed.

    Safe to kill: each block of provisions is indexed in a transaction of its own, and the next call finds the rest.
    """
    only = None if statutes is None else list(statutes)
    changed = _drop_gone(only)
    while added := _index_block(only):
        changed += added
    if _is_mostly_dead():
        _rebuild()
    return changed


@transaction.atomic
def _drop_gone(only: list[int] | None) -> int:
    """Forget the provisions that are of no newest version any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(GONE, {"only": only})
        return cursor.rowcount


@transaction.atomic
def _index_block(only: list[int] | None) -> int:
    """Index as many of the provisions that the index lacks as a block holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(LACKING, {"only": only, "rules": RULES, "most": BLOCK})
        lacking = [_Text(*row) for row in cursor.fetchall()]
    _add(lacking)
    return len(lacking)


def _add(texts: list[_Text]) -> None:
    IndexedProvision.objects.filter(provision__in=[text.pk for text in texts]).delete()
    rows = IndexedProvision.objects.bulk_create(map(_row, texts))
    postings: dict[tuple[str, int], tuple[list[int], bytearray]] = defaultdict(lambda: ([], bytearray()))
    for row, text in zip(rows, texts, strict=True):
        block, place = divmod(row.pk, BLOCK)
        for term, weight in weights(text.title, text.path, text.text).items():
            places, weighed = postings[term, block]
            places.append(place)
            weighed.append(weight)
    with connection.cursor() as cursor:
        for some in _batches(postings):
            cursor.execute(APPEND, some)


def _row(text: _Text) -> IndexedProvision:
    return IndexedProvision(provision_id=text.pk, statute_id=text.statute, digest=text.digest, mark=text.mark)


def _batches(postings: dict[tuple[str, int], tuple[list[int], bytearray]]) -> Iterator[dict]:
    keys = list(postings)
    for start in range(0, len(keys), AT_ONCE):
        some = [(*key, *postings[key]) for key in keys[start : start + AT_ONCE]]
        yield {
            "terms": [term for term, *_ in some],
            "blocks": [block for _, block, *_ in some],
            "places": [struct.pack(f"<{len(places)}H", *places).hex() for *_, places, _ in some],
            "weights": [weighed.hex() for *_, weighed in some],
        }


def _is_mostly_dead() -> bool:
    """Whether more than half of the places that were handed out lead nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id) - min(id) + 1 - 2 * count(*) > %s FROM statutes_indexedprovision", [BLOCK]
        )
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _rebuild() -> None:
    """Everything anew, in one transaction: readers have the old index until it is done."""
    IndexedProvision.objects.all().delete()
    Posting.objects.all().delete()
    while _index_block(None):
        pass


NEWEST = """
SELECT DISTINCT ON (statute_id) id, statute_id FROM statutes_statuteversion
WHERE %(only)s::bigint[] IS NULL OR statute_id = ANY(%(only)s::bigint[])
ORDER BY statute_id, promulgated_on DESC
"""
GONE = f"""
DELETE FROM statutes_indexedprovision i
WHERE (%(only)s::bigint[] IS NULL OR statute_id = ANY(%(only)s::bigint[])) AND NOT EXISTS (
    SELECT FROM statutes_provision p JOIN ({NEWEST}) v ON v.id = p.version_id WHERE p.id = i.provision_id
)
"""  # noqa: S608  (no value stands in the text)
LACKING = f"""
SELECT w.* FROM (
    SELECT p.id, v.statute_id, md5(concat_ws(E'\\n', %(rules)s, s.title, p.path, p.text))::uuid AS digest,
        coalesce(p.shingles[1], 0), s.title, p.path, p.text
    FROM statutes_provision p JOIN ({NEWEST}) v ON v.id = p.version_id JOIN statutes_statute s ON s.id = v.statute_id
    ORDER BY v.statute_id, p.number, p.suffix
) w LEFT JOIN statutes_indexedprovision i ON i.provision_id = w.id
WHERE i.digest IS DISTINCT FROM w.digest LIMIT %(most)s
"""  # noqa: S608
APPEND = """
INSERT INTO statutes_posting AS held (term, block, places, weights)
SELECT term, block, decode(places, 'hex'), decode(weights, 'hex')
FROM unnest(%(terms)s::text[], %(blocks)s::integer[], %(places)s::text[], %(weights)s::text[])
    AS new (term, block, places, weights)
ON CONFLICT (term, block) DO UPDATE SET
    places = held.places || EXCLUDED.places, weights = held.weights || EXCLUDED.weights
"""
