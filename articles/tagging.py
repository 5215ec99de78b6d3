"""Tag names as lawyers type them: 网贷法律，债务、征信。"""

import re
import unicodedata
from collections.abc import Iterable

from statutes.language.normalise import clean_line

SEPARATOR = re.compile(r"[,，、;；\n]")
MAX_LENGTH = 30
AROUND = "\"'“”‘’ "


def names_from_string(text: str | None) -> list[str]:
    """The tag names in a string, in order, each once; a space does not divide one."""
    parts = (normal_name(part) for part in SEPARATOR.split(unicodedata.normalize("NFKC", text or "")))
    by_key = {}
    for name in parts:
        if name:
            by_key.setdefault(name.casefold(), name)
    return list(by_key.values())


def string_from_tags(tags: Iterable) -> str:
    """What the tag field shows for these tags or names."""
    return "，".join(str(tag) for tag in tags)


def normal_name(name: str) -> str:
    """One spelling for look-alikes: widths, invisible characters, surrounding quotes and # signs."""
    name = clean_line(unicodedata.normalize("NFKC", clean_line(name)))
    begun = name.lstrip(AROUND + "#")
    hashed = "#" in name[: len(name) - len(begun)]  # #网贷# is 网贷, C# is C#
    return begun.rstrip(AROUND + "#" if hashed else AROUND)
