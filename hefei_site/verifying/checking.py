"""All that is to be verified, step by step: what each finds goes to a manifest, against another, and to who reads along."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import TextIO

from django.conf import settings

from articles.models import ArticleSketch, KeywordPosting, PageChange, SearchDocument, SearchTerm, StoredPage
from firm import chain
from firm.models import AuditRecord, ListChange
from firm.verifying import sequences, structure, tables
from firm.verifying.comparing import Comparison
from firm.verifying.facts import FIRST, VERSION, Fact, Finding
from hefei_site.verifying import media, texts
from hefei_site.verifying.moment import Moment
from statutes.models import IndexedProvision, Posting

# What commands work out again from the other rows: counted, not read through.
WORKED_OUT = {
    ArticleSketch, IndexedProvision, KeywordPosting, ListChange, PageChange, Posting, SearchDocument, SearchTerm, StoredPage,
}  # fmt: skip
ROWS = "数据行"
Found = Iterator[Fact | Finding]
Progress = Callable[[int, int], None]
Following = Callable[[str], Progress]  # who reads along, by a step's name


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of things to look at, by what it is called, and the kinds of its facts of which none may be missing."""

    name: str
    find: Callable[[Progress], Found]
    unit: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a step has looked at, and what it found."""

    step: Step
    many: int  # of what it looks at
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> int:
        """How much of that must be put right."""
        return sum(finding.is_wrong for finding in self.findings)


@dataclass(slots=True)
class Check:
    """One run: where facts are written, what they are held against."""

    manifest: TextIO | None = None
    expected: Comparison | None = None
    with_media: bool = True
    following: Following = field(default=lambda name: lambda done, total: None)

    def run(self, moment: Moment) -> Iterator[Done]:
        """Each step as it is done; to be called inside one_moment()."""
        about = {"version": VERSION, "at": moment.at.astimezone(UTC).isoformat()}
        self._write(Fact(FIRST, settings.SITE_URL, about))
        for step in self._steps(moment):
            yield self.done(step)

    def _steps(self, moment: Moment) -> list[Step]:
        own = [
            Step(
                "结构",
                lambda progress: structure.structure(),
                "项",
                ("constraint", "index", "trigger", "migration"),
            ),
            Step(
                ROWS,
                lambda progress: tables.rows(tables.tables(WORKED_OUT), progress),
                "行",
                ("range", "rows"),
            ),
            Step("序列", lambda progress: sequences.sequences(moment.sequences), "个", ("sequence",)),
            Step("操作记录", lambda progress: self._chain(), "条"),
            Step("线上正文", texts.texts, "篇"),
        ]
        return [*own, Step("图片文件", media.files, "个")] if self.with_media else own

    def done(self, step: Step) -> Done:
        """One step, to its end."""
        began, many, findings = time.monotonic(), 0, []
        for found in step.find(self.following(step.name)):
            if isinstance(found, Finding):
                findings.append(found)
                continue
            many += found.said.get("count", 1) if found.what in ("rows", "chain") else found.what != "range"
            self._write(found)
            if self.expected:
                findings += self.expected.see(found)
        if self.expected:
            findings += self.expected.rest(step.kinds)
        return Done(step, many, time.monotonic() - began, tuple(findings))

    def _chain(self) -> Found:
        """The record is whole, and the end that the manifest saw is still on it."""
        label = AuditRecord._meta.db_table
        was = self.expected and self.expected.expected.get(("chain", label, None))
        found = chain.verify(was.said["last"] if was else "")
        if found.is_whole:
            yield Fact("chain", label, {"count": found.count, "last": found.last_hash})
        else:
            yield Finding(f"操作记录到第 {found.count} 条为止是好的：{found.broken}")

    def _write(self, fact: Fact) -> None:
        if self.manifest:
            self.manifest.write(fact.line() + "\n")
