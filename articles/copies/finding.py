"""Which articles say nearly the same as a text: a few candidates by their sketches, then letter by letter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from articles import rights
from articles.copies.keeping import read, stock, title_key
from articles.copies.passages import Common, common
from articles.copies.sketch import FEWEST, estimate, sketch_of
from articles.copies.wording import Wording
from articles.html import sanitise
from articles.models import Article, ArticleSketch
from firm.models import User

SHOWN_FROM = 0.4  # of either text
NEARLY_ALL = 0.8
LIKELY = (
    0.2  # estimated share from which two texts are compared letter by letter: an edit breaks six runs at once
)
HOLDERS = 200  # articles with one fingerprint that are looked at, the same ones for each fingerprint of a big cluster
CANDIDATES = 100  # whose sketches are looked at
COMPARED = 10  # … and whose texts are
SAME_TITLE = 5
PASSAGES = 8  # that are shown, the longest
Sketches = QuerySet[ArticleSketch]


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that says nearly the same, or bears the same title, with the words that are the same."""

    article: Article
    sketch: ArticleSketch
    common: Common
    has_same_title: bool
    passages: tuple[str, ...]  # as the text at hand has them, the longest first

    @property
    def percent(self) -> int:
        """The greater share of the two texts; a hundred only where all is the same."""
        return int(self.common.most * 100)

    @property
    def mine(self) -> int:
        return int(self.common.mine * 100)

    @property
    def theirs(self) -> int:
        return int(self.common.theirs * 100)

    @property
    def is_public(self) -> bool:
        """Whether it is what visitors read."""
        return self.sketch.is_live and self.article.is_public

    @property
    def title(self) -> str:
        return self.sketch.revision.title

    @property
    def author(self) -> str:
        return self.sketch.revision.author.name

    @property
    def verdict(self) -> str:
        """What a writer is told in a word."""
        if min(self.common.mine, self.common.theirs) >= NEARLY_ALL:
            return "几乎相同"
        if self.common.mine >= NEARLY_ALL:
            return "本文几乎全在其中"
        if self.common.theirs >= NEARLY_ALL:
            return "它几乎全在本文中"
        return "大段相同" if self.common.most >= SHOWN_FROM else "标题相同"


def similar(body: str, title: str, user: User, *, leaving_out: int | None = None) -> list[Copy]:
    """The articles that a user may know of and that say nearly the same as a body, the most alike first.

    These are the public ones and those that the user sees in the newsroom, each with its text that is more alike.
    leaving_out is the id of the article that is being written. Raises BodyRefused.
    """
    sentences = stock()
    mine = read(sanitise(body), sentences)

    def visible(found: Sketches) -> Sketches:
        ids = list(found.exclude(article=leaving_out).values_list("article", flat=True))
        some = Article.objects.filter(pk__in=ids)
        open_to_all = Q(is_live=True, article__in=some.published())
        own = Q(article__in=some.filter(rights.visible_to(user)).values("pk"))
        return found.exclude(article=leaving_out).filter(open_to_all | own)

    key = title_key(title)
    likely = candidates(sketch_of(mine.letters), visible)[:COMPARED]
    same = visible(ArticleSketch.objects.filter(title_key=key))[:SAME_TITLE] if key else []
    found = compare(mine, {sketch.pk: sketch for sketch in [*likely, *same]}.values(), sentences)
    copies = [_copy(mine, sketch, shared, key) for sketch, shared in found]
    shown = [copy for copy in copies if copy.has_same_title or copy.common.most >= SHOWN_FROM]
    return _each_article_once(shown)


def candidates(prints: Sequence[int], visible: Callable[[Sketches], Sketches]) -> list[ArticleSketch]:
    """The sketches that seem to share at least LIKELY of either text, the most alike first, in two queries."""
    if not prints:
        return []
    least = 2 if len(prints) >= FEWEST else 1
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [list(prints), HOLDERS, least, len(prints), CANDIDATES])
        ids = [pk for (pk,) in cursor.fetchall()]
    likely = []
    for sketch in visible(ArticleSketch.objects.filter(pk__in=ids)):
        share = max(estimate(prints, sketch.prints))
        if share >= LIKELY:
            likely.append((share, sketch))
    return [sketch for _, sketch in sorted(likely, key=lambda pair: (-pair[0], pair[1].pk))]


def compare(
    mine: Wording, sketches: Iterable[ArticleSketch], sentences: frozenset[int]
) -> list[tuple[ArticleSketch, Common]]:
    """A text held against those of some sketches, letter by letter, in one query; in the sketches' order."""
    pks = [sketch.pk for sketch in sketches]
    rows = ArticleSketch.objects.select_related(
        "article__author", "article__column", "revision__author"
    ).defer("article__body", "article__body_html", "prints")
    found = rows.in_bulk(pks)
    return [(found[pk], common(mine, read(found[pk].revision.body, sentences))) for pk in pks if pk in found]


def _copy(mine: Wording, sketch: ArticleSketch, shared: Common, key: str) -> Copy:
    longest = sorted(shared.passages, key=lambda span: (span[0] - span[1], span))[:PASSAGES]
    return Copy(
        article=sketch.article,
        sketch=sketch,
        common=shared,
        has_same_title=bool(key) and sketch.title_key == key,
        passages=tuple(mine.words(*span) for span in longest),
    )


def _each_article_once(copies: list[Copy]) -> list[Copy]:
    """Of an article whose live text and draft are both alike, the one that is more so."""
    best = {}
    for copy in sorted(
        copies, key=lambda copy: (-copy.common.most, not copy.sketch.is_live, copy.article.pk)
    ):
        best.setdefault(copy.article.pk, copy)
    return list(best.values())


SHARING = """
SELECT id FROM (
  SELECT held.id, held.size, count(*) AS shared
  FROM unnest(%s::integer[]) AS looked(print)
  CROSS JOIN LATERAL (
    SELECT s.id, cardinality(s.prints) AS size FROM articles_articlesketch s
    WHERE s.prints && ARRAY[looked.print] LIMIT %s
  ) held
  GROUP BY held.id, held.size
) sharing
WHERE shared >= least(%s, size)
ORDER BY shared::float / least(size, %s) DESC, id LIMIT %s
"""
