"""What the old theme put into bodies: recognised at the head and the foot of a sanitised body, and taken away."""

import re
from dataclasses import dataclass
from html import unescape

from articles.copies.wording import letters_of

HEAD, FOOT = 3, 8  # blocks that are looked at
LONGEST = 300  # characters of a line of boiler-plate; what is longer was written by somebody
BLOCK = re.compile(r"<(p|h[2-4])>(.*?)</\1>", re.DOTALL)
BREAK = re.compile(r"<br>")
ANY_TAG = re.compile(r"<[^>]*>")
LINES = (  # what the report says, how such a line begins or reads
    (
        "版权声明",
        re.compile(
            r"[【\[（(]?(?:版权|转载|免责)(?:声明|说明)[】\]）)]?\s*[:：]?|(?:未经.{0,12})?转载请(?:注明|附|保留|联系)"
        ),
    ),
    (
        "扫描二维码",
        re.compile(
            r"(?:请|微信|打开微信){0,4}(?:扫描|扫一扫|扫码|长按|识别).{0,12}(?:二维码|公众号|关注|微信)"
        ),
    ),
    ("关键词提示", re.compile(r"[【\[]?关键[词字](?:提示)?[】\]]?\s*[:：]")),
    ("本文链接", re.compile(r"(?:本文|原文|文章|转载)(?:链接|地址|网址)\s*[:：]")),
)
TITLE = "重复的标题行"
AROUND = " \t\n　*-—·◆■▲【】"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A body without boiler-plate, and what was taken away, in words, each once."""

    body: str
    taken: tuple[str, ...] = ()


def cleaned(body: str, title: str) -> Cleaned:
    """A sanitised body without what the old theme added. A body of nothing else stays as it is."""
    blocks = list(BLOCK.finditer(body))
    taken: dict[str, None] = {}
    edits = dict(_at_the_head(blocks[:HEAD], title, taken))
    edits |= dict(_at_the_foot(blocks[::-1][:FOOT], len(body), taken))
    if not edits:
        return Cleaned(body)
    left = _with(body, edits).strip()
    return Cleaned(left, tuple(taken)) if _text(left).strip() or "<img" in left else Cleaned(body)


def _at_the_head(blocks: list[re.Match], title: str, taken: dict):
    """The title once more, alone on the first lines; and boiler-plate before the text begins."""
    key, at = letters_of(title), 0
    for block in blocks:
        is_title = bool(key) and letters_of(_text(block[0])) == key
        if block.start() != at or not (is_title or _is_blank(block) or _only_boilerplate(block, taken)):
            return
        if is_title:
            taken[TITLE] = None
        at = block.end()
        yield block.span(), ""


def _at_the_foot(blocks: list[re.Match], end: int, taken: dict):
    """From the last line up, until one is the author's."""
    for block in blocks:
        if block.end() != end:
            return
        lines = BREAK.split(block[2])
        while lines and (not _text(lines[-1]).strip() or _name_of(lines[-1])):
            if name := _name_of(lines.pop()):
                taken[name] = None
        if len(lines) == len(BREAK.split(block[2])):
            return
        kept = "<br>".join(lines)
        yield block.span(), f"<{block[1]}>{kept}</{block[1]}>" if lines else ""
        if lines:
            return
        end = block.start()


def _only_boilerplate(block: re.Match, taken: dict) -> bool:
    names = [_name_of(line) for line in BREAK.split(block[2])]
    if not all(names):
        return False
    taken.update(dict.fromkeys(names))
    return True


def _is_blank(block: re.Match) -> bool:
    return "<img" not in block[2] and not _text(block[2]).strip()


def _name_of(line: str) -> str:
    """Which boiler-plate a line is; empty for what was written."""
    text = _text(line).strip(AROUND)
    if len(text) > LONGEST or "<img" in line:
        return ""
    return next((name for name, pattern in LINES if pattern.match(text)), "")


def _text(html: str) -> str:
    """The words of a line: quick, for sanitised HTML alone."""
    return unescape(ANY_TAG.sub("", html))


def _with(body: str, edits: dict[tuple[int, int], str]) -> str:
    for (start, end), text in sorted(edits.items(), reverse=True):
        body = body[:start] + text + body[end:]
    return body
