"""Searching the published articles: a question, what it is filtered by, a page -> what was found, best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.html import text_of
from articles.models import Article, StatuteReference
from articles.searching import question as asking
from articles.searching.frequencies import frequencies
from articles.searching.patience import patience
from articles.searching.ranking import BEST, ranked
from articles.searching.tiers import candidates
from articles.searching.vectors import filters
from statutes.searching.excerpt import Excerpt, excerpt

PER_PAGE = 10
MOST = 200  # that are counted
WINDOW = 4_000  # characters of a long text in which a stretch is looked for
CITED = 3  # provisions that a result names


@dataclass(frozen=True, slots=True)
class Filters:
    """What results must have; None for anything."""

    column: int | None = None
    tag: int | None = None
    year: int | None = None

    @property
    def marks(self) -> list[str]:
        """As the index has them."""
        return filters({"column": self.column, "tag": self.tag, "year": self.year})


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Result:
    """An article that was found, with the stretch of its text that says most of what was asked."""

    article: Article
    title_spans: tuple[tuple[int, int], ...]
    excerpt: Excerpt
    references: tuple[StatuteReference, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results, and about how many there are."""

    results: tuple[Result, ...] = ()
    total: int = 0
    has_more: bool = False  # than were counted
    page: int = 1
    pages: int = 1
    words: tuple[str, ...] = field(default=())


def search(query: str, by: Filters = NO_FILTERS, page: int = 1) -> Found:
    """One page of what answers a query, in a fixed number of queries. Of no query is there an error.

    Raises patience.TookTooLong.
    """
    question = asking.read(query)
    if not question.words:
        return Found()
    with patience():
        known = frequencies({*question.words, *question.pairs})
        ids, is_capped = candidates(question, known, by.marks)
        ordered = ranked(question, ids, known)
        pages = max(1, -(-len(ordered) // PER_PAGE))
        page = min(max(1, page), pages)
        shown = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
        total = min(len(ids), MOST) if len(ordered) == BEST else len(ordered)
        return Found(
            results(shown, frozenset(question.words)),
            total,
            is_capped or len(ids) > MOST,
            page,
            pages,
            question.words,
        )


def results(ids: Sequence[int], words: frozenset[str]) -> tuple[Result, ...]:
    """These articles as a list shows them, in their order."""
    rows = (
        Article.objects.published().select_related("column", "author").defer("body_html").in_bulk(list(ids))
    )
    cited = _cited(ids)
    return tuple(_result(rows[pk], words, cited.get(pk, ())) for pk in ids if pk in rows)


def _result(article: Article, words: frozenset[str], references: Sequence[StatuteReference]) -> Result:
    title = excerpt(article.title, words)
    return Result(
        article,
        title.spans,
        excerpt(_window(text_of(article.body), words), words),
        tuple(references),
    )


def _window(text: str, words: frozenset[str]) -> str:
    """Of a long text the part behind the first of the words."""
    if len(text) <= WINDOW:
        return text
    first = min((at for word in words if (at := text.find(word)) >= 0), default=0)
    start = text.rfind("\n", 0, first) + 1
    return text[start : start + WINDOW]


def _cited(ids: Sequence[int]) -> dict[int, list[StatuteReference]]:
    """The first provisions that each article cites and the site holds."""
    rows = StatuteReference.objects.filter(article__in=list(ids), is_held=True, is_of_range=False)
    rows = rows.select_related("statute").order_by("article", "position").defer("sentence")
    found: dict[int, dict] = {}
    for row in rows:
        held = found.setdefault(row.article_id, {})
        if len(held) < CITED:
            held.setdefault((row.statute_id, row.key.split(".")[0]), row)
    return {article: list(held.values()) for article, held in found.items()}
