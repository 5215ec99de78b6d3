"""A statute's source text -> its outline: title, dates, headings, provisions. Pure."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from statutes.importing.body import Body, read_body
from statutes.importing.effect import effective_from
from statutes.importing.header import Event, Header, continues_header, doc_number_in, read_header, to_date
from statutes.importing.tree import Lines, Note, Outline, OutlineError, Part, ProvisionText
from statutes.language.normalise import clean_line

__all__ = ["Outline", "OutlineError", "Part", "ProvisionText", "join", "read_outline"]

END_OF_HEADER = "<!-- INFO END -->"
DATE_IN_NAME = re.compile(r"\((\d{4})-(\d{2})-(\d{2})\)|_(\d{4})(\d{2})(\d{2})$")
NUMBERED_WITHIN = 6  # lines of the preamble in which a document number may stand
ISSUERS = (
    (re.compile(r"全国人民代表大会常务委员会"), "全国人民代表大会常务委员会"),
    (re.compile(r"全国人民代表大会(?!常务)"), "全国人民代表大会"),
    (re.compile(r"国务院令|国务院(?:发布|公布|批准|第\d)"), "国务院"),
    (
        re.compile(
            r"^(?:中华人民共和国)?([\u4e00-\u9fff]{1,12}(?:部|总局|委员会|总署|银行))(?:令|发布|公布)"
        ),
        "",
    ),
)
COURTS = ("最高人民法院、最高人民检察院", "最高人民检察院、最高人民法院", "最高人民法院", "最高人民检察院")


def read_outline(source: str, name: str = "") -> Outline:
    """The outline of a statute in the Markdown form (# title, dated lines, headings, 第…条 lines).

    A date in the file's name, as in 公司法(2018-10-26), is the version's: headers often lack the last event.
    Raises OutlineError where there is no title, no date or a provision number twice.
    """
    lines = source.splitlines()
    if END_OF_HEADER not in lines or not lines[0].startswith("# "):
        raise OutlineError("第 1 行：文件应以“# 标题”开头，并有一行 " + END_OF_HEADER)
    numbered = list(enumerate(lines, 1))
    end = lines.index(END_OF_HEADER)
    head, text = numbered[1:end], _visible(numbered[end + 1 :])
    if text and continues_header(text[0][1]):
        head.append(text.pop(0))
    return build(clean_line(lines[0][2:]), read_header(head), text, name)


def build(title: str, header: Header, text: Lines, name: str = "") -> Outline:
    """The outline of a title, what the header says, and the numbered lines of the text."""
    body = read_body(text, header.subtitle)
    day = version_day(header.events, name)
    return Outline(
        title,
        day,
        effective_from(header, day, body.provisions),
        tuple(body.provisions),
        "\n".join(body.preamble),
        header.doc_number(day) or _doc_number(body),
        _issuer(title, header.events),
        (*header.repairs, *body.repairs),
        tuple(body.doubts),
        header.first_number,
    )


def version_day(events: tuple[Event, ...], name: str) -> date:
    """The day of this version: that in the file's name, else that of the last event."""
    if match := DATE_IN_NAME.search(name):
        return to_date(*filter(None, match.groups()), number=1)
    if not events:
        raise OutlineError("文件头里没有公布日期")
    return max(event.day for event in events)


def join(parts: list[Outline]) -> Outline:
    """One law out of the files of its 编. Raises OutlineError where one of them is missing or does not fit."""
    parts = sorted(parts, key=lambda part: part.provisions[0].address if part.provisions else 0)
    provisions = tuple(provision for part in parts for provision in part.provisions)
    for before, after in pairwise(parts):
        last, first = before.provisions[-1].address, after.provisions[0].address
        if first.article != last.article + 1:
            raise OutlineError(f"分编的条号接不上：{last}之后是{first}，缺少中间的文件")
    if provisions[0].address.article != 1:
        raise OutlineError(f"分编的第一条是{provisions[0].address}，缺少前面的文件")
    days = {part.effective_from for part in parts} - {None}
    return replace(
        parts[0],
        promulgated_on=max(part.promulgated_on for part in parts),
        effective_from=days.pop() if len(days) == 1 else None,
        provisions=provisions,
        repairs=(*(r for part in parts for r in part.repairs), Note(0, f"{len(parts)} 个分编合为一部")),
        doubts=tuple(d for part in parts for d in part.doubts),
    )


def _visible(lines: Lines) -> Lines:
    return [(number, line) for number, line in lines if clean_line(line) and not line.startswith("<!--")]


def _doc_number(body: Body) -> str:
    """The document number that stands by itself in the first lines of the preamble."""
    found = (doc_number_in(line) for line in body.preamble[:NUMBERED_WITHIN])
    return next(filter(None, found), "")


def _issuer(title: str, events: tuple[Event, ...]) -> str:
    """Who made it, where the title or the first event says so."""
    for court in COURTS:
        if title.replace(" ", "、").replace("、、", "、").startswith(court):
            return court
    if title.startswith("国务院"):
        return "国务院"
    for event in events[:1]:
        for pattern, issuer in ISSUERS:
            if match := pattern.search(event.words):
                return issuer or match[1]
    return ""
