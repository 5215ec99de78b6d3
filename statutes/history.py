"""One 条 through the versions of its statute: its words in each in which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from statutes.changes import fold_text, paired
from statutes.difference import Line, difference
from statutes.models import Provision, StatuteVersion


@dataclass(slots=True)
class Stage:
    """The words of a 条 from one version on, and what they changed; `before` is None where they were new."""

    provision: Provision
    versions: list[StatuteVersion]  # those that have these very words under this number, the newest first
    before: Provision | None = None
    lines: tuple[Line, ...] = ()
    is_earliest: bool = False  # the oldest version that is held has it

    @property
    def is_moved(self) -> bool:
        """Whether the older version has it under another number."""
        return self.before is not None and self.before.key != self.provision.key

    @property
    def is_reworded(self) -> bool:
        return self.before is not None and not _same(self.before, self.provision)


def history(here: Provision, versions: Sequence[StatuteVersion]) -> list[Stage]:
    """The stages of a 条, the newest first, in at most one query; `versions` are all of its statute's.

    Where its number changed it is known again by its words. An excerpt that does not have it says nothing.
    """
    newest_first = sorted(versions, key=lambda version: version.promulgated_on, reverse=True)
    if len(newest_first) < 2:
        return [Stage(here, [here.version], is_earliest=True)]
    rows = _alike(here, newest_first)
    place = next(i for i, version in enumerate(newest_first) if version.pk == here.version_id)
    newer = _followed(here, reversed(newest_first[:place]), rows, forward=True)
    older = _followed(here, newest_first[place + 1 :], rows, forward=False)
    stages = _stages([*reversed(newer), here, *older])
    stages[-1].is_earliest = newest_first[-1] in stages[-1].versions
    return stages


def counterpart(here: Provision, other: StatuteVersion) -> Provision | None:
    """The 条 of another version that this one was, or became."""
    rows = _alike(here, [other])
    found = _followed(here, [other], rows, forward=other.promulgated_on > here.version.promulgated_on)
    return found[0] if found else None


def _alike(here: Provision, versions: Sequence[StatuteVersion]) -> dict[int, dict[str, Provision]]:
    """By version and key, the 条 that have the number of this one or words in common with it."""
    wanted = Q(key=here.key)
    if here.shingles:
        wanted |= Q(shingles__overlap=here.shingles)
    by_pk = {version.pk: version for version in versions}
    found: dict[int, dict[str, Provision]] = {version.pk: {} for version in versions}
    for row in Provision.objects.filter(wanted, version__in=by_pk).defer("shingles"):
        row.version = by_pk[row.version_id]
        row.version.statute = here.version.statute
        found[row.version_id][row.key] = row
    return found


def _followed(here: Provision, versions, rows: dict, *, forward: bool) -> list[Provision]:
    """What this 条 is in one version after the other, until one has it no longer."""
    found = []
    for version in versions:
        texts = {key: row.text for key, row in rows[version.pk].items()}
        own = {here.key: here.text}
        if forward:
            key = {was: key for key, was in paired(own, texts).items()}.get(here.key)
        else:
            key = paired(texts, own).get(here.key)
        if key is not None:
            here = rows[version.pk][key]
            found.append(here)
        elif not version.is_excerpt:
            break
    return found


def _stages(newest_first: list[Provision]) -> list[Stage]:
    stages: list[Stage] = []
    for row in newest_first:
        last = stages[-1] if stages else None
        if last and last.provision.key == row.key and _same(last.provision, row):
            last.versions.append(row.version)
            continue
        if last:
            last.before = row
            last.lines = difference(row.text, last.provision.text)
        stages.append(Stage(row, [row.version]))
    return stages


def _same(one: Provision, other: Provision) -> bool:
    return fold_text(one.text) == fold_text(other.text)
