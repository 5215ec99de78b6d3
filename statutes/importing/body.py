"""The text of a source -> its provisions, with what had to be mended on the way; pure."""

import re
from dataclasses import dataclass, field

from statutes.citations.address import Address
from statutes.importing.tree import Lines, Note, OutlineError, Part, ProvisionText
from statutes.language.normalise import clean_line
from statutes.language.numerals import to_chinese, to_int

NUMBER = "[零〇一二两三四五六七八九十百千]+"
SUFFIX = "(?:之([一二三四五六七八九十]+))?"
ARTICLE = re.compile(rf"第({NUMBER})条{SUFFIX}[ \u3000]\s*(.+)")
MALFORMED = re.compile(rf"[第笫]\s*({NUMBER})\s*条\s*{SUFFIX}\s*(.+)")  # 第一百二十八 条侦查, 笫五十四条
GLUED = re.compile(rf"(?<=[。；：）]) 第({NUMBER})条{SUFFIX} ")
GLUED_UNIT = re.compile(r"(?<=[。；：]) (?=（[一二三四五六七八九十]+）)|(?<=。) (?=[\u4e00-\u9fff])")
HEADING = re.compile(r"(#{2,6})\s*(.*)")
SECTION = re.compile(r"(?:#{2,6}\s*)?([一二三四五六七八九十百]{1,5})[、．.]\s*(.+)")
SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]+[）)]")
ENDS_A_SENTENCE = re.compile(r"[。；：:;]")
ANNEX = re.compile("附|《")
LONGEST_HEADING = 60


@dataclass(slots=True)
class Body:
    """The provisions found so far, and what was noticed."""

    preamble: list[str] = field(default_factory=list)
    provisions: list[ProvisionText] = field(default_factory=list)
    repairs: list[Note] = field(default_factory=list)
    doubts: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """The 条 that is being read."""

    address: Address
    path: str
    words: list[str]


def read_body(lines: Lines, root: str = "") -> Body:
    """The provisions of a text; root is the 编 under which all of it stands.

    Raises OutlineError where a number cannot be read or comes twice.
    """
    lines = [(number, words) for number, line in lines if (words := clean_line(line))]
    strict = {address for number, line in lines if (address := _strict(line, number))}
    if not strict:
        return _undivided(lines)
    reader = _Reader(strict, root)
    for number, line in lines:
        reader.read(number, line)
    return reader.finish()


def _strict(line: str, number: int) -> Address | None:
    match = ARTICLE.match(line)
    return _address(match, number) if match else None


def _address(match: re.Match, number: int) -> Address:
    try:
        return Address(to_int(match[1]), to_int(match[2]) if match[2] else 0)
    except ValueError as error:
        raise OutlineError(f"第 {number} 行：看不懂条号“{match[1][:20]}”") from error


