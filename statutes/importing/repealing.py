"""The repeal clauses of the texts that are held -> the day on which the statutes they name were repealed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.db import transaction

from statutes.importing.decisions import DECISIONS
from statutes.importing.effect import stated_day
from statutes.importing.library import LONGEST_TITLE, REGISTERED, Library
from statutes.importing.naming import kind_of_title, slug_of
from statutes.importing.repeals import Repeal, repeals
from statutes.importing.storing import update
from statutes.language.normalise import fold_title
from statutes.models import Provision, Statute


@dataclass(slots=True)
class Repealed:
    """What the clauses led to; leads are those that were not taken, each with its reason."""

    registered: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    unchanged: int = 0
    leads: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A provision or a decision says that a statute is repealed from a day on."""

    repeal: Repeal
    day: date
    by: str  # 《……》第1260条


@transaction.atomic
def apply_repeals(library: Library) -> Repealed:
    """Set the day of repeal of every statute that a held text repeals; register those that are not known.

    Where several versions of a law say so, the earliest day holds.
    """
    result = Repealed()
    earliest: dict[str, _Claim] = {}
    for claim in chain(_claims(result), _decided(library)):
        key = fold_title(claim.repeal.title)
        if key not in earliest or claim.day < earliest[key].day:
            earliest[key] = claim
    for claim in earliest.values():
        _apply(claim, library, result)
    return result


def _claims(result: Repealed) -> Iterator[_Claim]:
    held = Provision.objects.filter(text__contains="废止").select_related("version__statute")
    for provision in held.order_by("version__promulgated_on", "version__statute__title", "number", "suffix"):
        found, leads = repeals(provision.text)
        result.leads += [f"{provision}：{lead.reason}：{lead.words[:120]}" for lead in leads]
        day = _day(provision)
        for repeal in found:
            if fold_title(repeal.title) == fold_title(provision.version.statute.title):
                result.leads.append(f"{provision}：所废止的《{repeal.title}》与本身同名，是更早的版本")
            elif (since := repeal.day or day) is None:
                result.leads.append(f"{provision}：施行日期不详，未登记《{repeal.title}》的废止日期")
            else:
                yield _Claim(repeal, since, str(provision))


def _decided(library: Library) -> Iterator[_Claim]:
    """What the decisions repeal whose own text is not held; of use where the library has to do with their matter."""
    for decision in DECISIONS:
        if any(_is_held(library, title) for title in decision.repealed):
            for title in decision.repealed:
                yield _Claim(Repeal(title, decision.title), decision.day, str(decision))


def _is_held(library: Library, title: str) -> bool:
    statute = library.find(title)
    return statute is not None and statute.versions.exists()


def _day(provision: Provision) -> date | None:
    """From when the provision repeals: the day that it names itself, else the first day of its version.

    An amended law keeps the first day of the law in its last article, and it was that day which ended the other.
    """
    return stated_day(provision.text) or provision.version.effective_from


def _apply(claim: _Claim, library: Library, result: Repealed) -> None:
    title = claim.repeal.title
    statute = library.find(title)
    if statute is None:
        _register(claim, library, result)
    elif statute.versions.filter(promulgated_on__gte=claim.day).exists():
        result.leads.append(f"{claim.by}：《{title}》在 {claim.day} 之后还有版本，所废止的是同名的旧文件")
    elif update(statute, {"repealed_on": claim.day}):
        result.dated.append(f"{statute}自 {claim.day} 起废止（{claim.by}）")
    else:
        result.unchanged += 1


def _register(claim: _Claim, library: Library, result: Repealed) -> None:
    """A row without text, so that an article that cites the statute is told of its end."""
    title = claim.repeal.title
    if len(title) > LONGEST_TITLE:
        result.leads.append(f"{claim.by}：标题过长，未登记：{title[:60]}……")
        return
    statute = Statute.objects.create(
        title=title,
        slug=slug_of(title, library.slugs),
        kind=kind_of_title(title, claim.repeal.introduced),
        is_unverified=True,
        source=f"{REGISTERED}{claim.by.removeprefix('《')}的废止条款登记"[:300],
        repealed_on=claim.day,
    )
    library.remember(statute)
    result.registered.append(f"{statute}自 {claim.day} 起废止（{claim.by}）")
