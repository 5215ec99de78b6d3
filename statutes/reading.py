"""Which text of a statute a reader asks for: that of today, of a day, or of one version.

/laws/<slug>/ and what lies under it show the text that applies today. `?on=2019-05-01` shows the one that applied on that
day, by the dates that are known. `?version=2018-10-26` shows the version that was promulgated on that day: it is the
permalink of every version, for that day is always known and no two versions of a statute share it, while the first day
of a version may be unknown, and a version that was replaced before its first day never applied at all. Where an address
has both, the day counts.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, QueryDict
from django.utils import timezone

from statutes.models import Statute, StatuteVersion
from statutes.status import Status, begins, standing_on, version_on

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FILE = re.compile(
    r"(?:.*/)?(?P<name>[^/]+)(?:\.(?:md|docx)|/)", re.IGNORECASE
)  # a folder holds the 编 of one law
LONGEST_NAME = 30  # of a file; a longer one repeats the statute's title
SHOWN_OF_A_BAD_DAY = 20  # characters


class DayError(ValueError):
    """What was asked for is no day; the message says why, in Chinese."""


def day_of(values: list[str]) -> date:
    """The day that an address names, exactly once. Raises DayError."""
    if len(values) > 1:
        raise DayError("地址里写了不止一个日期，请只写一个。")
    if not values[0].strip():
        raise DayError("没有填写日期。")
    if not DAY.fullmatch(values[0]):
        shown = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", values[0])[:SHOWN_OF_A_BAD_DAY]
        raise DayError(f"“{shown}”不是日期，请照 2024-01-31 的样子写：年-月-日。")
    try:
        return date.fromisoformat(values[0])
    except ValueError as error:
        raise DayError(f"没有 {values[0]} 这一天。") from error


@dataclass(frozen=True)
class Reading:
    """A statute and the version of it that a reader is shown; `version` is None where there is none to show."""

    statute: Statute
    today: date
    version: StatuteVersion | None
    day: date | None = None  # asked for by ?on=
    is_one_version: bool = False  # asked for by ?version=
    problem: str = ""  # why what was asked for cannot be shown, in Chinese
    is_refused: bool = False  # the address itself is wrong
    offered: StatuteVersion | None = None  # what to read instead

    @property
    def versions(self) -> list[StatuteVersion]:
        """All of them, the newest first."""
        return list(self.statute.versions.all())

    @cached_property
    def current(self) -> StatuteVersion | None:
        """The version that a reader is shown today."""
        return version_on(self.versions, self.today)

    @property
    def is_asked(self) -> bool:
        """Whether the reader asked for a day or a version."""
        return bool(self.day or self.is_one_version or self.problem)

    @property
    def is_current(self) -> bool:
        """Whether the text is the one that applies today."""
        return self.version is not None and self.version == self.current

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list the page: what is superseded, or not there, is not for them."""
        return not self.problem and (self.version is None or self.is_current)

    @property
    def query(self) -> str:
        """What the links to other parts of the same text carry on."""
        if self.day and not self.problem:
            return f"?on={self.day.isoformat()}"
        return permalink_query(self.version) if self.is_one_version and not self.problem else ""

    @property
    def status(self) -> Status:
        """Of the text that is shown, today."""
        return self.standing(self.version)

    @property
    def status_then(self) -> Status:
        """Of the text that is shown, on the day that was asked for."""
        return standing_on(self.statute, self.version, self.versions, self.day or self.today)

    @property
    def doc_number(self) -> str:
        """The number of the document whose text is shown: the statute's own is not that of its older versions."""
        own = self.version.doc_number if self.version else ""
        return own if own or self.is_another else self.statute.doc_number

    @property
    def is_another(self) -> bool:
        """Whether a text is shown that is not the one which applies today."""
        return self.version is not None and not self.is_current

    @property
    def sources(self) -> list[str]:
        """Where the entry and the text come from, as far as that is recorded; the name of an imported file is said
        to be one."""
        found = [self.statute.source]
        if self.version and self.version.source:
            file = FILE.fullmatch(self.version.source)
            name = f"“{file['name']}”" if file and len(file["name"]) <= LONGEST_NAME else ""
            found.append(f"导入的文本文件{name}" if file else self.version.source)
        return list(dict.fromkeys(filter(None, found)))

    def standing(self, version: StatuteVersion | None) -> Status:
        """Of any version, today."""
        return standing_on(self.statute, version, self.versions, self.today)


def read(slug: str, query: QueryDict) -> Reading:
    """The reading that an address asks for. Raises Http404 where there is no such statute."""
    statute = Statute.objects.filter(slug=slug).prefetch_related("versions").first()
    if statute is None:
        raise Http404("没有这部法规")
    today = timezone.localdate()
    try:
        if "on" in query:
            return _of_day(statute, day_of(query.getlist("on")), today)
        if "version" in query:
            return _of_version(statute, day_of(query.getlist("version")), today)
    except DayError as error:
        return Reading(statute, today, None, problem=str(error), is_refused=True)
    return Reading(statute, today, version_on(statute.versions.all(), today))


def permalink_query(version: StatuteVersion) -> str:
    """?version=2018-10-26, behind a statute's or a provision's address."""
    return f"?version={version.promulgated_on.isoformat()}"


def _of_day(statute: Statute, day: date, today: date) -> Reading:
    versions = list(statute.versions.all())
    version = version_on(versions, day)
    if version is None:
        return Reading(statute, today, None, day)
    if begins(version) <= day:
        return Reading(statute, today, version, day)
    first = min((v for v in versions if begins(v) > day), key=lambda v: (begins(v), v.promulgated_on))
    return Reading(statute, today, None, day, problem=_not_yet(first, versions, day), offered=first)


def _not_yet(first: StatuteVersion, versions: list[StatuteVersion], day: date) -> str:
    """Why there is no text for a day before a version's first."""
    asked, since = _words(day), _words(begins(first))
    if first.promulgated_on <= day:
        return f"{asked}还没有适用的文本：这部法规当时已经公布，{since}起施行。"
    which = "最早" if all(begins(version) >= begins(first) for version in versions) else "这一天之后"
    since = f"，{since}起施行" if first.effective_from else ""
    return f"本站没有{asked}适用的文本：收录的{which}的版本是{_words(first.promulgated_on)}公布的{since}。"


def _of_version(statute: Statute, day: date, today: date) -> Reading:
    version = next((v for v in statute.versions.all() if v.promulgated_on == day), None)
    problem = "" if version else f"本站没有收录{_words(day)}公布的版本。"
    return Reading(statute, today, version, is_one_version=True, problem=problem)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
