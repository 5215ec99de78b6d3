"""A folder of texts -> the law library, file by file; safe to repeat and to kill."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import DataError, IntegrityError, connection, transaction

from statutes.changes import changes, fold_text
from statutes.importing.citing import cite_statutes
from statutes.importing.library import Library, statute_for
from statutes.importing.repealing import apply_repeals
from statutes.importing.report import Report
from statutes.importing.sources import Source, read, sources
from statutes.importing.storing import SAME_DOCUMENT, store
from statutes.importing.tree import Outline, OutlineError
from statutes.language.normalise import fold_title
from statutes.models import IndexedProvision, Posting, Provision, Statute, StatuteVersion
from statutes.searching import index

LOCK = 0x5A7A7E  # one import at a time; a second one waits


@dataclass(frozen=True, slots=True)
class _Seen:
    """A version that this import has met."""

    source: Source
    day: date
    digest: bytes


@dataclass(slots=True)
class _Import:
    report: Report = field(default_factory=Report)
    library: Library = field(default_factory=Library)
    seen: dict[str, list[_Seen]] = field(default_factory=lambda: defaultdict(list))


def import_statutes(
    path: Path, *, dry_run: bool = False, progress: Callable[[int, int], None] = lambda done, total: None
) -> Report:
    """Store every text at a path, each in its own transaction, then apply the repeals, find what cites what, and bring
    the search index up to what is there now, also where an import before was killed.

    Raises OSError. With dry_run everything is tried inside one transaction that is rolled back.
    """
    found = sources(path)
    state = _Import()
    with _alone(), _tried(dry_run):
        state.library = Library.load()
        for done, source in enumerate(found, 1):
            _import_one(source, state)
            progress(done, len(found))
        _repeal(state)
        state.report.cited = cite_statutes()
        if not dry_run:
            index.refresh()
            _analyse()
    return state.report


def _analyse() -> None:
    """Let PostgreSQL plan by what the tables now hold, not by what they held before."""
    with connection.cursor() as cursor:
        for model in (Provision, StatuteVersion, Statute, IndexedProvision, Posting):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _tried(dry_run: bool) -> Iterator[None]:
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _import_one(source: Source, state: _Import) -> None:
    state.report.files += 1
    state.report.paths += len(source.paths)
    try:
        outline = read(source)
        state.report.read(source.name, outline)
        if not _is_repeated(source, outline, state):
            _store_one(source, outline, state)
    except OutlineError as error:
        state.report.failures.append(f"{source.name} {error}")
    except (DataError, IntegrityError) as error:
        state.report.failures.append(f"{source.name} 数据库拒绝了它：{str(error).splitlines()[0]}")


def _store_one(source: Source, outline: Outline, state: _Import) -> None:
    with transaction.atomic():
        statute, is_new = statute_for(state.library, outline, source.kept_as, source.folders)
        stored = store(outline, statute, source=source.kept_as)
    state.library.remember(statute)
    state.report.stored(stored, is_new_statute=is_new)


def _is_repeated(source: Source, outline: Outline, state: _Import) -> bool:
    """Whether this import has met the version before; one whose words differ is reported as a conflict."""
    here = _Seen(source, outline.promulgated_on, _digest(outline))
    for other in (others := state.seen[fold_title(outline.title)]):
        apart = abs((other.day - here.day).days)
        if other.digest == here.digest and (apart <= SAME_DOCUMENT or not source.is_dated):
            when = "" if not apart else f"，日期相差 {apart} 天"
            state.report.duplicates.append(f"{source.name} 与 {other.source.name} 相同{when}")
            return True
        if not apart:
            state.report.conflicts.append(
                f"{source.name} 与 {other.source.name}：{_difference(other, outline)}"
            )
            return True
    others.append(here)
    return False


def _difference(other: _Seen, outline: Outline) -> str:
    """Where two texts of one version differ."""
    pairs = ((p.key, p.text) for p in outline.provisions)
    found = changes(((p.key, p.text) for p in read(other.source).provisions), pairs)
    parts = {"多": found.added, "少": found.removed, "不同": found.changed}
    return "；".join(
        f"{word} {len(keys)} 条（{'、'.join(keys[:10])}）" for word, keys in parts.items() if keys
    )


def _digest(outline: Outline) -> bytes:
    """The same for texts that differ in their format only."""
    digest = hashlib.sha256()
    for provision in outline.provisions:
        digest.update(f"{provision.key}\0{fold_text(provision.text)}\0".encode())
    return digest.digest()


def _repeal(state: _Import) -> None:
    result = apply_repeals(state.library)
    state.report.registered, state.report.repealed = result.registered, result.dated
    state.report.leads = result.leads
