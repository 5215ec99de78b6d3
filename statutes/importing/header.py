"""The head of a source: events with their dates, the day of effect, the document number; pure."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from statutes.importing.tree import Lines, Note, OutlineError
from statutes.language.normalise import STATE, clean_line, fold_doc_number
from statutes.language.numerals import to_int

DAY = r"([12]\d{3})年(\d{1,2})月(\d{1,2})日"
DATED = re.compile(rf"[（(]?{DAY}\s*(.*)")
EFFECT = re.compile(r"(?:施行|实行|起施行|起实行)[）)]?")  # the whole of what follows the date
EFFECT_INSIDE = re.compile(rf"自{DAY}起?(?:施行|实行)")
EFFECT_AT_ONCE = re.compile(r"(?:自?(?:发布|公布|颁布|批准)之日起?|公告公布|第\w{1,3}号公布)(?:施行|实行)")
CONTINUED = re.compile(r"第\d+次会议")  # 最高人民法院审判委员会 / 第1815次会议通过，自……
FULL_WIDTH = {ord("０") + i: ord("0") + i for i in range(10)}
BRACKETED_YEAR = r"[〔\[［【（(]\s*[12]\d{3}\s*[〕\]］】）)]"
DOC_NUMBER = re.compile(rf"[（(]?([\u4e00-\u9fff]{{1,12}}{BRACKETED_YEAR}\s*第?\s*\d{{1,5}}\s*号)[）)]?")
ORDER = re.compile(r"([\u4e00-\u9fff、]{1,40}令)\s*第?\s*([\d一二三四五六七八九十百零〇]{1,6})\s*号")
ORDER_HEAD = re.compile(r"中华人民共和国主席令|(?:中华人民共和国)?国务院令")
ORDER_NUMBER = re.compile(r"第?\s*([\d一二三四五六七八九十百零〇]{1,6})\s*号")
ORDERS = re.compile(r"(?:国务院、)?[^、]+令$")
PUBLISHED_WITHIN = timedelta(days=180)  # of being adopted


@dataclass(frozen=True, slots=True)
class Event:
    """通过, 公布, 修正 …: when, and the words."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Header:
    """The lines between the title and the text."""

    subtitle: str = ""
    events: tuple[Event, ...] = ()
    effective_from: date | None = None
    numbers: tuple[
        tuple[date | None, str], ...
    ] = ()  # document numbers, with the event's day where one is said
    repairs: tuple[Note, ...] = ()

    def doc_number(self, version_day: date) -> str:
        """The number of this version's document: not that of an earlier version's event."""
        for day, number in reversed(self.numbers):
            if day is None or day <= version_day <= day + PUBLISHED_WITHIN:
                return number
        return ""

    @property
    def first_number(self) -> str:
        """The number under which the document was first published; empty where the events say none."""
        dated = [(day, number) for day, number in self.numbers if day]
        return min(dated)[1] if dated else ""


def read_header(lines: Lines) -> Header:
    """What the lines under the title say. Raises OutlineError where a date does not exist."""
    header = Header()
    for number, line in lines:
        if words := clean_line(line).translate(FULL_WIDTH):
            header = _with_line(header, number, words)
    return header


def continues_header(line: str) -> bool:
    """Whether the first line of the text is in truth the end of the header's last."""
    return bool(CONTINUED.match(line))


def doc_number_in(line: str) -> str:
    """The document number that a line consists of, 法释〔2024〕3号; empty where it says more."""
    if match := DOC_NUMBER.fullmatch(line):
        return fold_doc_number(match[1])
    match = ORDER.fullmatch(line)
    return _order(match) if match else ""


def to_date(year: str, month: str, day: str, number: int = 0) -> date:
    """The day; a day that does not exist is an OutlineError."""
    try:
        return date(*map(to_int, (year, month, day)))
    except ValueError as error:
        raise OutlineError(f"第 {number} 行：没有这一天") from error


def _with_line(header: Header, number: int, words: str) -> Header:
    if words.startswith("# "):
        return replace(header, subtitle=words[2:].strip())
    if match := DATED.match(words):
        return _dated(header, to_date(*match.groups()[:3], number), match[4].strip(), number)
    if found := doc_number_in(words):
        return _numbered(header, None, found)
    if header.numbers and header.numbers[-1][1].endswith("令") and (match := ORDER_NUMBER.fullmatch(words)):
        order = header.numbers[-1][1]
        return replace(header, numbers=(*header.numbers[:-1], (None, f"{order}第{match[1]}号")))
    if ORDER_HEAD.fullmatch(words):
        return _numbered(header, None, words.replace(STATE, ""))
    return _continued(header, number, words)


def _dated(header: Header, day: date, words: str, number: int) -> Header:
    if EFFECT.fullmatch(words):
        return replace(header, effective_from=day)
    header = replace(header, events=(*header.events, Event(day, words)))
    header = _inside(header, words, day, number)
    order = ORDER.search(words)
    return _numbered(header, day, _order(order)) if order else header


def _numbered(header: Header, day: date | None, number: str) -> Header:
    return replace(header, numbers=(*header.numbers, (day, number)))


def _inside(header: Header, words: str, day: date, number: int) -> Header:
    """The day of effect that an event's own words give."""
    if match := EFFECT_INSIDE.search(words):
        return replace(header, effective_from=to_date(*match.groups(), number))
    return replace(header, effective_from=day) if EFFECT_AT_ONCE.search(words) else header


def _continued(header: Header, number: int, words: str) -> Header:
    """A line that goes on with the event before it, or with the title above them."""
    header = replace(header, repairs=(*header.repairs, Note(number, f"文件头的续行：{words[:30]}")))
    if not header.events:
        return _inside(header, words, date.min, number) if EFFECT_INSIDE.search(words) else header
    last = header.events[-1]
    events = (*header.events[:-1], Event(last.day, last.words + words))
    return _inside(replace(header, events=events), words, last.day, number)


def _order(match: re.Match) -> str:
    """国务院令第586号, however it is introduced: 中华人民共和国国务院令第586号公布."""
    body = ORDERS.search(match[1].replace("中" + STATE, "").replace(STATE, ""))
    return f"{body[0]}第{match[2]}号"
