"""How the made-up articles name the law: provisions of the sample's texts, with their words, and others by number alone."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

LAWS = Path(__file__).parent.parent / "sample" / "laws"
ARTICLE = re.compile(r"(第[一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?) (.{20,})")
LONGEST_QUOTE = 160
STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Named:
    """A provision as texts name it, in several ways, and its first paragraph where that is short enough to be quoted."""

    ways: tuple[str, ...]
    text: str


def provisions(slug: str, random: Random, many: int) -> list[Named]:
    """Some provisions of a statute; of one whose text is not in the sample, numbers as a hand would write them."""
    known = _known().get(slug)
    if known:
        return random.sample(known, min(many, len(known)))
    numbers = random.sample(range(2, 60), many)
    return [Named((f"《{slug}》第{n}条", f"{slug}第{n}条"), "") for n in numbers]


@cache
def _known() -> dict[str, list[Named]]:
    """All provisions of the sample's statutes, by the statute's short name."""
    rows = tomllib.loads((LAWS.parent / "laws.toml").read_text("utf-8"))["laws"]
    titles = {row["slug"]: row["title"] for row in rows}
    return {
        slug: _read(title, path) for slug, title in titles.items() if (path := LAWS / f"{slug}.md").exists()
    }


def _read(title: str, path: Path) -> list[Named]:
    short = title.removeprefix(STATE)
    names = [f"《{title}》", f"《{short}》", short] if title.startswith(STATE) else [f"《{title}》"]
    found = ARTICLE.findall(path.read_text("utf-8"))
    return [
        Named(tuple(f"{name}{number}" for name in names), text if len(text) <= LONGEST_QUOTE else "")
        for number, text in found
    ]
