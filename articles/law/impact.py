"""影响报告: the live articles whose law has changed since a lawyer last stood by them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from articles import revisions
from articles.law import citing, following
from articles.law.drift import law_state
from articles.models import Article, Revision, StatuteReference
from articles.moves import MOVES, Move, available
from articles.rights import visible_among_few
from firm.models import User
from statutes.difference import Line, difference
from statutes.models import Provision, Statute

ABOUT_LAW = ("confirm", "follow", "send_back")


@dataclass(frozen=True, slots=True)
class Change:
    """One reference that the law has left behind, and where its words stand now if they moved."""

    reference: StatuteReference
    to: Provision | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The old words and the new, for the template: what stayed, went and came."""
        then, now = self.reference.provision, self.to or self.reference.current
        return difference(then.text, now.text) if then and now else ()


@dataclass(frozen=True, slots=True)
class Affected:
    """An article of the report with what has changed and what this user may do about it."""

    article: Article
    changes: tuple[Change, ...]
    newest: Revision
    law: str  # the state that is shown, for the form that confirms it
    moves: dict[str, Move]

    @property
    def is_being_changed(self) -> bool:
        """Whether somebody is already at work on it."""
        return self.newest.state in Revision.OPEN


def affected(user: User, statute: int | None = None) -> QuerySet[Article]:
    """The articles of the report that a user sees, those confirmed longest ago first."""
    found = _adrift(user)
    if statute is not None:
        found = found.filter(pk__in=_references().filter(statute=statute).values("article"))
    return found.select_related("author", "column").defer("body_html").order_by("law_confirmed_on", "pk")


def statutes(user: User) -> QuerySet[Statute]:
    """The statutes whose changes matter, each with .articles, how many articles it concerns."""
    mine = _adrift(user).values("pk")
    concerned = Q(references__article__in=mine) & ~Q(references__drift="")
    counted = Count("references__article", filter=concerned, distinct=True)
    return Statute.objects.annotate(articles=counted).filter(articles__gt=0).order_by("-articles", "title")


def rows(articles: Sequence[Article], user: User) -> list[Affected]:
    """The report's rows for one page of articles; each provision is looked for once."""
    found: dict[tuple[int, int], Provision | None] = {}
    return [_row(article, user, found) for article in articles]


def _row(article: Article, user: User, found: dict) -> Affected:
    references = list(
        article.references.select_related(
            "statute", "provision__version__statute", "current__version__statute"
        ).prefetch_related("statute__versions")
    )
    adrift = [reference for reference in citing.listed(references) if reference.drift]
    changes = tuple(Change(reference, _now_at(reference, found)) for reference in adrift)
    moves = set(available(article, user))
    if not any(change.to for change in changes):
        moves.discard("follow")
    offered = {name: MOVES[name] for name in ABOUT_LAW if name in moves}
    return Affected(article, changes, revisions.newest(article), law_state(references), offered)


def _now_at(reference: StatuteReference, found: dict) -> Provision | None:
    place = reference.statute_id, reference.provision_id
    if place not in found:
        found[place] = following.now_at(reference)
    return found[place]


def _references() -> QuerySet[StatuteReference]:
    return StatuteReference.objects.exclude(drift="")


def _adrift(user: User) -> QuerySet[Article]:
    expired = Q(expires_at__lte=Now())
    live = Article.objects.filter(state=Article.State.LIVE).exclude(expired)
    return live.filter(pk__in=_references().values("article")).filter(visible_among_few(user))
