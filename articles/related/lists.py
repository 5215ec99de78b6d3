"""The stored related lists: written where an article is published, changed, withdrawn or merged, read by its page.

Whoever writes lists locks the documents of all articles whose lists they are before (index.lock), in one order: eight
who publish at once wait for each other at most, and never in a ring.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from articles.models import Article, RelatedArticle, Revision, SearchDocument
from articles.models.content import CONTENT_FIELDS
from articles.related.candidates import near
from articles.related.choosing import SHOWN, Proposal, Suggestion, newest_of, propose, suggestion
from articles.related.entering import Entries, entries
from articles.related.reasons import reasons_for
from articles.related.subjects import Owner, stored_subjects, subject_of
from articles.searching import index, tasks
from articles.searching.index import laws_of, tags_of
from articles.searching.tasks import Kind
from statutes.language.words import phrases, shared_spans

NEIGHBOURS = 60  # the nearest, into whose lists a new article may come


def suggest(article: Article, tag_names: Sequence[str], references: Iterable) -> Proposal:
    """The list of an article as it stands in memory, with its tags by name and its references."""
    [proposal] = propose([subject_of(article, tag_names, references)])
    return proposal


def proposals(revision: Revision, references: Iterable) -> tuple[Suggestion, ...]:
    """What would be suggested for a revision if nothing were pinned or banned."""
    content = {name: getattr(revision, name) for name in CONTENT_FIELDS} | {
        "pinned_ids": [],
        "banned_ids": [],
    }
    return suggest(Article(pk=revision.article_id, **content), revision.tag_names, references).suggestions


def publish(article: Article, proposal: Proposal) -> None:
    """Index an article that has gone live, store its list, and let it into its neighbours' lists.

    The caller holds the transaction, and has stored the article with its tags, references and sketch.
    """
    naming = RelatedArticle.objects.filter(other=article, score__lt=RelatedArticle.PINNED)
    held = set(naming.values_list("article", flat=True))
    beside = _neighbours(proposal)
    index.lock({article.pk, *held, *(pk for pk, _ in beside), *(s.other.pk for s in proposal.suggestions)})
    index.keep(article, proposal.subject.document)
    if article.published_at > timezone.now():
        tasks.ask([article.pk], Kind.ENTER, article.published_at)
        beside = []
    naming.delete()
    entered = _write(article, proposal, beside)
    _ask_for_short(held - entered)
    _ask_for_unseen(proposal)


def come_out(article: Article) -> None:
    """Work out the list of an article whose hour has come, and let it into its neighbours'; the caller holds the transaction."""
    for proposal in propose(stored_subjects([article.pk])):
        beside = _neighbours(proposal)
        index.lock({article.pk, *(pk for pk, _ in beside), *(s.other.pk for s in proposal.suggestions)})
        _write(article, proposal, beside)


def _write(article: Article, proposal: Proposal, beside: Sequence[tuple[int, int]]) -> set[int]:
    """Store the list of an article, and put it into the lists of those beside it that it is nearer to than what stands there
    last; whose they are."""
    own = _made_anew({article.pk: proposal.suggestions})
    found = entries(article.pk, beside)
    RelatedArticle.objects.filter(pk__in=found.leaving).delete()
    owners = _owners(found)
    reasons = reasons_for(
        owners, [article.pk], {one.column for one in owners if not found.scores[one.article]}
    )
    entering = [
        _row(one.article, suggestion(one, article, found.scores[one.article], reasons)) for one in owners
    ]
    RelatedArticle.objects.bulk_create(own + entering)
    return set(found.scores)


def _owners(found: Entries) -> list[Owner]:
    laws, tags = laws_of(found.owners), tags_of(found.owners)
    return [
        Owner(article=pk, title=title, column=column, laws=tuple(laws[pk]), tags=tuple(tags[pk]))
        for pk, (title, column) in found.owners.items()
    ]


def store(lists: dict[int, Sequence[Suggestion]]) -> None:
    """Replace stored lists; the caller holds the transaction and the locks of their documents.

    What was withdrawn since it was suggested is left out.
    """
    RelatedArticle.objects.bulk_create(_made_anew(lists))


