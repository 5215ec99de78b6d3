"""What is suggested while somebody types: statutes and provisions, tags, titles."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.models import Article, Tag
from articles.searching import question as asking
from articles.searching.patience import patience
from articles.searching.tokens import folded, words
from articles.searching.vectors import all_of, beginning
from firm.standbys import reading
from statutes.language.normalise import clean_line
from statutes.search import at_once

LONGEST, SHORTEST = 40, 2  # characters; of less too much begins so
LAWS, TAGS, MOST = 2, 2, 8
LOOKED_AT = 200  # titles


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that a visitor may mean, what it is, and its page."""

    text: str
    kind: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """At most MOST, each once: what the law has of that name, tags that begin so, articles with all of it in the title.

    Raises patience.TookTooLong.
    """
    text = clean_line(typed[: 4 * LONGEST])[:LONGEST]
    if len(text) < SHORTEST:
        return []
    with patience():
        found = [*_laws(text), *_tags(text), *_titles(text)]
    return list({one.text: one for one in found}.values())[:MOST]


def _laws(text: str) -> Iterator[Suggestion]:
    for hit in at_once(text)[:LAWS]:
        if hit.provision:
            yield Suggestion(
                f"{hit.statute}{hit.provision.address}", "法条", hit.provision.get_absolute_url()
            )
        else:
            yield Suggestion(str(hit.statute), "法规", hit.statute.get_absolute_url())


def _tags(text: str) -> Iterator[Suggestion]:
    begin = Tag.objects.filter(name__istartswith=text).order_by("name")[:LOOKED_AT]
    used = Tag.objects.filter(pk__in=[tag.pk for tag in begin], tagged__content_object__in=_public())
    for tag in used.distinct()[:TAGS]:
        yield Suggestion(tag.name, "标签", tag.get_absolute_url())


def _titles(text: str) -> Iterator[Suggestion]:
    """The newest of those whose titles have all terms, the last of which may be half typed."""
    terms = [term for term in words(text) if len(term) > 1 or term.isascii()] or words(text)
    if not terms:
        return
    query = " & ".join(filter(None, [all_of(terms[:-1]), beginning(terms[-1])]))
    with reading().cursor() as cursor:
        cursor.execute(TITLED, [query, LOOKED_AT])
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = _public().filter(pk__in=ids).only("title").newest_first()[: 2 * MOST]
    whole = asking.read(text).whole
    for article in sorted(rows, key=lambda row: whole not in folded(row.title)):
        yield Suggestion(article.title, "文章", article.get_absolute_url())


def _public():
    return Article.objects.published()


TITLED = "SELECT article_id FROM articles_searchdocument WHERE title @@ %s::tsquery LIMIT %s"
