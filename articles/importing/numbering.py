"""The numbers that Word puts before paragraphs, which a .docx holds only as rules: worked out and written into the text."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from statutes.language.numerals import to_chinese

# Around a marker in the text, with its level before it; a text cannot hold these, for they are removed from it first.
BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
OURS = str.maketrans("", "", BEGIN + MIDDLE + END)
DEEPEST, LARGEST = 9, 9_999
STEMS = "甲乙丙丁戊己庚辛壬癸"
BULLET = "•"


@dataclass(slots=True)
class Level:
    """How one level of a list counts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    uses: dict[str, str] = field(default_factory=dict)  # list -> abstract list
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # (list, level) -> its own start
    styles: dict[str, tuple[str, int | None]] = field(default_factory=dict)  # style -> list, level
    counts: dict[str, list[int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, depth: int) -> str:
        """The marker of the next paragraph of a list at a depth from 0, counted on."""
        abstract = self.uses[number]
        levels = self.lists[abstract]
        counts = self.counts.setdefault(abstract, [0] * DEEPEST)
        if (number, depth) in self.restarts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts[depth] = self.restarts[number, depth]
        else:
            counts[depth] = counts[depth] + 1 if counts[depth] else levels[depth].start
        counts[depth + 1 :] = [0] * (DEEPEST - depth - 1)
        if levels[depth].form == "bullet":
            return BULLET
        marker = levels[depth].text
        for higher in range(depth + 1):
            level = levels.get(higher, Level())
            marker = marker.replace(f"%{higher + 1}", _numeral(counts[higher] or level.start, level.form))
        return marker[:20]


def read_numbering(root: Element | None, styles: Element | None, w: str) -> Numbering:
    """The lists of numbering.xml and which styles number their paragraphs; w is the namespace in braces."""
    found = Numbering()
    if root is None:
        return found
    for abstract in root.iter(w + "abstractNum"):
        levels = {_number(level, w + "ilvl"): _level(level, w) for level in abstract.findall(w + "lvl")}
        found.lists[abstract.get(w + "abstractNumId", "")] = levels
    for use in root.iter(w + "num"):
        number = use.get(w + "numId", "")
        found.uses[number] = _value(use, w, "abstractNumId")
        for override in use.findall(w + "lvlOverride"):
            if start := _value(override, w, "startOverride"):
                found.restarts[number, _number(override, w + "ilvl")] = _int(start)
    if styles is not None:
        _read_styles(found, styles, w)
    return found


def write_markers(document: Element, numbering: Numbering, w: str) -> None:
    """Put each numbered paragraph's marker into its text, and take its number away, so that it is not counted twice."""
    for paragraph in document.iter(w + "p"):
        properties = paragraph.find(w + "pPr")
        if properties is None:
            continue
        number, depth = _place(properties, numbering, w)
        if depth not in numbering.lists.get(numbering.uses.get(number, ""), {}) or not _has_text(
            paragraph, w
        ):
            continue
        marker = numbering.next(number, depth)
        _unnumber(properties, w)
        if not marker.strip():  # a level that counts without showing it
            continue
        run = Element(w + "r")
        SubElement(run, w + "t").text = f"{BEGIN}{depth + 1}{MIDDLE}{marker}{END}"
        paragraph.insert(list(paragraph).index(properties) + 1, run)


def _place(properties: Element, numbering: Numbering, w: str) -> tuple[str, int]:
    """The list and depth of a paragraph: its own, else its style's; no list is "0", as in Word."""
    own = properties.find(w + "numPr")
    style = _value(properties, w, "pStyle")
    number, depth = numbering.styles.get(style, ("0", None))
    if own is not None:
        number = _value(own, w, "numId") or number
        depth = _int(_value(own, w, "ilvl")) if own.find(w + "ilvl") is not None else depth
    if depth is None:
        levels = numbering.lists.get(numbering.uses.get(number, ""), {})
        depth = next((each for each, level in levels.items() if level.style and level.style == style), 0)
    return number, min(depth, DEEPEST - 1)


def _unnumber(properties: Element, w: str) -> None:
    for own in properties.findall(w + "numPr"):
        properties.remove(own)
    none = SubElement(properties, w + "numPr")
    SubElement(none, w + "ilvl").set(w + "val", "0")
    SubElement(none, w + "numId").set(w + "val", "0")


def _has_text(paragraph: Element, w: str) -> bool:
    return any(text.text for text in paragraph.iter(w + "t"))


def _level(level: Element, w: str) -> Level:
    form = _value(level, w, "numFmt") or "decimal"
    return Level(
        form, _value(level, w, "lvlText"), _int(_value(level, w, "start") or "1"), _value(level, w, "pStyle")
    )


def _read_styles(found: Numbering, styles: Element, w: str) -> None:
    based: dict[str, str] = {}
    for style in styles.iter(w + "style"):
        name = style.get(w + "styleId", "")
        based[name] = _value(style, w, "basedOn")
        own = style.find(f"{w}pPr/{w}numPr")
        if own is not None and _value(own, w, "numId"):
            depth = _int(_value(own, w, "ilvl")) if own.find(w + "ilvl") is not None else None
            found.styles[name] = (_value(own, w, "numId"), depth)
    for name in based:
        parent, steps = name, 0
        while parent and parent not in found.styles and steps < 10:
            parent, steps = based.get(parent, ""), steps + 1
        if parent in found.styles and name not in found.styles:
            found.styles[name] = found.styles[parent]


def _value(node: Element, w: str, name: str) -> str:
    child = node.find(w + name)
    return "" if child is None else child.get(w + "val", "")


def _number(node: Element, name: str) -> int:
    return min(_int(node.get(name, "0")), DEEPEST - 1)


def _int(digits: str) -> int:
    return min(int(digits[:6]), LARGEST) if digits.isascii() and digits.isdigit() else 0


def _numeral(number: int, form: str) -> str:
    if "hinese" in form or form.startswith(("japanese", "taiwanese", "ideographDigital")):
        if form.startswith("decimalEnclosed"):
            return _circled(number)
        return to_chinese(number) if 0 < number <= LARGEST else str(number)
    if form.startswith("decimalEnclosedCircle"):
        return _circled(number)
    if form == "ideographTraditional":
        return STEMS[(number - 1) % len(STEMS)]
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return "" if form == "none" else str(number)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def _roman(number: int) -> str:
    parts = []
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)
