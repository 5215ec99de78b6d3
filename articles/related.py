"""Which articles a reader of this one wants next, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from django.db import connection, transaction
from django.db.models import Q

from articles.html import text_of
from articles.models import Article, RelatedArticle, Revision, StatuteReference, TaggedArticle
from articles.models.content import CONTENT_FIELDS
from statutes.language.words import phrases, shared_spans

SHOWN = 8
STORED = 12  # some may be withdrawn before the list is worked out anew
CANDIDATES = 300  # of each kind of tie, the newest
COPY = 0.5  # the share of common five-character runs from which two texts count as copies
PINNED = "编辑推荐"
WEIGHT = {"provision": 4.0, "tag": 3.0, "title": 1.0, "column": 0.5}
LOCK = 0x68656665  # one publisher at a time writes related lists


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A related article with its reason and the words that it shares with the title, as spans."""

    other: Article
    reason: str
    title_marks: tuple[tuple[int, int], ...]
    excerpt_marks: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Candidate:
    article: Article
    score: float
    reasons: list[str]


def suggest(
    article: Article, tag_names: Sequence[str], references: Iterable[StatuteReference]
) -> list[Suggestion]:
    """Up to STORED published articles, best first, always in the same order; no near-copies of it or of each other.

    Those that the editors pinned come first, in their order; those that they banned do not come.
    """
    pinned = chosen(article.pinned_ids, beside=article)
    barred = {*(other.pk for other in pinned), *_today(article.banned_ids)}
    ties = [*_by_provision(article, references), *_by_tag(article, tag_names), *_by_column(article)]
    wanted = phrases(article.title)
    ranked = sorted(
        _candidates(article, ties, wanted),
        key=lambda c: (-c.score, -c.article.published_at.timestamp(), -c.article.pk),
    )
    first = [_Candidate(other, 0, [PINNED]) for other in pinned]
    rest = _without_copies(article, pinned, [c for c in ranked if c.article.pk not in barred])
    return [_suggestion(candidate, wanted) for candidate in [*first, *rest][:STORED]]


def chosen(ids: Sequence[int], *, beside: Article) -> list[Article]:
    """The public ones among some chosen articles, in their order; what was merged is the one that stayed."""
    now = _today(ids)
    found = Article.objects.published().filter(pk__in=now).exclude(pk=beside.pk) if now else []
    by_id = {other.pk: other for other in found}
    return [by_id[pk] for pk in now if pk in by_id]


def _today(ids: Sequence[int]) -> list[int]:
    """Some articles' ids, those of merged ones being the ids of the ones that stayed; each once."""
    if not ids:
        return []
    merged = Article.objects.filter(pk__in=ids, merged_into__isnull=False)
    went = dict(merged.values_list("pk", "merged_into"))
    return list(dict.fromkeys(went.get(pk, pk) for pk in ids))


def proposals(revision: Revision, references: Iterable[StatuteReference]) -> list[Suggestion]:
    """What would be suggested for a revision if nothing were pinned or banned."""
    content = {name: getattr(revision, name) for name in CONTENT_FIELDS} | {
        "pinned_ids": [],
        "banned_ids": [],
    }
    return suggest(Article(pk=revision.article_id, **content), revision.tag_names, references)


def store(article: Article, suggestions: Sequence[Suggestion]) -> None:
    """Replace an article's stored list; the caller holds the transaction."""
    _one_at_a_time()
    article.related.all().delete()
    RelatedArticle.objects.bulk_create(
        RelatedArticle(
            article=article,
            other=suggestion.other,
            position=position,
            reason=suggestion.reason,
            title_marks=suggestion.title_marks,
            excerpt_marks=suggestion.excerpt_marks,
        )
        for position, suggestion in enumerate(suggestions)
    )


def refresh(article: Article) -> None:
    """Work out a published article's list anew from what is stored of it."""
    references = article.references.select_related("provision__version__statute")
    store(article, suggest(article, [tag.name for tag in article.tags.all()], references))


def move(old: Article, new: Article) -> None:
    """Let the lists that name one article name another instead; the caller holds the transaction."""
    _one_at_a_time()
    rows = RelatedArticle.objects.filter(other=old).select_related("article")
    having = RelatedArticle.objects.filter(other=new).values("article")
    rows.filter(Q(article=new) | Q(article__in=having)).delete()
    moved = list(rows)
    for row in moved:
        wanted = phrases(row.article.title)
        row.other = new
        row.title_marks = shared_spans(wanted, new.title)
        row.excerpt_marks = shared_spans(wanted, new.excerpt)
    RelatedArticle.objects.bulk_update(moved, ["other", "title_marks", "excerpt_marks"])


@transaction.atomic
def refresh_neighbours(article: Article) -> None:
    """Work out anew the lists of the articles that this one names, for it may belong into theirs."""
    for neighbour in (
        Article.objects.filter(pk__in=article.related.values("other")).published().order_by("pk")
    ):
        refresh(neighbour)


