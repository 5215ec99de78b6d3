"""Checks live articles again: when a statute has changed here, when a date has come, or when somebody asks."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Now
from django.utils import timezone

from articles import failing
from articles.law import citing
from articles.law.drift import law_state
from articles.models import Article, StatuteReference
from articles.searching import tasks
from articles.searching.index import law_of
from firm.models import Lawyer
from statutes.citations.lexicon import Lexicon
from statutes.findings import Verdict
from statutes.models import Statute

# An article may be checked while the import of a statute has not committed yet.
SETTLING = timedelta(seconds=5)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Rechecked:
    """How many articles were checked, how many of them the law has left behind, and the references by verdict."""

    articles: int = 0
    adrift: int = 0
    failed: list[int] = field(default_factory=list)  # the ids of articles that could not be checked
    verdicts: Counter = field(default_factory=Counter)

    def words(self) -> str:
        """The count in a Chinese sentence."""
        by_verdict = "，".join(
            f"{verdict.label} {self.verdicts[verdict.value]}"
            for verdict in Verdict
            if self.verdicts[verdict.value]
        )
        counted = f"核对了 {self.articles} 篇文章的法条引用"
        changed = f"，其中 {self.adrift} 篇所引的条文有变动，见后台“影响报告”" if self.adrift else ""
        told = f"{counted}{changed}。" + (f"引用：{by_verdict}。" if by_verdict else "")
        numbers = "、".join(map(str, self.failed[:10]))
        return told + (
            f"有 {len(self.failed)} 篇没有核对成（{numbers}），原因见日志。" if self.failed else ""
        )


def live() -> Iterable[int]:
    """The ids of all live articles that cite anything."""
    return _ids(Q())


def due(on: date) -> list[int]:
    """The ids of the live articles whose references are to be checked again as of a day.

    That is where a verdict's time has passed, where a cited statute has changed here since, and where a title that
    was not known has become known.
    """
    passed = Q(references__holds_until__lte=on)
    changed = Q(references__statute__touched_at__gt=F("references__checked_at") - SETTLING)
    return _ids(passed | changed | Q(references__in=_become_known()))


def recheck(
    ids: Iterable[int],
    on: date,
    progress: Progress = lambda done, total: None,
    *,
    dry_run: bool = False,
) -> Rechecked:
    """Check each of these articles again, each in its own transaction: killed and run again, it does the rest.

    One that fails is noted and does not keep the others waiting. With dry_run nothing is kept.
    """
    result, lexicon, ids = Rechecked(), Statute.objects.lexicon(), list(ids)
    failed = failing.ids(failing.Step.CHECK)
    for done, pk in enumerate(ids, 1):
        try:
            _recheck_one(pk, on, lexicon, result, dry_run=dry_run)
        except Exception:
            failing.note(failing.Step.CHECK, pk)
            result.failed.append(pk)
        else:
            if pk in failed and not dry_run:
                failing.went_well(failing.Step.CHECK, [pk])
        progress(done, len(ids))
    return result


def confirm(article: Article, cited: citing.Cited, by: Lawyer) -> None:
    """A lawyer stands by the article as it was cited today; the caller holds the transaction and the article's lock."""
    citing.store(article, cited)
    article.law_confirmed_on, article.law_confirmed_by = timezone.localdate(), by
    article.save(update_fields=["body_html", "law_confirmed_on", "law_confirmed_by"])


def law_now(article: Article) -> str:
    """The state of the law under a live article at this moment, whether or not it has been checked again."""
    held = list(article.references.select_related("provision__version__statute"))
    return law_state(
        citing.recite(article.body, timezone.localdate(), Statute.objects.lexicon(), held).references
    )


def _ids(wanted: Q) -> list[int]:
    found = Article.objects.filter(wanted, state=Article.State.LIVE, references__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def _become_known() -> list[int]:
    """The references whose document was not known when they were checked, and is now."""
    newest = Statute.objects.aggregate(newest=Max("touched_at"))["newest"]
    if newest is None:
        return []
    unknown = StatuteReference.objects.filter(
        statute=None, checked_at__lt=newest + SETTLING, article__state=Article.State.LIVE
    )
    names = list(unknown.values_list("title", "doc_number").distinct())
    if not names:
        return []
    lexicon = Statute.objects.lexicon()
    known = [name for name in names if lexicon.resolve(name[0]) or lexicon.numbers.get(name[1])]
    found = set(unknown.filter(_named(known)).values_list("pk", flat=True)) if known else set()
    unknown.exclude(pk__in=found).update(checked_at=Now())
    return list(found)


def _named(names: list[tuple[str, str]]) -> Q:
    wanted = Q(pk__in=[])
    for title, number in names:
        wanted |= Q(title=title, doc_number=number)
    return wanted


def _laws(references: Iterable[StatuteReference]) -> set:
    """The provisions by which an article is found and related."""
    return {law_of(reference.statute_id, reference.key) for reference in references}


@transaction.atomic
def _recheck_one(pk: int, on: date, lexicon: Lexicon, result: Rechecked, *, dry_run: bool) -> None:
    article = Article.objects.select_for_update(no_key=True).filter(pk=pk, state=Article.State.LIVE).first()
    if article is None:
        return  # withdrawn meanwhile
    held = list(article.references.select_related("provision__version__statute"))
    cited = citing.recite(article.body, on, lexicon, held)
    citing.store(article, cited)
    article.save(update_fields=["body_html"])
    if _laws(held) != _laws(cited.references):
        tasks.ask([pk], tasks.Kind.INDEX)
    transaction.set_rollback(dry_run)
    result.articles += 1
    result.adrift += any(reference.drift for reference in cited.references)
    result.verdicts.update(reference.verdict for reference in cited.references)
