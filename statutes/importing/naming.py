"""What a statute is called on the site, and what kind of document it is; pure."""

import re

from statutes.language.normalise import STATE, clean_line

LONGEST_SLUG = 120
RESERVED = frozenset({"search"})  # addresses of pages beside those of the statutes
NOT_IN_A_SLUG = re.compile(r"[^\w-]+")
FOLDERS = {
    "law": (
        "宪法",
        "宪法相关法",
        "民法典",
        "民法商法",
        "行政法",
        "经济法",
        "社会法",
        "刑法",
        "诉讼与非诉讼程序法",
    ),
    "regulation": ("行政法规",),
    "interpretation": ("司法解释",),
    "rule": ("部门规章",),
}
ENDINGS = (
    ("interpretation", re.compile(r"^最高人民(?:法院|检察院)|司法解释$")),
    ("law", re.compile(r"(?<!办)法(?:（试行）)?$|修正案|民法(?:通则|总则)$")),
    ("regulation", re.compile(r"^国务院(?!办公厅)|条例(?:（试行）)?$")),
)
OF_THE_COURTS = re.compile("最高人民(?:法院|检察院)")
OF_THE_STATE_COUNCIL = re.compile("国务院")


def kind_of(title: str, folders: tuple[str, ...] = ()) -> str:
    """The kind by the nearest folder that names a category, else by the title."""
    for folder in reversed(folders):
        for kind, names in FOLDERS.items():
            if folder in names:
                return kind
    return kind_of_title(title)


def kind_of_title(title: str, introduced: str = "") -> str:
    """The kind by the title's ending and the words that introduce it: 国务院1997年3月发布的《……》."""
    for kind, pattern in ENDINGS:
        if pattern.search(title):
            return kind
    if OF_THE_COURTS.search(introduced):
        return "interpretation"
    return "regulation" if OF_THE_STATE_COUNCIL.search(introduced) else "normative"


def slug_of(title: str, taken: set[str]) -> str:
    """The short title as a part of an address, at most 120 characters, none that is taken."""
    short = NOT_IN_A_SLUG.sub("", clean_line(title).replace(STATE, "")) or "法规"
    slug, count = short[:LONGEST_SLUG], 1
    while slug in taken or slug in RESERVED:
        count += 1
        ending = f"-{count}"
        slug = short[: LONGEST_SLUG - len(ending)] + ending
    return slug