def shown(article: Article) -> list[RelatedArticle]:
    """The stored list as visitors see it: what has been withdrawn since is left out."""
    published = Article.objects.published().values("pk")
    found = RelatedArticle.objects.filter(article=article, other__in=published)
    return list(found.select_related("other").defer("other__body", "other__body_html")[:SHOWN])


@dataclass(frozen=True, slots=True)
class _Tie:
    """One thing that this article and others have in common, its weight, and what a reader is told of it."""

    weight: float
    reason: str
    others: frozenset[int]


def _by_provision(article: Article, references: Iterable[StatuteReference]) -> list[_Tie]:
    """Ties by the provisions that both cite."""
    cited = {(r.statute_id, r.provision.key): r.provision for r in references if r.provision_id}
    same = StatuteReference.objects.filter(
        statute__in={statute for statute, _ in cited}, provision__key__in={key for _, key in cited}
    )
    newest = same.filter(article__in=Article.objects.published()).order_by(
        "-article__published_at", "-article"
    )
    rows = newest.values_list("statute", "provision__key", "article")[:CANDIDATES]
    others = _grouped(article, (((statute, key), other) for statute, key, other in rows))
    return [
        _tie(
            "provision", f"同引《{provision.version.statute.short_title}》{provision.address}", others[where]
        )
        for where, provision in sorted(cited.items(), key=lambda pair: pair[0])
        if others[where]
    ]


def _by_tag(article: Article, names: Sequence[str]) -> list[_Tie]:
    """Ties by the tags that both bear."""
    tagged = TaggedArticle.objects.filter(tag__name__in=names, content_object__in=Article.objects.published())
    newest = tagged.order_by("-content_object__published_at", "-content_object")
    others = _grouped(article, newest.values_list("tag__name", "content_object")[:CANDIDATES])
    return [_tie("tag", f"同标签 {name}", others[name]) for name in names if others[name]]


def _by_column(article: Article) -> list[_Tie]:
    newest = (
        Article.objects.published()
        .filter(column=article.column_id)
        .newest_first()
        .values_list("pk", flat=True)[:CANDIDATES]
    )
    others = _grouped(article, (("", pk) for pk in newest))[""]
    return [_tie("column", f"同栏目 {article.column.name}", others)] if others else []


def _grouped(article: Article, rows: Iterable[tuple]) -> dict[object, set[int]]:
    others = defaultdict(set)
    for key, other in rows:
        if other != article.pk:
            others[key].add(other)
    return others


def _tie(kind: str, reason: str, others: set[int]) -> _Tie:
    """The fewer share it, the more it says."""
    return _Tie(WEIGHT[kind] / (1 + log(len(others)) / 4), reason, frozenset(others))


def _candidates(article: Article, ties: list[_Tie], wanted: list[str]) -> list[_Candidate]:
    """Every tied article with the sum of its ties and of the words that its title shares."""
    pks = frozenset().union(*(tie.others for tie in ties))
    found = []
    for other in Article.objects.filter(pk__in=pks).only("title", "excerpt", "published_at"):
        mine = [tie for tie in ties if other.pk in tie.others]
        words = {other.title[a:b] for a, b in shared_spans(wanted, other.title)}
        score = sum(tie.weight for tie in mine) + WEIGHT["title"] * sum(map(len, words)) / 4
        found.append(_Candidate(other, score, [tie.reason for tie in mine]))
    return found


def _without_copies(article: Article, pinned: list[Article], ranked: list[_Candidate]) -> list[_Candidate]:
    """The best candidates whose texts differ from the article's, from the pinned ones' and from each other's."""
    kept, seen = [], [_grams(one.body) for one in (article, *pinned)]
    for start in range(0, len(ranked), STORED):
        batch = ranked[start : start + STORED]
        bodies = dict(Article.objects.filter(pk__in=[c.article.pk for c in batch]).values_list("pk", "body"))
        for candidate in batch:
            grams = _grams(bodies[candidate.article.pk])
            if all(_overlap(grams, other) < COPY for other in seen):
                kept.append(candidate)
                seen.append(grams)
        if len(kept) >= STORED:
            break
    return kept[:STORED]


@lru_cache(maxsize=512)
def _grams(html: str) -> frozenset[str]:
    text = "".join(text_of(html).split())[:5000]
    return frozenset(text[i : i + 5] for i in range(len(text) - 4))


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller else 0.0


def _suggestion(candidate: _Candidate, wanted: list[str]) -> Suggestion:
    article, reasons = candidate.article, candidate.reasons
    return Suggestion(
        other=article,
        reason=("；".join(reasons[:2]) if not reasons[0].startswith("同栏目") else reasons[0])[:200],
        title_marks=tuple(shared_spans(wanted, article.title)),
        excerpt_marks=tuple(shared_spans(wanted, article.excerpt)),
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
