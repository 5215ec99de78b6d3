"""A made-up archive of articles, the same each time: topics from the sample, near-copies by edits, boiler-plate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from articles.html import text_of
from hefei_site.sample_content import FOLDER
from statutes.language.words import phrases

COPIES = 0.3  # of the archive
STOCK = (
    "以上内容仅供参考，具体案件请以当面咨询的意见为准，切勿照搬照抄。",
    "合飞律师事务所深耕本地多年，欢迎您带上材料到所里来坐一坐。",
)
FOOT = "版权声明：本文为原创，转载请注明出处。\n扫描二维码，关注我们的公众号。\n关键词提示：网贷、逾期、催收"


@dataclass(frozen=True, slots=True)
class Text:
    """An article of the archive: a title, sentences, and the place of the one that it was copied from."""

    title: str
    sentences: tuple[str, ...]
    source: int | None = None
    foot: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """Its HTML, four sentences a paragraph."""
        four = ("".join(self.sentences[i : i + 4]) for i in range(0, len(self.sentences), 4))
        return "".join(f"<p>{paragraph}</p>" for paragraph in [*four, *self.foot])


class Archive:
    """Writes the articles, one after the other; seed says which archive it is."""

    def __init__(self, seed: int = 1):
        self.random = Random(seed)  # noqa: S311
        files = sorted((FOLDER / "articles").glob("*.html"))
        texts = [text_of(file.read_text("utf-8").split("+++", 2)[2]) for file in files]
        self.topics = [
            [phrase[i : i + 4] for phrase in phrases(text) for i in range(0, len(phrase), 4)]
            for text in texts
        ]
        laws = sorted((FOLDER / "laws").glob("*.md"))
        lines = [line.strip() for file in laws for line in file.read_text("utf-8").splitlines()]
        self.provisions = [line for line in lines if 60 < len(line) <= 200 and line.endswith("。")]

    def texts(self, size: int) -> Iterator[Text]:
        """The articles, of which a third copies an earlier one more or less."""
        kept: list[Text] = []
        for _ in range(size):
            if kept and self.random.random() < COPIES:
                source = int(len(kept) * self.random.random() ** 2)  # some are copied often
                text = self.edited(kept[source], source)
            else:
                text = self.written()
            kept.append(text)
            yield text

    def written(self) -> Text:
        """An article of 600 to 1,200 characters, every third one quoting a provision."""
        words = self.random.choice(self.topics)
        sentences = [self._sentence(words) for _ in range(self.random.randint(20, 36))]
        if self.random.random() < 1 / 3:
            sentences.insert(self.random.randrange(20), f"法律规定：{self.random.choice(self.provisions)}")
        return Text("".join(self.random.choices(words, k=4))[:40], tuple(sentences), foot=self._foot())

    def edited(self, text: Text, place: int, replaced: float | None = None) -> Text:
        """A copy with some sentences written anew, some words changed, some sentences moved; title kept or not."""
        random = self.random
        replaced = random.choice((0.05, 0.1, 0.2, 0.4, 0.6)) if replaced is None else replaced
        words = random.choice(self.topics)
        sentences = [self._sentence(words) if random.random() < replaced else s for s in text.sentences]
        sentences = [self._touched(s, words) if random.random() < 0.15 else s for s in sentences]
        if random.random() < 0.3:
            cut = random.randrange(len(sentences))
            sentences = sentences[cut:] + sentences[:cut]
        title = text.title if random.random() < 0.3 else "".join(random.choices(words, k=4))[:40]
        return Text(title, tuple(sentences), place, self._foot())

    def _sentence(self, words: list[str]) -> str:
        picked = self.random.choices(words, k=self.random.randint(7, 14))
        return "，".join("".join(two) for two in pairwise(picked[::2])) + "。"

    def _touched(self, sentence: str, words: list[str]) -> str:
        at = self.random.randrange(len(sentence))
        return sentence[:at] + re.sub(r"\W", "", self.random.choice(words)) + sentence[at + 2 :]

    def _foot(self) -> tuple[str, ...]:
        stock = STOCK if self.random.random() < 0.5 else ()
        return (*stock, *FOOT.split("\n")) if self.random.random() < 0.7 else stock
