"""Groups the live articles that say nearly the same: stars, each around one article that has nearly all of the others.

Only who is alike to the head itself is in its star, so that a chain of small changes does not tie together two texts
with little in common.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery

from articles import failing
from articles.copies.finding import COMPARED, NEARLY_ALL, Sketches, candidates, compare
from articles.copies.keeping import read, sketched, stock
from articles.copies.passages import Common
from articles.copies.wording import sentence_digests
from articles.html import text_of
from articles.models import Article, ArticleSketch, CopyMember, CopyStar, Revision, StockSentence

BACK = 0.5  # of the head that a member has at least: a short note is no copy of the treatise that contains it
BATCH = 50  # articles a transaction
SAMPLE = 3_000  # live articles in which stock sentences are counted
STOCK_SHARE, STOCK_LEAST = 0.05, 20  # of the sample, and in how many of it, a sentence stands to be one
LOCK = 0x636F7079  # one search at a time
Progress = Callable[[str, int, int], None]


class AlreadyRunning(Exception):
    """Somebody else is looking for copies; the message says so in Chinese."""


def find(progress: Progress = lambda what, done, total: None, *, afresh: bool = False) -> int:
    """Compare all live articles whose text is new since they were last compared; returns how many.

    Safe to repeat and to kill: each batch is a transaction, and the next run does the rest. afresh makes all sketches
    and stars anew. Raises AlreadyRunning.
    """
    with _alone():
        learn_stock()
        if afresh:
            CopyStar.objects.all().delete()
            ArticleSketch.objects.filter(is_live=True).delete()
        sketch_missing(progress)
        _let_go_of_withdrawn()
        return _compare_waiting(progress)


def sketch_all(progress: Progress = lambda what, done, total: None) -> None:
    """Make the sketches that are missing, as after an import, without comparing anything. Raises AlreadyRunning."""
    with _alone():
        learn_stock()
        sketch_missing(progress)


def compare_new(most: int = 200) -> int:
    """Compare what was published of late, up to so many; returns how many. Leaves it to find() where that is at work."""
    try:
        with _alone():
            return _compare_waiting(lambda what, done, total: None, most)
    except AlreadyRunning:
        return 0


def leave(article: Article) -> None:
    """Take an article out of its star; what stood around it is compared anew. The caller holds the transaction."""
    for star in CopyStar.objects.filter(head=article):
        _dissolve(star)
    for member in CopyMember.objects.filter(article=article).select_related("star"):
        member.delete()
        _count(member.star)


def _compare_waiting(progress: Progress, most: float = inf) -> int:
    """What stood around a head that changed waits anew, so that the rest is asked for after each batch."""
    waiting = _public(ArticleSketch.objects.filter(is_compared=False)).order_by("article")
    sentences, done = stock(), 0
    while done < most and (batch := list(waiting.values_list("pk", flat=True)[:BATCH])):
        try:
            _compare(batch, sentences)
        except Exception:
            for pk in batch:
                _compare_alone(pk, sentences)
        done += len(batch)
        progress("比较文章 ", done, done + waiting.count())
    return done


@transaction.atomic
def _compare(batch: list[int], sentences: frozenset[int]) -> None:
    rows = ArticleSketch.objects.select_for_update(of=("self",)).filter(pk__in=batch)
    sketches = list(rows.select_related("revision").order_by("article"))
    ArticleSketch.objects.filter(pk__in=batch).update(is_compared=True)
    for sketch in sketches:
        _place(sketch, sentences)
    failing.went_well(failing.Step.COMPARE, [sketch.article_id for sketch in sketches])


def _compare_alone(pk: int, sentences: frozenset[int]) -> None:
    """One of a batch that failed; where it fails by itself it stands in no star until its text is another."""
    try:
        _compare([pk], sentences)
    except Exception:
        sketch = ArticleSketch.objects.filter(pk=pk)
        failing.note(failing.Step.COMPARE, sketch.values_list("article", flat=True)[0])
        sketch.update(is_compared=True)


def _public(sketches: Sketches) -> Sketches:
    return sketches.filter(is_live=True, article__in=Article.objects.published())


def _place(sketch: ArticleSketch, sentences: frozenset[int]) -> None:
    """Put an article into the star whose head has most of it, or make one of it and a lone article."""
    leave(sketch.article)
    mine = read(sketch.revision.body, sentences)
    found = compare(mine, _heads(sketch), sentences)
    for head, common in sorted(found, key=lambda pair: (-pair[1].mine, pair[0].article_id)):
        if _has(common.mine, common.theirs) and not (_is_lone(head) and _is_better(sketch, head, common)):
            return _join(head.article_id, sketch.article_id, common.mine, common.theirs)
    for lone, common in found:
        if _is_lone(lone) and _has(common.theirs, common.mine):
            return _join(sketch.article_id, lone.article_id, common.theirs, common.mine)


def _has(share: float, back: float) -> bool:
    return share >= NEARLY_ALL and back >= BACK


def _is_lone(sketch: ArticleSketch) -> bool:
    return not CopyStar.objects.filter(head=sketch.article_id).exists()


def _is_better(one: ArticleSketch, other: ArticleSketch, common: Common) -> bool:
    """Whether of two lone articles the one is the head: it has the other's text too and came first."""
    return _has(common.theirs, common.mine) and one.article_id < other.article_id


