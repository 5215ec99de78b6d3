"""What a comparison comes to, in Chinese."""

import re
from collections.abc import Iterable
from html import unescape

from articles.comparing.blocks import CELLS, Frame, Marks, name_of
from articles.comparing.comparison import Comparison
from articles.comparing.rows import Fate, Row
from articles.comparing.words import ENDS, Kind, Run

HREF = re.compile(r'\bhref="([^"]*)"')
SPANS = re.compile(r'\b(?:col|row)span="\d+"')
START = re.compile(r'\bstart="(\d+)"')
MARKS = {"strong": "加粗", "em": "斜体", "s": "删除线"}
BOXES = {
    "h2": "标题",
    "h3": "小标题",
    "h4": "三级标题",
    "blockquote": "引用",
    "table": "表格",
    "figure": "图片",
}
FATES = {
    Fate.ADDED: "新增",
    Fate.REMOVED: "删除",
    Fate.MOVED_AWAY: "原在此处，已移走",
    Fate.MOVED_HERE: "移到此处",
}
NOTHING = "文字和格式都没有改动。"


def summary(comparison: Comparison) -> str:
    """The difference in one line: 改动 3 段，新增 1 段，删 2 句。"""
    if comparison.is_same:
        return NOTHING if comparison.is_written_alike else "读起来没有任何改动，只有代码的写法不同。"
    fates = [row.fate for row in comparison.rows]
    inside = [row for row in comparison.rows if row.fate in {Fate.CHANGED, Fate.MOVED_HERE}]
    counts = [
        ("改动 {} 段", sum(row.has_new_words for row in inside)),
        ("新增 {} 段", fates.count(Fate.ADDED)),
        ("删除 {} 段", fates.count(Fate.REMOVED)),
        ("移动 {} 段", fates.count(Fate.MOVED_HERE)),
        ("增 {} 句", _sentences(inside, Kind.IN)),
        ("删 {} 句", _sentences(inside, Kind.OUT)),
        ("格式或链接改变 {} 处", sum(map(_forms, inside))),
    ]
    return "，".join(words.format(count) for words, count in counts if count) + "。"


def _sentences(rows: Iterable[Row], kind: Kind) -> int:
    """Whole sentences in changed paragraphs that have come, or gone, without another in their place."""
    count = 0
    for row in rows:
        before = ""  # the last words before a run
        for place, run in enumerate(row.runs):
            near = row.runs[max(0, place - 1) : place + 2]
            is_alone = not {other.kind for other in near} & ({Kind.IN, Kind.OUT} - {kind})
            if (
                run.kind is kind
                and is_alone
                and run.text[-1:] in ENDS
                and (not before or before[-1] in ENDS | {"”"})
            ):
                count += sum(mark in ENDS for mark in run.text)
            before = run.text
    return count


def _forms(row: Row) -> int:
    return row.has_new_form + row.is_joined + sum(run.kind is Kind.FORM for run in row.runs)


def fate(row: Row) -> str:
    """What became of a whole block, in a word or two; "" where it stayed."""
    return FATES.get(row.fate, "")


def form(row: Row) -> str:
    """What became of the boxes around a block: 标题改为正文; "" where nothing did."""
    if not row.has_new_form:
        return _cut(row) if row.is_joined else ""
    was, now = box(row.old), box(row.new)
    return f"格式改变：{was}改为{now}" if was != now else f"格式改变：{_attributes(row.old, row.new)}"


def _cut(row: Row) -> str:
    if row.new.shared < row.old.shared:
        return "与上一段的列表、引用或表格在这里分开了"
    return "与上一段并入同一个列表、引用或表格"


def box(frame: Frame) -> str:
    """What a block is, in a word: 标题, 编号列表, 表格里的表头."""
    names, found = frame.names, []
    for at, name in enumerate(names):
        if name in BOXES:
            found.append(BOXES[name])
        elif name == "li":
            found.append("编号列表" if at and names[at - 1] == "ol" else "项目列表")
        elif name in CELLS:
            found.append("表头" if name == "th" else "单元格")
    return "里的".join(found) or "正文"


def _attributes(old: Frame, new: Frame) -> str:
    was, now = ("".join(frame.path) for frame in (old, new))
    if START.findall(was) != START.findall(now):
        return f"编号从 {(START.findall(now) or ['1'])[-1]} 开始（原从 {(START.findall(was) or ['1'])[-1]}）"
    if SPANS.findall(was) != SPANS.findall(now):
        return "单元格的合并方式不同"
    return "段落的嵌套方式不同"


def marks(run: Run) -> str:
    """What became of the form of some words: 加粗；链接由……改为……."""
    was, now = run.was or (), run.now or ()
    found = [f"改为{word}" for name, word in MARKS.items() if _has(now, name) and not _has(was, name)]
    found += [f"取消{word}" for name, word in MARKS.items() if _has(was, name) and not _has(now, name)]
    one, other = link(was), link(now)
    if one != other:
        if not one or not other:
            found.append(f"加了链接：{other}" if other else f"去掉了链接（原来指向 {one}）")
        else:
            found.append(f"链接由 {one} 改为 {other}")
    return "；".join(found) or "格式的写法不同"


def link(of: Marks) -> str:
    """Where the words lead to; "" where nowhere."""
    for tag in of:
        if name_of(tag) == "a":
            found = HREF.search(tag)
            return unescape(found[1]) if found else "（没有网址）"
    return ""


def _has(marks: Marks, name: str) -> bool:
    return any(name_of(tag) == name for tag in marks)
