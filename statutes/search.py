"""Searching the law: a name, an address or a question -> statutes and provisions, best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from statutes.citations.address import Address
from statutes.language.normalise import visible
from statutes.models import IndexedProvision, Provision, Statute
from statutes.searching.library import Library, library
from statutes.searching.naming import named, places
from statutes.searching.ranking import ranked
from statutes.searching.terms import LONGEST


@dataclass(frozen=True, slots=True)
class Hit:
    """A statute that was found by its name, or a provision of its newest version."""

    statute: Statute
    provision: Provision | None = None


def search(query: str, limit: int = 50, known: Library | None = None) -> list[Hit]:
    """At most so many hits: the provision that the query is the address of, the statutes that it names, the provisions
    that are likely to answer it. Of no query is there an error; of one without words there are no hits."""
    text = visible(query)[:LONGEST].strip()
    if not text:
        return []
    known = known or library()
    at, rest = places(text, known.lexicon)
    placed, without = _placed(at, known)
    statutes, is_name = (without, False) if at else named(text, known)
    ids = placed if is_name else list(dict.fromkeys([*placed, *ranked(rest, known, limit)]))
    by_name = Statute.objects.in_bulk(statutes)
    provisions = Provision.objects.select_related("version__statute").in_bulk(ids[:limit])
    hits = [Hit(by_name[pk]) for pk in statutes if pk in by_name]
    hits += [Hit(provisions[pk].version.statute, provisions[pk]) for pk in ids if pk in provisions]
    return hits[:limit]


def at_once(query: str, known: Library | None = None) -> list[Hit]:
    """What a query names rather than asks for: the provisions at its addresses, or the statutes of that name."""
    text = visible(query)[:LONGEST].strip()
    if not text:
        return []
    known = known or library()
    at, _ = places(text, known.lexicon)
    ids, without = _placed(at, known)
    by_name = Statute.objects.in_bulk(without if at else named(text, known)[0])
    provisions = Provision.objects.select_related("version__statute").in_bulk(ids)
    hits = [Hit(provisions[pk].version.statute, provisions[pk]) for pk in ids if pk in provisions]
    return hits + [Hit(statute) for statute in by_name.values()]


def _placed(at: Sequence[tuple[str, Address]], known: Library) -> tuple[list[int], list[int]]:
    """The ids of the provisions at these addresses, and of the statutes that have none there."""
    wanted = [(known.ids[title], address.article_key) for title, address in at if title in known.ids]
    if not wanted:
        return [], []
    rows = IndexedProvision.objects.filter(
        statute__in={pk for pk, _ in wanted}, provision__key__in={key for _, key in wanted}
    ).values_list("statute", "provision__key", "provision")
    held = {(statute, key): provision for statute, key, provision in rows}
    found = [held[place] for place in wanted if place in held]
    return found, list(dict.fromkeys(place[0] for place in wanted if place not in held))
