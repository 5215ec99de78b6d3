"""Which of the articles near another stand in its list: what the editors chose, no copies, each with its reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import Article, RelatedArticle
from articles.related.candidates import Near, near
from articles.related.reasons import Reasons, reasons_for
from articles.related.subjects import Likeness, Owner, Subject, likenesses_of
from statutes.language.words import phrases, shared_spans

SHOWN = 8
STORED = 12  # some may be withdrawn before the list is worked out anew
LOOKED_AT = 40  # whose sketches are read first: enough where not most are copies of each other
OF_COLUMN = 24  # the newest of a column, by which a short list is filled up
Scored = list[tuple[int, int]]  # an article's number and its score, the nearest first


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A related article with its reason and the words that it shares with the title, as spans."""

    other: Article
    score: int
    reason: str
    title_marks: tuple[tuple[int, int], ...]
    excerpt_marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is worked out for an article: its own list, and the articles into whose lists it may come."""

    subject: Subject
    suggestions: tuple[Suggestion, ...]
    near: tuple[Near, ...]


def propose(subjects: Sequence[Subject]) -> list[Proposal]:
    """The lists of some articles, in a fixed number of queries.

    Up to STORED published articles each, the nearest first, always in the same order; those that the editors pinned come
    before them, in their order; those that they banned do not come, nor near-copies of the article or of each other. What
    is missing of SHOWN are the newest of the column.
    """
    found = near(subjects)
    scored = {pk: [(one.article, one.score) for one in some] for pk, some in found.items()}
    picked = _picked(subjects, defaultdict(list, scored), _chosen(subjects))
    suggestions = _suggestions(subjects, picked)
    return [Proposal(one, suggestions[one.article], tuple(found[one.article])) for one in subjects]


def newest_of(column: int) -> Scored:
    """The newest articles of a column, which nothing but it ties to an article."""
    rows = Article.objects.published().filter(column=column).newest_first()
    return [(pk, 0) for pk in rows.values_list("pk", flat=True)[:OF_COLUMN]]


def suggestion(owner: Owner, other: Article, score: int, reasons: Reasons) -> Suggestion:
    """How one article stands in another's list."""
    wanted = phrases(owner.title)
    return Suggestion(
        other=other,
        score=score,
        reason=reasons.of(owner, other.pk, score),
        title_marks=tuple(shared_spans(wanted, other.title)),
        excerpt_marks=tuple(shared_spans(wanted, other.excerpt)),
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the editors chose for each article, by its number."""

    pinned: dict[int, list[int]]
    banned: dict[int, set[int]]


def _chosen(subjects: Sequence[Subject]) -> _Chosen:
    now = _today([*(one.pinned for one in subjects), *(one.banned for one in subjects)])
    public = _public({now.get(pk, pk) for one in subjects for pk in one.pinned})
    pinned = {
        one.article: [
            pk
            for pk in dict.fromkeys(now.get(pk, pk) for pk in one.pinned)
            if pk in public and pk != one.article
        ]
        for one in subjects
    }
    return _Chosen(pinned, {one.article: {now.get(pk, pk) for pk in one.banned} for one in subjects})


def _today(lists: Iterable[Sequence[int]]) -> dict[int, int]:
    """For those among some articles that were merged, the ones that stayed."""
    ids = {pk for some in lists for pk in some}
    merged = Article.objects.filter(pk__in=ids, merged_into__isnull=False)
    return dict(merged.values_list("pk", "merged_into")) if ids else {}


def _public(ids: set[int]) -> set[int]:
    return set(Article.objects.published().filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _picked(subjects: Sequence[Subject], offered: dict[int, Scored], by: _Chosen) -> dict[int, Scored]:
    """The numbers and scores of each list."""
    picks = [_Pick(subject, by.pinned[subject.article], by.banned[subject.article]) for subject in subjects]
    known = likenesses_of({pk for pick in picks for pk in pick.pinned})
    for pick in picks:
        pick.begin(known)
    for start, end in ((0, LOOKED_AT), (LOOKED_AT, None)):
        _take(picks, {pick.subject.article: offered[pick.subject.article][start:end] for pick in picks})
    _take([pick for pick in picks if len(pick.kept) < SHOWN], _of_columns(picks), SHOWN)
    return {pick.subject.article: pick.kept for pick in picks}


def _take(picks: list["_Pick"], offered: dict[int, Scored], most: int = STORED) -> None:
    wanting = [pick for pick in picks if len(pick.kept) < most]
    ids = {pk for pick in wanting for pk, _ in offered[pick.subject.article]}
    known = likenesses_of(ids) if ids else {}
    for pick in wanting:
        pick.take(offered[pick.subject.article], known, most)


def _of_columns(picks: list["_Pick"]) -> dict[int, Scored]:
    """For lists that are too short, the newest of the column."""
    short = [pick.subject for pick in picks if len(pick.kept) < SHOWN]
    newest = {column: newest_of(column) for column in {subject.column for subject in short}}
    return {subject.article: newest[subject.column] for subject in short}


class _Pick:
    """One list in the making."""

    def __init__(self, subject: Subject, pinned: list[int], banned: set[int]):
        self.subject, self.pinned = subject, pinned
        self.barred = banned | {subject.article, *pinned}
        self.kept: Scored = [
            (pk, RelatedArticle.PINNED + len(pinned) - place) for place, pk in enumerate(pinned)
        ]
        self.seen: list[Likeness] = [subject.likeness]

    def begin(self, known: dict[int, Likeness]) -> None:
        """Nothing comes that copies what was pinned."""
        self.seen += [known[pk] for pk in self.pinned if pk in known]

    def take(self, offered: Scored, known: dict[int, Likeness], most: int) -> None:
        """Take what is no copy of what is there."""
        for pk, score in offered:
            if len(self.kept) >= most:
                return
            likeness = known.get(pk)
            if pk in self.barred or (likeness and any(likeness.is_copy_of(other) for other in self.seen)):
                continue
            self.kept.append((pk, score))
            self.barred.add(pk)
            if likeness:
                self.seen.append(likeness)


def _suggestions(subjects: Sequence[Subject], picked: dict[int, Scored]) -> dict[int, tuple[Suggestion, ...]]:
    ids = {pk for some in picked.values() for pk, _ in some}
    others = Article.objects.only(*SHOWN_FIELDS).in_bulk(ids) if ids else {}
    filled = {subject.column for subject in subjects if any(not n for _, n in picked[subject.article])}
    reasons = reasons_for(subjects, ids, filled)
    return {
        subject.article: tuple(
            suggestion(subject, others[pk], score, reasons)
            for pk, score in picked[subject.article][:STORED]
            if pk in others
        )
        for subject in subjects
    }


SHOWN_FIELDS = ("title", "excerpt", "state", "published_at", "expires_at")
