"""Questions to the site's search of the kinds that people ask, made from an archive's texts, the same each time."""

from collections.abc import Sequence
from random import Random

from articles.searching.tokens import words
from hefei_site.generating.archive import Archive

COMMON = ["逾期", "合同", "法院", "起诉", "证据", "赔偿", "责任", "律师"]
LAWS = ["民法典", "劳动合同法", "刑法"]


def kinds(size: int, random: Random, many: int) -> dict[str, list[str]]:
    """So many questions of each kind, by what the kind is called."""
    texts = Archive()
    some = [texts.article(random.randrange(size)) for _ in range(many)]
    common = Random(1).sample(COMMON, len(COMMON))  # noqa: S311
    return {
        "two common words": [" ".join(random.sample(common, 2)) for _ in range(many)],
        "three words of a text": [" ".join(picked(one.sentences, random, 3)) for one in some],
        "a title": [one.title for one in some],
        "a sentence": [random.choice(one.sentences) for one in some],
        "names and numbers": [random.choice(_exact(size, random)) for _ in range(many)],
        "provisions": [f"{random.choice(LAWS)}{random.randrange(1, 450)}" for _ in range(many)],
    }


def picked(sentences: Sequence[str], random: Random, many: int) -> list[str]:
    """So many words of one of the sentences."""
    found = sorted({word for word in words(random.choice(sentences)) if len(word) > 1})
    return random.sample(found, min(many, len(found)))


def _exact(size: int, random: Random) -> tuple[str, ...]:
    number = random.randrange(9999)
    return "张某", "李某某", f"（2023）浙0102民初{number}号", f"专题{random.randrange(size)}"
