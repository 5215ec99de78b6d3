"""What a search has to know of all statutes: their names, their weight, how many provisions there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p

from django.db.models import Count
from django.utils import timezone

from firm.standbys import reading
from statutes.citations.lexicon import Lexicon
from statutes.language.normalise import fold_title
from statutes.models import IndexedProvision, LawCitation, Statute, StatuteAlias
from statutes.searching.experience import Experience, experience

# A question is more often about a law than about a regulation that says the same of one trade …
OF_KIND = {"law": 1.3, "interpretation": 1.2}
REPEALED = 0.8
CITED = 0.05  # … and about one that many others cite,
ASKED = 0.1  # or that was asked about before.


@dataclass(frozen=True, slots=True)
class Library:
    """The statutes as of one state of the database."""

    state: tuple
    lexicon: Lexicon
    ids: Mapping[str, int]  # by official title
    titles: Mapping[int, str]
    names: tuple[tuple[str, int], ...]  # folded titles and entered aliases
    weights: Mapping[int, float]  # by id: 1 and more
    size: int  # provisions in the index
    experience: Experience

    @classmethod
    def load(cls, known: Experience, state: tuple = ()) -> "Library":
        """From the database as it is."""
        statutes = list(Statute.objects.order_by("pk"))
        cited = _cited()
        today = timezone.localdate()
        names = [(fold_title(row.title), row.pk) for row in statutes]
        names += [(fold_title(name), pk) for name, pk in StatuteAlias.objects.values_list("name", "statute")]
        weights = {
            row.pk: OF_KIND.get(row.kind, 1.0)
            * (REPEALED if row.repealed_on and row.repealed_on <= today else 1.0)
            * (1 + CITED * log1p(cited.get(row.pk, 0)))
            * (1 + ASKED * log1p(known.laws.get(row.title, 0)))
            for row in statutes
        }
        return cls(
            state,
            Statute.objects.lexicon(),
            {row.title: row.pk for row in statutes},
            {row.pk: row.title for row in statutes},
            tuple(names),
            weights,
            IndexedProvision.objects.count(),
            known,
        )


_kept: list[Library] = []  # the last one, of this process


def library() -> Library:
    """The library as it is now: made anew when a name, a kind, a repeal or the index has changed."""
    with reading().cursor() as cursor:
        cursor.execute(STATE)
        state = (reading().settings_dict["NAME"], timezone.localdate(), *cursor.fetchone())
    known = _kept[0] if _kept else None
    if known is None or known.state != state or known.lexicon is not Statute.objects.lexicon():
        known = Library.load(experience(), state)
        _kept[:] = [known]
    return known


def _cited() -> dict[int, int]:
    """By how many other statutes each is cited."""
    citing = Count("provision__version__statute", distinct=True)
    return dict(LawCitation.objects.order_by().values_list("statute").annotate(citing))


STATE = """
SELECT
    (SELECT md5(string_agg(concat_ws('|', id, kind, repealed_on), ',' ORDER BY id)) FROM statutes_statute),
    (SELECT max(id) FROM statutes_indexedprovision)
"""
