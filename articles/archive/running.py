"""An import from its first record to its last: batch after batch, each for good, and on from there when it was killed."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from articles.archive import ahead, places, sources, storing
from articles.archive.records import Item, Source, SourceRefused
from articles.archive.uploads import Uploads
from articles.models import ImportRun
from articles.searching.gathering import TITLES, gathering
from firm import audit

BATCH = 500
ARTICLE_ADDRESS = "/{alias}.html"  # of the old site, for those that have an alias
OPEN = "这个来源的导入在第 {} 条中断过。请加 --resume 从那里继续。"
DONE = "这个来源已经全部导入过（{}）。再次导入不会改动任何文章；确实要再试一遍被拒绝的，请加 --again。"
NOTHING = "这个来源没有中断过的导入，去掉 --resume 从头开始。"


class NothingToResume(SourceRefused):
    """All records of the source are here; what follows may still wait (working_out.py)."""


class Progress(Protocol):
    """Is told how many records are done and which share of the source has been read, from 0 to 1."""

    def __call__(self, done: int, share: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Options:
    """How a source is to be read and whose its articles are."""

    author: str = ""
    notice: str = ""
    prefix: str = ""
    encoding: str = "utf-8"
    uploads: Path | None = None
    article_address: str = ARTICLE_ADDRESS

    def told(self) -> dict:
        """As they are kept with the run."""
        return {name: str(getattr(self, name) or "") for name in self.__slots__}


@dataclass(slots=True)
class Result:
    """What became of the records, by outcome; broken says why the source ended early."""

    counts: Counter = field(default_factory=Counter)
    run: ImportRun | None = None
    broken: str = ""
    reasons: Counter = field(default_factory=Counter)  # of a trial: why records were changed or refused


def import_articles(
    path: Path,
    options: Options,
    progress: Progress,
    *,
    dry_run: bool = False,
    resume: bool = False,
    again: bool = False,
) -> Result:
    """Bring the articles of a file over. Safe to kill at any moment: resume goes on behind the last whole batch.

    Raises SourceRefused, OSError, storing.Overtaken.
    """
    source = sources.source_of(path, prefix=options.prefix, encoding=options.encoding)
    preface = source.preface()
    with transaction.atomic():
        run = _run(path, source, options, resume=resume, again=again or dry_run)
        where = places.prepare(preface, author=options.author, notice=options.notice)
        result, uploads = Result(run=run), Uploads(options.uploads, where.by)
        if dry_run:
            uploads.folder = None
            _read(
                source, run, options, progress, result, lambda some: _try(run, some, where, uploads, result)
            )
            transaction.set_rollback(True)
            return result
    with gathering(*TITLES):
        _read(source, run, options, progress, result, lambda some: storing.store(run, some, where, uploads))
    if not result.broken:
        storing.finish(run)
    audit.record(
        "完成导入旧站文章" if not result.broken else "导入旧站文章中断",
        by=None,
        target=run,
        reason=words(run.counts),
    )
    return result


def words(counts: dict) -> str:
    """Outcomes as a Chinese phrase."""
    return (
        "，".join(f"{label} {counts[key]} 篇" for key, label in storing.Outcome.choices if counts.get(key))
        or "没有文章"
    )


def _run(path: Path, source: Source, options: Options, *, resume: bool, again: bool) -> ImportRun:
    """The run to go on with, or a new one, on record. Raises SourceRefused where the caller has to say which."""
    mark = sources.fingerprint(path)
    earlier = ImportRun.objects.filter(fingerprint=mark).order_by("pk").last()
    if earlier and not earlier.finished_at:
        if not resume and not again:
            raise SourceRefused(OPEN.format(earlier.position))
        if resume:
            audit.record("继续导入旧站文章", by=None, target=earlier, reason=f"从第 {earlier.position} 条起")
            return earlier
    elif resume:
        raise NothingToResume(NOTHING)
    elif earlier and not again:
        raise SourceRefused(DONE.format(timezone.localtime(earlier.finished_at).strftime("%Y-%m-%d %H:%M")))
    ImportRun.objects.filter(fingerprint=mark, finished_at=None).update(finished_at=timezone.now())
    run = ImportRun.objects.create(
        source=path.name, format=source.format, fingerprint=mark, options=options.told()
    )
    audit.record(
        "开始导入旧站文章", by=None, target=run, reason=f"{path.name}（{source.format}），SHA-256 {mark}"
    )
    return run


def _read(source: Source, run: ImportRun, options: Options, progress: Progress, result: Result, take) -> None:
    """Hand over batch after batch of what is behind the run's position; what breaks off is told, not raised."""
    change = partial(_addressed, pattern=options.article_address)
    for some, share, broken in ahead.batches(source, run.position, BATCH, change):
        if some:
            result.counts.update(take(some))
        progress(run.position, share)
        result.broken = broken


def _addressed(item: Item, pattern: str) -> Item:
    """With the address that it had by its alias."""
    alias = item.alias if not item.addresses else ""
    if not alias or not pattern:
        return item
    address = pattern.replace("{alias}", alias).replace("{id}", str(item.number or ""))
    return replace(item, addresses=(address,))


def _try(run: ImportRun, some: list, where: places.Places, uploads: Uploads, result: Result) -> Counter:
    """What a batch would come to, nothing of it kept."""
    batch = storing.work_out(run, some, where, uploads)
    run.position += len(some)
    result.reasons.update(note.partition("：")[0] for item in batch.items for note in item.notes)
    return Counter(item.outcome for item in batch.items)
