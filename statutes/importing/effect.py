"""From which day a version applies, where its source says so without doubt; pure."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from statutes.importing.header import PUBLISHED_WITHIN, Event, Header, to_date
from statutes.importing.tree import OutlineError, Part, ProvisionText

NUMERAL = "[0-9一二三四五六七八九十〇零○]"
SPELT_DAY = re.compile(rf"({NUMERAL}{{4}})\s*年\s*({NUMERAL}{{1,3}})\s*月\s*({NUMERAL}{{1,3}})\s*日")
BEGINS = "(?:施行|实施|执行|生效|实行)"
ITSELF = r"本[\u4e00-\u9fff]{1,8}?(?:（[^（）]{1,40}）)?"  # 本法, 本实施细则, 本法（原称《……》）
ON_A_DAY = re.compile(rf"{ITSELF}(?:由[^。；]{{1,30}}，)?自{SPELT_DAY.pattern}起{BEGINS}")
AT_ONCE = re.compile(rf"{ITSELF}(?:由[^。；]{{1,30}}，)?自(?:公布|发布|颁布|印发)之日起{BEGINS}")
AMENDING = re.compile("修正|修订|修改")
LATEST_START = timedelta(days=5 * 366)
LAST = 3  # the articles in which the day is sought


def effective_from(header: Header, version_day: date, provisions: Sequence[ProvisionText]) -> date | None:
    """The day of the header, else of the last articles; None where it is an earlier version's or not said.

    A day before this version's own is that of an earlier version: amended laws keep their first day in the last
    article. 自公布之日起施行 counts only where nothing says that the text was amended since.
    """
    if header.effective_from and _plausible(header.effective_from, version_day):
        return header.effective_from
    for text in _last_words(provisions):
        if match := ON_A_DAY.search(text):
            return _day(match, version_day)
        if AT_ONCE.search(text):
            return version_day if _is_original(header.events, version_day) else None
    return None


def stated_day(text: str) -> date | None:
    """The day from which, by its own words, a statute applies: 本法自2021年1月1日起施行."""
    match = ON_A_DAY.search(text)
    return day_in(match[0]) if match else None


def day_in(text: str) -> date | None:
    """The first day that a text spells out, in either kind of numerals."""
    match = SPELT_DAY.search(text)
    try:
        return to_date(*(part.replace("○", "〇") for part in match.groups())) if match else None
    except OutlineError:
        return None


def _last_words(provisions: Sequence[ProvisionText]) -> list[str]:
    own = [provision.text for provision in provisions if provision.part != Part.ANNEX]
    return own[: -LAST - 1 : -1]


def _day(match: re.Match, version_day: date) -> date | None:
    day = stated_day(match[0])
    return day if day and _plausible(day, version_day) else None


def _plausible(day: date, version_day: date) -> bool:
    return version_day <= day <= version_day + LATEST_START


def _is_original(events: Sequence[Event], version_day: date) -> bool:
    """Nothing was amended, and the version's day is that of its publication."""
    if not events or any(AMENDING.search(event.words) for event in events):
        return False
    first = min(event.day for event in events)
    return first <= version_day <= first + PUBLISHED_WITHIN
