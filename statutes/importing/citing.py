"""Which provisions cite which other statutes, for the whole library at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.models import LawCitation, Provision, Statute, StatuteVersion

AT_ONCE = 1000

Row = tuple[int, int, str]  # the provision's id, the cited statute's id, the cited 条's key or ""


@dataclass(frozen=True, slots=True)
class Cited:
    """How many citations between statutes were added, removed and left as they were."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0


@transaction.atomic
def cite_statutes() -> Cited:
    """Bring the citations between statutes up to date; what is right already is not written again.

    All newest texts are read each time, some 20 MB in a few seconds: a new title or alias may be named in any of
    them, so that no smaller set is certain to be enough. A citation of the statute itself (本法) is none.
    """
    wanted = set(_rows())
    held = {row[1:]: row[0] for row in LawCitation.objects.order_by().values_list("pk", *FIELDS)}
    stale = [pk for row, pk in held.items() if row not in wanted]
    new = sorted(wanted - held.keys())
    LawCitation.objects.filter(pk__in=stale).delete()
    rows = (LawCitation(**dict(zip(FIELDS, row, strict=True))) for row in new)
    LawCitation.objects.bulk_create(rows, batch_size=AT_ONCE)
    return Cited(len(new), len(stale), len(held) - len(stale))


FIELDS = ("provision_id", "statute_id", "key")


def _rows() -> Iterator[Row]:
    lexicon = Statute.objects.lexicon()
    ids = dict(Statute.objects.order_by().values_list("title", "pk"))
    texts = Provision.objects.filter(version__in=StatuteVersion.objects.newest()).order_by()
    fields = texts.values_list("pk", "version__statute__title", "text")
    for pk, title, text in fields.iterator(chunk_size=AT_ONCE):
        for citation in carry(find(text, lexicon), title):
            if citation.law in ids and citation.law != title:
                yield from ((pk, ids[citation.law], key) for key in citation.keys)