def _heads(sketch: ArticleSketch) -> list[ArticleSketch]:
    """The likely articles that may be heads: those that are, those that stand alone, and the heads of the others."""

    def live(found: Sketches) -> Sketches:
        return _public(found).exclude(pk=sketch.pk)

    def heads(found: Sketches) -> Sketches:
        of = CopyMember.objects.filter(article=OuterRef("article")).values("star__head")
        ids = live(found).annotate(head=Subquery(of)).values_list("article", "head")
        return live(ArticleSketch.objects.filter(article__in={head or pk for pk, head in ids}))

    return candidates(sketch.prints, heads)[:COMPARED]


def _join(head: int, article: int, share: float, back: float) -> None:
    star, _ = CopyStar.objects.get_or_create(head_id=head)
    CopyMember.objects.create(star=star, article_id=article, share=share, share_back=back)
    _count(star)


def _count(star: CopyStar) -> None:
    star.size = star.members.count()
    if star.size:
        star.save(update_fields=["size"])
    else:
        star.delete()


def _dissolve(star: CopyStar) -> None:
    left = star.members.values("article")
    ArticleSketch.objects.filter(article__in=left, is_live=True).update(is_compared=False)
    star.delete()


@transaction.atomic
def _let_go_of_withdrawn() -> None:
    """What is no longer public is in no star, nor at the head of one; if it comes back, it is compared anew."""
    public = Article.objects.published()
    for star in CopyStar.objects.exclude(head__in=public):
        ArticleSketch.objects.filter(article=star.head_id, is_live=True).update(is_compared=False)
        _dissolve(star)
    gone = CopyMember.objects.exclude(article__in=public).select_related("star")
    for member in gone:
        ArticleSketch.objects.filter(article=member.article_id, is_live=True).update(is_compared=False)
        member.delete()
        _count(member.star)


def sketch_missing(progress: Progress) -> None:
    """Sketches for live articles that have none, as after an import."""
    kept = ArticleSketch.objects.filter(article=OuterRef("pk"), is_live=True)
    missing = Article.objects.filter(~Exists(kept), state=Article.State.LIVE).order_by("pk")
    waiting, done = list(missing.values_list("live_revision", flat=True)), 0
    sentences = stock()
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        revisions = Revision.objects.filter(pk__in=batch).order_by("pk")
        made = [sketched(revision, is_live=True, sentences=sentences) for revision in revisions]
        ArticleSketch.objects.bulk_create(made, ignore_conflicts=True)
        done += len(batch)
        progress("读取文章 ", done, done + len(waiting))


def learn_stock() -> None:
    """Count in a sample, spread over the archive, which sentences stand under many articles."""
    live = list(Article.objects.filter(state=Article.State.LIVE).order_by("pk").values_list("pk", flat=True))
    sample = live[:: max(1, len(live) // SAMPLE)]
    times = Counter()
    for body in Article.objects.filter(pk__in=sample).values_list("body", flat=True).iterator():
        times.update(set(sentence_digests(text_of(body))))
    least = max(STOCK_LEAST, STOCK_SHARE * len(sample))
    found = [StockSentence(digest=one, articles=n) for one, n in times.items() if n >= least]
    with transaction.atomic():
        StockSentence.objects.all().delete()
        StockSentence.objects.bulk_create(found)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning("另一处正在查找相近文章，请等它结束。")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
