"""A statute's table of contents, and its text in stretches under their headings; from the provisions alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from statutes.models import Provision

# Where a heading below another begins in a path: 总则 第一章 基本规定; 三、关于担保物权 （一）担保合同.
NUMERAL = "[零〇一二三四五六七八九十百]+"
BELOW = re.compile(rf" (?=第{NUMERAL}(?:编|分编|部分|章|节)(?:\s|$)|[（(]{NUMERAL}[）)])")
FOLDED_FROM = 30  # headings from which a table of contents is folded, 编 by 编
TOP = 2  # the level of a statute's highest heading: the page's own is 1
LOWEST = 6


@dataclass(slots=True)
class Heading:
    """A 编, 章 or 节 (or what stands for one), and where its text begins and ends."""

    title: str
    anchor: str
    level: int
    first: Provision
    last: Provision
    below: list["Heading"] = field(default_factory=list)

    @property
    def reach(self) -> str:
        """第463—508条; empty where it holds no 条."""
        if self.first.is_section:
            return ""
        first, last = self.first.number, self.last.number
        return f"第{first}条" if first == last else f"第{first}—{last}条"


@dataclass(slots=True)
class Stretch:
    """Provisions in a row with the headings above the first of them."""

    headings: list[Heading]
    level: int  # that of the provisions' own headings
    provisions: list[Provision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contents:
    """A statute's text as a page shows it."""

    headings: list[Heading]  # the highest; the others hang below them
    stretches: list[Stretch]
    count: int  # of all headings

    @property
    def is_folded(self) -> bool:
        return self.count >= FOLDED_FROM


def headings_of(path: str) -> list[str]:
    """The headings that a provision stands under, the highest first; joined by spaces they are the path."""
    return BELOW.split(path) if path else []


def contents(provisions: Iterable[Provision]) -> Contents:
    """The headings of these provisions as a tree, and the provisions under them, in their order.

    An annex, which is called by its heading, is listed by it and has none above itself.
    """
    top: list[Heading] = []
    stretches: list[Stretch] = []
    trail: list[Heading] = []
    count, path = 0, None
    for provision in provisions:
        if path != provision.path or provision.is_annex or not stretches:
            titles = [str(provision.address)] if provision.is_annex else headings_of(provision.path)
            kept = 0 if provision.is_annex else _shared(trail, titles)
            trail = trail[:kept]
            opened = [_open(trail, top, title, provision) for title in titles[kept:]]
            count += len(opened)
            shown = [] if provision.is_annex else opened
            depth = 0 if provision.is_annex else len(trail)
            stretches.append(Stretch(shown, min(TOP + depth, LOWEST)))
            path = provision.path
        stretches[-1].provisions.append(provision)
        for heading in trail:
            heading.last = provision
    return Contents(top, stretches, count)


def _shared(trail: list[Heading], titles: list[str]) -> int:
    """How many of the headings above a provision are those above the one before it."""
    count = 0
    while count < min(len(trail), len(titles)) and trail[count].title == titles[count]:
        count += 1
    return count


def _open(trail: list[Heading], top: list[Heading], title: str, first: Provision) -> Heading:
    """Hang a heading below the last one of the trail and add it to that."""
    level = min(TOP + len(trail), LOWEST - 1)
    anchor = first.key if first.is_annex else f"h{len(trail) + 1}-{first.key}"
    heading = Heading(title, anchor, level, first, first)
    (trail[-1].below if trail else top).append(heading)
    trail.append(heading)
    return heading
