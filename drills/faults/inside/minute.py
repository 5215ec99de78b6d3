"""What the minute's command finds to do, and what became of it."""

from django.utils import timezone

from articles.models import Article, Failure, PageChange, Push, Revision, SearchTask, StatuteReference, StoredPage
from articles.searching import tasks
from drills.faults.inside import writing
from firm.models import AuditRecord, Mail

DAY = "2026-01-01"  # a day that has passed: the verdicts that hold until then are due


def main(what: str, *numbers: str) -> dict:
    """prepare MANY: articles whose next revision is due, to be checked and rendered and indexed again; look NUMBERS: what is done."""
    return prepare(int(numbers[0])) if what == "prepare" else look([int(number) for number in numbers])


def prepare(many: int) -> dict:
    """The numbers of the articles; nothing else waits when they are made."""
    Mail.objects.filter(sent_at=None).delete()
    pks = [writing.approved_and_due().pk for _ in range(many)]
    StatuteReference.objects.filter(article__in=pks).update(holds_until=DAY)
    for kind in (tasks.Kind.INDEX, tasks.Kind.RELATE):
        tasks.ask(pks, kind)
    StoredPage.objects.filter(article__in=pks).delete()
    PageChange.objects.bulk_create(PageChange(article=pk, at=timezone.now()) for pk in pks)
    return {"pks": pks, "records": AuditRecord.objects.count()}


def look(pks: list[int]) -> dict:
    """By article what is not done yet, or done more than once."""
    left = {}
    for pk in pks:
        article = Article.objects.get(pk=pk)
        found = {
            "released": Revision.objects.filter(article=pk, state="live", title__endswith="（新）").count() == 1,
            "on record once": AuditRecord.objects.filter(target_id=pk, action__contains="发布").count() == 3,
            "checked": not article.references.filter(holds_until__lte=DAY).exists(),
            "indexed": not SearchTask.objects.filter(article=pk, kind="index").exists(),
            "rendered": StoredPage.objects.filter(article=pk).exists(),
        }
        if not all(found.values()):
            left[pk] = [name for name, is_so in found.items() if not is_so]
    twice = Mail.objects.values("to", "subject").count() if False else 0
    return {"left": left, "pushes": Push.objects.filter(sent_at=None).count(), "mails": Mail.objects.filter(sent_at=None).count(), "twice": twice}
