"""A statute's source text -> its outline: title, dates, headings, provisions. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from statutes.citations.address import Address
from statutes.language.numerals import to_int

END_OF_HEADER = "<!-- INFO END -->"
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*(.*)")
HEADING = re.compile(r"(#{2,6})\s+(.+)")
PROVISION = re.compile(
    r"第([零〇一二两三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?[ \u3000](.+)"
)


class OutlineError(ValueError):
    """A source that cannot be read whole; the message names the line and the reason, in Chinese."""


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """One 条: where it stands and its words, one 款 or 项 a line."""

    address: Address
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What one source file says."""

    title: str
    promulgated_on: date
    effective_from: date | None
    provisions: tuple[ProvisionText, ...]


def read_outline(source: str) -> Outline:
    """The outline of a statute in the Markdown form (# title, dated lines, headings, 第…条 lines).

    Raises OutlineError where there is no title, no date or a provision number twice.
    """
    lines = source.splitlines()
    if END_OF_HEADER not in lines or not lines[0].startswith("# "):
        raise OutlineError("第 1 行：文件应以“# 标题”开头，并有一行 " + END_OF_HEADER)
    end = lines.index(END_OF_HEADER)
    promulgated_on, effective_from = _dates(lines[1:end])
    return Outline(lines[0][2:].strip(), promulgated_on, effective_from, _provisions(lines, end + 1))


def _dates(header: list[str]) -> tuple[date, date | None]:
    """The last event's date (通过, 修正, 公布) and the date of the 施行 line."""
    events, effective_from = [], None
    for number, line in enumerate(header, 2):
        match = DATE.match(line)
        if match is None:
            continue
        try:
            day = date(*map(int, match.groups()[:3]))
        except ValueError as error:
            raise OutlineError(f"第 {number} 行：没有这一天") from error
        if match[4].strip() == "施行":
            effective_from = day
        else:
            events.append(day)
    if not events:
        raise OutlineError("文件头里没有公布日期")
    return max(events), effective_from


def _provisions(lines: list[str], start: int) -> tuple[ProvisionText, ...]:
    path, found, seen = {}, [], set()
    for number, line in enumerate(lines[start:], start + 1):
        if heading := HEADING.match(line):
            level = len(heading[1])
            path = {k: v for k, v in path.items() if k < level} | {level: heading[2].strip()}
        elif match := PROVISION.match(line):
            try:
                address = Address(to_int(match[1]), to_int(match[2]) if match[2] else 0)
            except ValueError as error:
                raise OutlineError(f"第 {number} 行：看不懂条号“{match[1][:20]}”") from error
            if address in seen:
                raise OutlineError(f"第 {number} 行：{address}出现了两次")
            seen.add(address)
            found.append((address, " ".join(path.values()), [match[3].strip()]))
        elif line.strip() and found:
            found[-1][2].append(line.strip())
    return tuple(ProvisionText(address, where, "\n".join(words)) for address, where, words in found)
