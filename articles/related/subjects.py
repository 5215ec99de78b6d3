"""What of an article is compared with others: its keywords, its sketch, what it cites, its tags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.copies.keeping import prints, stock, title_key
from articles.copies.sketch import FEWEST, estimate
from articles.html import text_of
from articles.models import Article, ArticleSketch, SearchDocument, StatuteReference, Tag
from articles.searching.index import Document, Law, Source, describe, law_of, laws_of, tags_of

COPY = 0.5  # the estimated share of either text from which two count as copies
ENOUGH = 0.2  # of the shorter sketch in the other one: below, the estimate is not asked


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text's sketch and title, by which its copies are known."""

    prints: tuple[int, ...]
    title: str
    numbers: frozenset[int] = field(default=frozenset(), compare=False)

    @classmethod
    def of(cls, prints: Sequence[int], title: str) -> "Likeness":
        return cls(tuple(prints), title, frozenset(prints))

    def is_copy_of(self, other: "Likeness") -> bool:
        """Whether the two say nearly the same, or bear one title."""
        if self.title and self.title == other.title:
            return True
        least = min(len(self.numbers), len(other.numbers))
        if not least or len(self.numbers & other.numbers) < ENOUGH * min(least, FEWEST):
            return False
        return max(estimate(self.prints, other.prints)) >= COPY


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose a list is: what its reasons are told by."""

    article: int
    title: str
    column: int
    laws: tuple[Law, ...]
    tags: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Owner):
    """An article whose related list is worked out; the row may not say yet what stands here."""

    keywords: tuple[tuple[int, int], ...]  # numbers of terms with their weights, the weightiest first
    likeness: Likeness
    pinned: tuple[int, ...]
    banned: tuple[int, ...]
    document: Document | None = None  # as it will be indexed, where it was described for this


def subject_of(article: Article, tag_names: Sequence[str], references: Iterable[StatuteReference]) -> Subject:
    """An article as it stands in memory, with its tags by name and its references."""
    text = text_of(article.body)
    laws = dict.fromkeys(filter(None, (law_of(row.statute_id, row.key) for row in references)))
    tags = _numbers(tag_names)
    source = Source(
        article.pk,
        article.title,
        text,
        article.column_id,
        article.published_at,
        tags,
        tuple(laws),
        " ".join(tag_names),
    )
    [document] = describe([source])
    return Subject(
        article=article.pk,
        title=article.title,
        column=article.column_id,
        laws=source.laws,
        tags=tags,
        keywords=document.keywords,
        likeness=Likeness.of(prints(article.body, stock()), title_key(article.title)),
        pinned=tuple(article.pinned_ids),
        banned=tuple(article.banned_ids),
        document=document if len(tags) == len(tag_names) else None,
    )


def stored_subjects(ids: Sequence[int]) -> list[Subject]:
    """Live articles that are indexed, as they are stored, in five queries whatever their number."""
    rows = Article.objects.filter(pk__in=ids, state=Article.State.LIVE).order_by("pk")
    rows = list(rows.only("title", "column", "pinned_ids", "banned_ids"))
    documents = SearchDocument.objects.only("keywords", "weights").in_bulk(ids)
    likenesses, laws, tags = likenesses_of(ids), laws_of(ids), tags_of(ids)
    return [
        Subject(
            article=row.pk,
            title=row.title,
            column=row.column_id,
            laws=tuple(laws[row.pk]),
            tags=tuple(tags[row.pk]),
            keywords=tuple(zip(documents[row.pk].keywords, documents[row.pk].weights, strict=True)),
            likeness=likenesses.get(row.pk) or Likeness.of((), title_key(row.title)),
            pinned=tuple(row.pinned_ids),
            banned=tuple(row.banned_ids),
        )
        for row in rows
        if row.pk in documents
    ]


def likenesses_of(ids: Iterable[int]) -> dict[int, Likeness]:
    """The sketches of live articles that have one."""
    rows = ArticleSketch.objects.filter(article__in=list(ids), is_live=True)
    return {
        pk: Likeness.of(sketch, title)
        for pk, sketch, title in rows.values_list("article", "prints", "title_key")
    }


def _numbers(names: Sequence[str]) -> tuple[int, ...]:
    """The tags of these names, in the order of the index; a new tag ties to nothing."""
    known = dict(Tag.objects.filter(name__in=names).values_list("name", "pk")) if names else {}
    return tuple(sorted(known.values()))