def _made_anew(lists: dict[int, Sequence[Suggestion]]) -> list[RelatedArticle]:
    """The rows of lists, those that are stored being taken out."""
    ids = {suggestion.other.pk for some in lists.values() for suggestion in some}
    public = set(Article.objects.published().filter(pk__in=ids).values_list("pk", flat=True))
    RelatedArticle.objects.filter(article__in=list(lists)).delete()
    return [_row(pk, one) for pk, some in lists.items() for one in some if one.other.pk in public]


def withdraw(article: Article) -> None:
    """Take an article that is no longer live out of the index and of all lists but where it is pinned.

    The caller holds the transaction. Lists that become too short are worked out anew by `run_due`.
    """
    naming = RelatedArticle.objects.filter(other=article, score__lt=RelatedArticle.PINNED)
    held = set(naming.values_list("article", flat=True))
    index.lock({article.pk, *held})
    index.drop([article.pk])
    article.related.all().delete()
    naming.delete()
    _ask_for_short(held)


def merge(old: Article, new: Article) -> None:
    """Let the lists that name one article name the one that stays, and index that anew; the caller holds the transaction."""
    naming = RelatedArticle.objects.filter(other=old)
    held = set(naming.values_list("article", flat=True))
    index.lock({old.pk, new.pk, *held})
    _rename(naming, old, new)
    old.related.all().delete()
    index.drop([old.pk])
    index.keep(new)
    _ask_for_short(held)


def recompute(ids: Sequence[int]) -> None:
    """Work out the lists of live articles anew from what is stored of them; the caller holds the transaction."""
    index.lock(ids)
    store({proposal.subject.article: proposal.suggestions for proposal in propose(stored_subjects(ids))})


def to_be_shown():
    """The rows of stored lists as visitors see them, of whatever articles: what has been withdrawn since is left out."""
    published = Article.objects.published().values("pk")
    found = RelatedArticle.objects.filter(other__in=published)
    return found.select_related("other").defer("other__body", "other__body_html")


def _neighbours(proposal: Proposal) -> list[tuple[int, int]]:
    """The articles into whose lists one may come, with its score there: the nearest, then the newest of its column."""
    nearest = {one.article: one.score for one in proposal.near[:NEIGHBOURS]}
    newest = dict(newest_of(proposal.subject.column))
    newest.pop(proposal.subject.article, None)
    return list((newest | nearest).items())


def _rename(naming, old: Article, new: Article) -> None:
    having = RelatedArticle.objects.filter(other=new).values("article")
    naming.filter(Q(article=new) | Q(article__in=having)).delete()
    moved = list(naming.select_related("article").defer("article__body", "article__body_html"))
    for row in moved:
        wanted = phrases(row.article.title)
        row.other = new
        row.title_marks = shared_spans(wanted, new.title)
        row.excerpt_marks = shared_spans(wanted, new.excerpt)
    RelatedArticle.objects.bulk_update(moved, ["other", "title_marks", "excerpt_marks"])


def _ask_for_short(ids: Iterable[int]) -> None:
    """Those among some lists that show less than they could."""
    counts = defaultdict(int)
    rows = RelatedArticle.objects.filter(article__in=list(ids))
    for pk in rows.values_list("article", flat=True):
        counts[pk] += 1
    live = SearchDocument.objects.filter(pk__in=[pk for pk in ids if counts[pk] < SHOWN])
    tasks.ask(live.values_list("pk", flat=True), Kind.RELATE)


def _ask_for_unseen(proposal: Proposal) -> None:
    """Who published meanwhile was not seen before the locks were there; `run_due` brings the two together."""
    subject = proposal.subject
    before = {(one.article, one.written) for one in proposal.near}
    now = near([subject])[subject.article][:NEIGHBOURS]
    if came := [one.article for one in now if (one.article, one.written) not in before]:
        tasks.ask([subject.article, *came], Kind.RELATE)


def _row(article: int, given: Suggestion) -> RelatedArticle:
    return RelatedArticle(
        article_id=article,
        other=given.other,
        score=given.score,
        reason=given.reason,
        title_marks=given.title_marks,
        excerpt_marks=given.excerpt_marks,
    )
