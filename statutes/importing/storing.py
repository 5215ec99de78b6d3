"""An outline -> rows, as often as one likes with the same result."""

from dataclasses import dataclass

from django.db import transaction

from statutes.importing.outline import Outline
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion


@dataclass(frozen=True, slots=True)
class Stored:
    """How many provisions a call added, changed and left as they were."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def store(outline: Outline, statute: Statute, *, is_excerpt: bool = False) -> Stored:
    """Put one version of a saved statute and its provisions into the database, all or nothing."""
    version, _ = StatuteVersion.objects.update_or_create(
        statute=statute,
        promulgated_on=outline.promulgated_on,
        defaults={"effective_from": outline.effective_from, "is_excerpt": is_excerpt},
    )
    held = {provision.key: provision for provision in version.provisions.all()}
    wanted = [_row(version, text) for text in outline.provisions]
    added = [row for row in wanted if row.key not in held]
    changed = [row for row in wanted if row.key in held and _differ(row, held[row.key])]
    for row in changed:
        row.pk = held[row.key].pk
    Provision.objects.bulk_create(added)
    Provision.objects.bulk_update(changed, ["path", "text", "shingles"])
    return Stored(len(added), len(changed), len(wanted) - len(added) - len(changed))


def _row(version: StatuteVersion, text) -> Provision:
    address = text.address
    return Provision(
        version=version,
        number=address.article,
        suffix=address.suffix,
        key=address.article_key,
        path=text.path,
        text=text.text,
        shingles=fingerprints(text.text),
    )


def _differ(row: Provision, held: Provision) -> bool:
    return (row.path, row.text) != (held.path, held.text)
