"""What the minute's command finds to do, and what became of it."""

from django.utils import timezone

from articles.models import PageChange, Revision, SearchTask, StatuteReference, StoredPage
from articles.searching import tasks
from drills.faults.inside import writing
from firm.models import AuditRecord, Mail

DAY = "2026-01-01"  # a day that has passed: the verdicts that hold until then are due


def main(what: str, *numbers: str) -> dict:
    """prepare MANY: articles whose next revision is due, and to be checked, rendered and indexed; look NUMBERS: what is not done."""
    if what == "prepare":
        return prepare(int(numbers[0]))
    return {number: left for number in numbers if (left := _left(int(number)))}


def prepare(many: int) -> dict:
    """The numbers of the articles. Nothing else waits when they are made."""
    pks = [writing.approved_and_due().pk for _ in range(many)]
    Mail.objects.filter(sent_at=None).update(sent_at=timezone.now())
    StatuteReference.objects.filter(article__in=pks).update(holds_until=DAY)
    for kind in (tasks.Kind.INDEX, tasks.Kind.RELATE):
        tasks.ask(pks, kind)
    StoredPage.objects.filter(article__in=pks).delete()
    PageChange.objects.bulk_create(PageChange(article=pk, at=timezone.now()) for pk in pks)
    return {"pks": pks}


def _left(pk: int) -> list[str]:
    """What is not done, or not exactly once."""
    released = AuditRecord.objects.filter(target_id=pk, action="到时发布").count()
    done = {
        "released": Revision.objects.filter(article=pk, state="live", title__endswith="（新）").exists(),
        f"on record once ({released})": released == 1,
        "checked": not StatuteReference.objects.filter(article=pk, holds_until__lte=DAY).exists(),
        "indexed": not SearchTask.objects.filter(article=pk, kind="index").exists(),
        "rendered": StoredPage.objects.filter(article=pk).exists(),
    }
    return [name for name, is_so in done.items() if not is_so]
