"""Keeps the sketches of articles with their texts."""

from articles.copies.sketch import sketch_of
from articles.copies.wording import Wording, letters_of, telling_letters, wording_of
from articles.html import text_of
from articles.models import Article, ArticleSketch, Revision, StockSentence


def stock() -> frozenset[int]:
    """The digests of the sentences that stand under many articles."""
    return frozenset(StockSentence.objects.values_list("digest", flat=True))


def read(body: str, sentences: frozenset[int]) -> Wording:
    """The words of a body as they are compared; sentences are those of stock()."""
    return wording_of(text_of(body), sentences)


def prints(body: str, sentences: frozenset[int]) -> list[int]:
    """The sketch of a body; sentences are those of stock()."""
    return sketch_of(telling_letters(text_of(body), sentences))


def keep_live(article: Article, revision: Revision) -> None:
    """Keep the sketch of a revision that has gone live; the caller holds the transaction."""
    _keep(revision, is_live=True)
    article.sketches.filter(is_live=False, revision__number__lte=revision.number).delete()


def keep_draft(revision: Revision) -> None:
    """Keep the sketch of an article's newest draft; the caller holds the transaction."""
    _keep(revision, is_live=False)


def sketched(revision: Revision, *, is_live: bool, sentences: frozenset[int]) -> ArticleSketch:
    """The unsaved sketch of a revision."""
    return ArticleSketch(
        article_id=revision.article_id,
        revision=revision,
        is_live=is_live,
        prints=prints(revision.body, sentences),
        title_key=title_key(revision.title),
    )


def title_key(title: str) -> str:
    """What is the same for two titles that differ in width, case, marks or spaces only."""
    return letters_of(title)[:120]


def _keep(revision: Revision, *, is_live: bool) -> None:
    """In one statement: update_or_create() takes six, at each draft and each publishing."""
    ArticleSketch.objects.bulk_create(
        [sketched(revision, is_live=is_live, sentences=stock())],
        update_conflicts=True,
        unique_fields=["article", "is_live"],
        update_fields=["revision", "prints", "title_key", "is_compared"],
    )
