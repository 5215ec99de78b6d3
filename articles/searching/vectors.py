"""Terms as PostgreSQL reads them: tsvector and tsquery written out, without its parser; pure.

Terms are letters and digits (tokens.words), which need no quotes; marks have a colon, and do.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

MOST_TERMS = 60_000  # of a text: what comes behind is not found
MOST_PLACES = 50  # of a term: more say no more
PLACES = [",".join(map(str, range(2, n + 2))) for n in range(MOST_PLACES + 1)]


def title_vector(terms: Iterable[str]) -> str:
    """The tsvector of a title: which terms it has."""
    return " ".join(dict.fromkeys(terms))


def text_vector(title: Iterable[str], body: Mapping[str, int]) -> str:
    """The tsvector of an article: the title's terms with weight A, the body's with as many places as it has them. Where
    in the body they stand is not kept: nothing asks for it."""
    first = set(title)
    found = [
        f"{term}:1A,{PLACES[n]}" if term in first else f"{term}:{PLACES[n]}"
        for term, n in ((term, min(n, MOST_PLACES)) for term, n in body.items())
    ]
    found += [f"{term}:1A" for term in first if term not in body]
    return " ".join(found)


def with_marks(vector: str, marks: Iterable[str]) -> str:
    """A tsvector with bare marks beside its terms."""
    return " ".join([vector, *map(_quoted, marks)])


def marks_of(column: int, published_at: datetime | None, tags: Iterable[int]) -> list[str]:
    """By what results are filtered: no word has a colon."""
    year = [f"year:{timezone.localtime(published_at).year}"] if published_at else []
    return [f"column:{column}", *year, *(f"tag:{tag}" for tag in tags)]


def all_of(terms: Iterable[str], marks: Iterable[str] = ()) -> str:
    """The tsquery for what has all terms and marks."""
    return " & ".join([*terms, *map(_quoted, marks)])


def any_of(queries: Iterable[str], marks: Iterable[str] = ()) -> str:
    """The tsquery for what has all marks and answers one of several queries."""
    return " & ".join([f"({' | '.join(f'({query})' for query in queries)})", *map(_quoted, marks)])


def beginning(term: str, marks: Iterable[str] = ()) -> str:
    """The tsquery for what has a term that begins so."""
    return " & ".join([f"{term}:*", *map(_quoted, marks)])


def filters(wanted: Mapping[str, int | None]) -> list[str]:
    """{"column": 3, "year": None} -> column:3."""
    return [f"{name}:{value}" for name, value in wanted.items() if value is not None]


def _quoted(mark: str) -> str:
    return f"'{mark}'"


def array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array: {1,2}."""
    return "{" + ",".join(map(str, numbers)) + "}"
