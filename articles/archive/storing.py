"""A batch of records into the database, and how far the import is, in one transaction: killed, it has all of it or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from articles.archive import whole
from articles.archive.copy_in import copy_in, reserved
from articles.archive.making import Made, Refusal, digest_of, made
from articles.archive.places import Places
from articles.archive.records import Item, Unread
from articles.archive.tags import tags_by_name
from articles.archive.uploads import Uploads
from articles.models import (
    Article,
    Image,
    ImageUse,
    ImportedItem,
    ImportRun,
    OldAddress,
    Revision,
    TaggedArticle,
    WaitingArticle,
)
from articles.pictures import ids_in

Outcome = ImportedItem.Outcome
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
LARGEST = 2**53  # a number that addresses and scripts can hold
TAKEN = "本站已有编号 {} 的文章，没有改动它"


class Overtaken(Exception):
    """Another process imports the same source; the message says so in Chinese."""


@dataclass(slots=True)
class Batch:
    """The rows of a batch and what is told of each record."""

    items: list[ImportedItem] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)


def store(
    run: ImportRun, records: Sequence[Item | Unread], places: Places, uploads: Uploads
) -> dict[str, int]:
    """Store the records that follow the run's position, and move it on; how many had which outcome. Raises Overtaken.

    What the database does not take, whatever the reason, keeps none of the others out.
    """
    try:
        return _store(run, records, places, uploads)
    except DatabaseError as error:
        if len(records) == 1:
            why = f"数据库没有接受：{str(error).splitlines()[0]}"
            return _store(run, [_as_unread(records[0], why)], places, uploads)
    counts: dict[str, int] = {}
    for record in records:
        for outcome, n in store(run, [record], places, uploads).items():
            counts[outcome] = counts.get(outcome, 0) + n
    return counts


def _store(
    run: ImportRun, records: Sequence[Item | Unread], places: Places, uploads: Uploads
) -> dict[str, int]:
    with transaction.atomic():
        moved = ImportRun.objects.filter(pk=run.pk, position=run.position, finished_at=None)
        if not moved.update(position=F("position") + len(records)):
            raise Overtaken("另一处正在导入同一个来源，请等它结束。")
        batch = work_out(run, records, places, uploads)
        _write(batch)
        counts = _counted(batch)
        added = {key: run.counts.get(key, 0) + counts.get(key, 0) for key in {*run.counts, *counts}}
        ImportRun.objects.filter(pk=run.pk).update(counts=added)
    run.position, run.counts = run.position + len(records), added
    return counts


def _as_unread(record: Item | Unread, why: str) -> Unread:
    text = record.text if isinstance(record, Unread) else record.body
    return Unread(_number(record), _line(record.title), why, text, record.views)


def work_out(run: ImportRun, records: Sequence[Item | Unread], places: Places, uploads: Uploads) -> Batch:
    """What storing would do, nothing of it done but pictures."""
    batch, known = Batch(), _known(records)
    taken: set[int] = set()
    for position, record in enumerate(records, run.position):
        item = ImportedItem(run=run, position=position, number=_number(record), title=_line(record.title))
        batch.items.append(item)
        item.views = min(max(record.views, 0), LARGEST)
        if isinstance(record, Unread):
            _refuse(item, record.why, record.text)
            continue
        item.digest, item.rest = digest_of(record), _rest(record)
        _place(item, record, batch, known, taken, places, uploads)
    return batch


def _place(
    item, record: Item, batch: Batch, known: dict, taken: set, places: Places, uploads: Uploads
) -> None:
    """Make the article of one record, or say why not."""
    number = record.number
    if number in known or number in taken:
        if known.get(number) == item.digest:
            item.outcome = Outcome.KNOWN
        else:
            _refuse(item, TAKEN.format(number), record.body)
        return
    if number is not None and not 0 < number < LARGEST:
        _refuse(item, f"编号 {number} 不能用", record.body)
        return
    pk = number or reserved(Article, 1)[0]
    try:
        one = whole.made(record.whole, places.own, pk) if record.whole else made(record, places, uploads, pk)
    except Refusal as refusal:
        _refuse(item, str(refusal), record.body)
        return
    taken.add(pk)
    batch.made.append(one)
    item.article_id, item.original = pk, storable(one.original)
    item.notes = [storable(note) for note in one.notes]
    item.outcome = Outcome.CHANGED if one.notes else Outcome.IMPORTED


def _known(records: Sequence[Item | Unread]) -> dict[int, str]:
    """The numbers that are articles here already, with the digest of the record that they came from, if any."""
    numbers = [number for record in records if (number := _number(record))]
    known = dict.fromkeys(Article.objects.filter(pk__in=numbers).values_list("pk", flat=True), "")
    came = ImportedItem.objects.filter(article__in=known, outcome__in=[Outcome.IMPORTED, Outcome.CHANGED])
    return known | dict(came.values_list("article", "digest"))


def _write(batch: Batch) -> None:
    revisions = [revision for one in batch.made for revision in one.revisions]
    for revision, pk in zip(revisions, reserved(Revision, len(revisions)), strict=True):
        revision.pk = pk
    for one in batch.made:
        one.article.live_revision_id = one.live.pk if one.live else None
    copy_in([one.article for one in batch.made])
    copy_in(revisions)
    _write_ties(batch.made)
    _write_pictures(revisions)
    copy_in(batch.items, with_ids=False)
    copy_in([WaitingArticle(article_id=one.article.pk) for one in batch.made])


def _write_ties(some: list[Made]) -> None:
    """Tags of what is or was public, co-authors, old addresses: of two for one address the first."""
    tags = tags_by_name({name for one in some for name in one.tag_names})
    public = [one for one in some if one.article.published_at]
    pairs = {(one.article.pk, tags[name]) for one in public for name in one.tag_names}
    copy_in(
        [TaggedArticle(content_object_id=article, tag_id=tag) for article, tag in sorted(pairs)],
        with_ids=False,
    )
    through = Article.coauthors.through
    copy_in(
        [through(article_id=one.article.pk, lawyer_id=pk) for one in some for pk in one.coauthors],
        with_ids=False,
    )
    OldAddress.objects.bulk_create(
        [OldAddress(old=old, article_id=one.article.pk) for one in some for old in one.addresses],
        ignore_conflicts=True,
    )


def _write_pictures(revisions: list[Revision]) -> None:
    shown = [
        (revision, pk)
        for revision in revisions
        if "data-image" in revision.body
        for pk in ids_in(revision.body)
    ]
    there = set(Image.objects.filter(pk__in={pk for _, pk in shown}).values_list("pk", flat=True))
    ImageUse.objects.bulk_create(
        ImageUse(revision=revision, image_id=pk) for revision, pk in shown if pk in there
    )


def _refuse(item: ImportedItem, why: str, text: str) -> None:
    item.outcome, item.notes, item.original = Outcome.REFUSED, [storable(why)], storable(text)


def _counted(batch: Batch) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in batch.items:
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
    return counts


def _number(record: Item | Unread) -> int | None:
    return record.number if record.number is not None and abs(record.number) < LARGEST else None


def _rest(record: Item) -> dict:
    """What there is no field for; of our own records, into which article it was merged."""
    merged = (record.whole or {}).get("merged_into")
    files = {"uploads": list(record.uploads)} if record.uploads else {}
    return (
        _clean(dict(record.rest))
        | _clean(files)
        | ({"merged_into": merged} if isinstance(merged, int) else {})
    )


def _clean(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def storable(text: str) -> str:
    """A text without what PostgreSQL does not take."""
    return NOT_STORABLE.sub("", text)


def _line(title: str) -> str:
    return " ".join(storable(title).split())[:300]


def finish(run: ImportRun) -> None:
    """Tie what names another article of the source, now that all are there, and close the run."""
    with transaction.atomic():
        whole.tie_merged(run)
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