class _Reader:
    """Goes through the lines once; a heading closes the 条 before it."""

    def __init__(self, strict: set[Address], root: str):
        self.strict = strict
        self.path: dict[int, str] = {0: root} if root else {}
        self.open: _Open | None = None
        self.loose: Lines | None = None  # the lines since the last heading, while no 条 has come
        self.body = Body()
        self.seen: set[Address] = set()
        self.last = Address(0)

    def read(self, number: int, line: str) -> None:
        if heading := HEADING.match(line):
            self._heading(number, len(heading[1]), heading[2].strip())
        elif match := ARTICLE.match(line):
            self._articles(number, _address(match, number), match[3])
        elif (match := MALFORMED.match(line)) and self._fills_a_gap(address := _address(match, number)):
            self._note(number, f"条号写法不规范，已识别为第{to_chinese(address.article)}条：{line[:16]}")
            self._articles(number, address, match[3])
        elif self.loose is not None:
            self.loose.append((number, line))
        elif self.open:
            self.open.words.append(line)
        else:
            self.body.preamble.append(line)

    def finish(self) -> Body:
        self._close()
        if self.loose:
            self._annexes()
        return self.body

    def _heading(self, number: int, level: int, words: str) -> None:
        if self.loose is not None and any(not line.startswith("#") for _, line in self.loose):
            self.loose.append((number, "#" * level + " " + words))  # decided when the next 条 comes, or none
            return
        if not words:
            return
        self._close()
        self.path = {k: v for k, v in self.path.items() if k < level} | {level: words}
        self.loose = [*(self.loose or []), (number, "#" * level + " " + words)]

    def _articles(self, number: int, address: Address, words: str) -> None:
        """A 条 begins, and perhaps others in the same line."""
        found, glued = (address, words), False
        while found:
            self._begin(number, found[0])
            words, found = self._unglued(number, found[1].strip())
            self.open.words += _units(words) if glued or found else [words]
            glued = True

    def _begin(self, number: int, address: Address) -> None:
        if self.loose is not None:
            self._settle_headings()
        self._close()
        if address in self.seen:
            raise OutlineError(f"第 {number} 行：{address}出现了两次")
        self._expect(number, address)
        self.seen.add(address)
        self.last = address
        self.open = _Open(address, " ".join(self.path.values()), [])

    def _unglued(self, number: int, words: str) -> tuple[str, tuple[Address, str] | None]:
        """The words of the 条 itself, and the next one where it is in the same line: ……本规则。 第二条 ……"""
        for match in GLUED.finditer(words):
            if self._fills_a_gap(address := _address(match, number)):
                self._note(number, f"{self.last}后面的条文与它在同一行，已拆开")
                return words[: match.start()], (address, words[match.end() :])
        return words, None

    def _fills_a_gap(self, address: Address) -> bool:
        return address == Address(self.last.article + 1) and address not in self.strict

    def _expect(self, number: int, address: Address) -> None:
        """Doubt a number that does not follow the last one."""
        following = (Address(self.last.article + 1), Address(self.last.article, self.last.suffix + 1))
        if self.seen and address not in following:
            self._doubt(number, f"条号从{self.last}跳到{address}")

    def _settle_headings(self) -> None:
        """A 条 has come: the lines under the heading are the rest of it, or words of the preamble."""
        for number, line in self.loose:
            if heading := HEADING.match(line):
                level = len(heading[1])
                self.path = {k: v for k, v in self.path.items() if k < level} | {level: heading[2]}
            elif not self.seen and ENDS_A_SENTENCE.search(line):
                self.body.preamble.append(line)
            elif SUBHEADING.match(line):
                self.path[max(self.path) + 1] = line
                self._note(number, f"小标题没有标记：{line[:30]}")
            else:
                self._wrapped(number, line)
        self.loose = None

    def _wrapped(self, number: int, line: str) -> None:
        if len(line) > LONGEST_HEADING or ENDS_A_SENTENCE.search(line):
            self._doubt(number, f"标题下、条文前的文字归入标题：{line[:30]}")
        else:
            self._note(number, f"标题折行，已接上：{line[:30]}")
        if self.path:
            level = max(self.path)
            self.path[level] = (self.path[level] + line)[: LONGEST_HEADING * 2]

    def _annexes(self) -> None:
        """What stands behind a heading after the last 条: one annex for each 附件, else one for all."""
        if all(line.startswith("#") for _, line in self.loose):
            return
        found: list[list[str]] = []
        for number, line in self.loose:
            heading = HEADING.match(line)
            words = heading[2] if heading else line
            if not found or (heading and ANNEX.match(words)):
                found.append([])
                self._note(number, f"最后一条之后的文字收为附件：{words[:30]}")
            found[-1].append(words)
        self.body.provisions += [
            ProvisionText(
                Address(place), words[0][:LONGEST_HEADING], "\n".join(words[1:] or words), Part.ANNEX
            )
            for place, words in enumerate(found, 1)
        ]

    def _close(self) -> None:
        if self.open:
            text = "\n".join(self.open.words)
            self.body.provisions.append(ProvisionText(self.open.address, self.open.path, text))
            self.open = None

    def _note(self, number: int, words: str) -> None:
        self.body.repairs.append(Note(number, words))

    def _doubt(self, number: int, words: str) -> None:
        self.body.doubts.append(Note(number, words))


def _units(words: str) -> list[str]:
    """The 款 and 项 of a 条 whose lines were joined by spaces."""
    return [unit.strip() for unit in GLUED_UNIT.split(words) if unit.strip()]


def _undivided(lines: Lines) -> Body:
    """A text without 条: by its 一、二、 in their order, else whole."""
    body, found, path = Body(), [], ""
    for number, line in lines:
        match = SECTION.match(line)
        if match and _numeral(match[1]) == len(found) + 1:
            found.append([number, match[2].strip()])
        elif found:
            found[-1].append(line.lstrip("# ").strip())
        else:
            body.preamble.append(line.lstrip("# ").strip())
    if found:
        sections = [(n, words[1:]) for n, words in enumerate(found, 1)]
    else:
        sections, body.preamble = [(0, body.preamble)] if body.preamble else [], []
    body.provisions = [
        ProvisionText(Address(n), path, "\n".join(words), Part.SECTION) for n, words in sections
    ]
    what = f"一、二、共 {len(found)} 节" if found else "全文一节"
    body.doubts.append(Note(0, f"没有“第…条”，按{what}收录"))
    return body


def _numeral(text: str) -> int:
    try:
        return to_int(text)
    except ValueError:
        return 0
