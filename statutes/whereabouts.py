"""Where in the whole library words stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from statutes.citations.claims import Claim
from statutes.citations.quotes import Match, compare, likeness
from statutes.language.shingles import fingerprints
from statutes.models import Provision
from statutes.status import Status, statute_status, version_on

CANDIDATES = 12  # provisions a claim that are looked at
APPLYING, COMPARED = 6, 2  # … of which so many that apply are weighed, and so many compared letter by letter
PRINTS = 16  # fingerprints a claim that are looked up
COMMON = 120  # provisions with one fingerprint from which it tells nothing: 依法追究刑事责任
LOOKED_UP = 100  # different claims a text that are looked up


@dataclass(frozen=True, slots=True)
class Place:
    """A provision that has words of a claim, how much of them, and whether all of them as they are."""

    provision: Provision
    likeness: float
    is_exact: bool


def places(texts: Sequence[Mapping[int, Claim]], on: date) -> list[dict[int, list[Place]]]:
    """The provisions that apply on a day and share most words with each claim, for each text by the claims' keys; in
    three queries however many there are. Of a text with very many claims only the first are looked up."""
    # Claims that say the same are looked up once, for whichever texts they stand in.
    said = [_said(text) for text in texts]
    asked = {what: claim for some in said for what, claim in some.items()}
    found = dict(zip(asked, _found(list(asked.values()), on), strict=True))
    return [
        {
            key: found[_words(claim)]
            for key, claim in text.items()
            if _words(claim) in some and found[_words(claim)]
        }
        for text, some in zip(texts, said, strict=True)
    ]


def _said(text: Mapping[int, Claim]) -> dict[tuple, Claim]:
    """The first of a text's claims that say something each, by what they say."""
    first: dict[tuple, Claim] = {}
    for key in sorted(text):
        if len(first) < LOOKED_UP:
            first.setdefault(_words(text[key]), text[key])
    return first


def _words(claim: Claim) -> tuple:
    return claim.words, claim.manner


def _found(claims: Sequence[Claim], on: date) -> list[list[Place]]:
    """The places of each claim, the likeliest first."""
    # The fingerprints are sorted by their hash, which has nothing to do with where they stand in the claim.
    pairs = [(i, one) for i, claim in enumerate(claims) for one in fingerprints(claim.gist)[:PRINTS]]
    if not pairs:
        return [[] for _ in claims]
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [[i for i, _ in pairs], [one for _, one in pairs], COMMON, CANDIDATES])
        rows = cursor.fetchall()
    provisions, sharing = _applying({pk for _, pk in rows}, on), defaultdict(list)
    for i, pk in rows:
        if pk in provisions:
            sharing[i].append(provisions[pk])
    return [_ranked(claim, sharing[i]) for i, claim in enumerate(claims)]


def _applying(ids: set[int], on: date) -> dict[int, Provision]:
    """Those of the provisions that apply on a day, by id."""
    found = Provision.objects.filter(pk__in=ids).select_related("version__statute")
    found = found.defer("shingles", "version__preamble")
    held = found.prefetch_related("version__statute__versions")
    return {provision.pk: provision for provision in held if _applies(provision, on)}


def _applies(provision: Provision, on: date) -> bool:
    statute = provision.version.statute
    versions = statute.versions.all()
    return statute_status(statute, versions, on) in (Status.IN_FORCE, Status.UNKNOWN) and (
        version_on(versions, on).pk == provision.version_id
    )


def _ranked(claim: Claim, provisions: list[Provision]) -> list[Place]:
    like = {p.pk: likeness(claim.gist, p.text) for p in provisions[:APPLYING]}
    near = sorted(provisions[:APPLYING], key=lambda p: like[p.pk], reverse=True)[:COMPARED]
    compared = [(p, compare(claim.words, p.text, claim.manner)) for p in near]
    return [Place(p, like[p.pk], comparison.match is Match.EXACT) for p, comparison in compared]


SHARING = """
SELECT claim, id FROM (
  SELECT claim, id, row_number() OVER (PARTITION BY claim ORDER BY count(*) DESC, id DESC) AS place
  FROM unnest(%s::integer[], %s::integer[]) AS looked(claim, print)
  CROSS JOIN LATERAL (
    SELECT p.id FROM statutes_provision p WHERE p.shingles && ARRAY[looked.print] LIMIT %s
  ) held
  GROUP BY claim, id
) ranked WHERE place <= %s ORDER BY claim, place
"""
