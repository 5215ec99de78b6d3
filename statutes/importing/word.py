"""A .docx of the national database of laws and regulations -> its outline; pure, and careful with what it opens."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from statutes.importing.header import DAY, Event, Header, doc_number_in, to_date
from statutes.importing.outline import build
from statutes.importing.tree import Lines, Outline, OutlineError
from statutes.language.normalise import clean_line

MAX_BYTES, MAX_MEMBERS, MAX_RATIO = 30 * 2**20, 2_000, 100
UNSOUND = (
    zipfile.BadZipFile,
    ElementTree.ParseError,
    UnicodeDecodeError,
    zlib.error,
    KeyError,
    RuntimeError,  # encrypted, or a method of compression that is not known
    EOFError,
)
DOCUMENT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = "[一二三四五六七八九十百零〇]+"
LEVELS = ((2, "编"), (3, "分编"), (4, "章"), (5, "节"))
HEADING = re.compile(
    rf"第{NUMBER}(分编|编|章|节)(?:\s+|$)\s*(.*)|((?:序\s*言|附\s*则|总\s*则|附件.{{0,10}}))$"
)
CONTENTS = re.compile(r"目\s*(?:录|次)")
HISTORY = re.compile(r"[（(].*(?:通过|公布|发布|批准|修订|修正|施行)", re.S)
EVENT = re.compile(rf"{DAY}((?:(?!\d{{4}}年\d)[^；;]){{0,200}}?(?:通过|修正|修订|公布|发布|批准|修改))")
EFFECT = re.compile(rf"自{DAY}起施行")


def read_docx(path: Path) -> Outline:
    """The outline of a statute in Word's form; a paragraph counts as a line. Raises OutlineError."""
    return read_paragraphs(paragraphs(path.read_bytes()), path.stem)


def paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a .docx, empty ones too. Raises OutlineError for what is no such file, or too much."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            xml = _document(archive)
        root = ElementTree.fromstring(xml)  # noqa: S314 - no DTD, and its size is bounded
    except UNSOUND as error:
        raise OutlineError(f"不是完好的 .docx 文件（{type(error).__name__}）") from error
    return [_text(paragraph) for paragraph in root.iter(W + "p")]


def _document(archive: zipfile.ZipFile) -> str:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or size > MAX_BYTES:
        raise OutlineError(f"文件过大：{len(members)} 个成员，解压后 {size:,} 字节")
    member = archive.getinfo(DOCUMENT)
    if member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise OutlineError("压缩比异常，拒绝打开")
    with archive.open(member) as stream:
        xml = stream.read(MAX_BYTES + 1)
    if len(xml) > MAX_BYTES:
        raise OutlineError("文件过大")
    text = xml.decode("utf-8-sig")  # as text, so that no other encoding it may declare counts
    if "\0" in text or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise OutlineError("文件含有 DTD 或不是 UTF-8，拒绝打开")
    return text


def _text(paragraph: ElementTree.Element) -> str:
    parts = {W + "t": lambda node: node.text or "", W + "tab": lambda _: " ", W + "br": lambda _: "\n"}
    return "".join(parts[node.tag](node) for node in paragraph.iter() if node.tag in parts)


def read_paragraphs(found: list[str], name: str) -> Outline:
    """The outline of paragraphs: title, bracketed history, 目录, headings and 条."""
    lines = [
        (number, line)
        for number, words in enumerate(found, 1)
        for part in words.split("\n")
        if (line := clean_line(part))
    ]
    if not lines:
        raise OutlineError("文件里没有文字")
    title, rest = _title(lines)
    header, text = _history(rest)
    return build(title, header, _marked(_without_contents(text)), name)


def _title(lines: Lines) -> tuple[str, Lines]:
    """The first paragraphs up to the history or the text: long titles are set in two."""
    words, rest = [lines[0][1]], lines[1:]
    while rest and not re.match(r"[（(第《目]", rest[0][1]) and len(words) < 3 and _is_title_part(rest[0][1]):
        words.append(rest[0][1])
        rest = rest[1:]
    return "".join(words), rest


def _is_title_part(line: str) -> bool:
    return len(line) < 30 and not re.search(r"[。：:；]|\d{4}年", line) and not doc_number_in(line)


def _history(lines: Lines) -> tuple[Header, Lines]:
    """The header that the bracketed paragraphs make, and the lines behind them."""
    head, rest = "", list(lines)
    while rest and (HISTORY.match(rest[0][1]) or _is_open(head) or doc_number_in(rest[0][1])):
        head += " " + rest.pop(0)[1]
    number = lines[0][0] if lines else 1
    events = tuple(
        Event(to_date(*m.groups()[:3], number), m[4]) for m in EVENT.finditer(EFFECT.sub("", head))
    )
    effect = EFFECT.search(head)
    numbers = tuple((None, n) for word in head.split() if (n := doc_number_in(word)))
    day = to_date(*effect.groups(), number) if effect else None
    return Header("", events, day, numbers), rest


def _is_open(head: str) -> bool:
    """Whether the bracket that a paragraph opened is still to be closed."""
    return sum(map(head.count, "（(")) > sum(map(head.count, "）)"))


def _without_contents(lines: Lines) -> Lines:
    """The lines without the table of contents: it ends where its first line comes again, or at the first 条."""
    start = next((i for i, (_, line) in enumerate(lines) if CONTENTS.fullmatch(line)), None)
    if start is None or start + 1 >= len(lines):
        return lines
    first = lines[start + 1][1]
    for i in range(start + 2, len(lines)):
        if lines[i][1] == first:
            return lines[:start] + lines[i:]
        if re.match(rf"第{NUMBER}条", lines[i][1]):
            return lines[:start] + lines[i:]
    return lines[:start] + lines[start + 1 :]


def _marked(lines: Lines) -> Lines:
    """The lines with headings marked as in Markdown."""
    return [(number, _mark(line)) for number, line in lines]


def _mark(line: str) -> str:
    match = HEADING.fullmatch(line)
    if match is None or len(line) > 60 or line.endswith("。"):
        return line
    level = next((level for level, name in LEVELS if name == match[1]), 4)
    return "#" * level + " " + line
