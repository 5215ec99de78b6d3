"""The texts of the made-up archive: each from its number and the seed alone, a third of them near-copies of earlier ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from hefei_site.generating import sentences as grammar
from hefei_site.generating.cited import Named, provisions
from hefei_site.generating.subjects import (
    FIELDS,
    MATTERS,
    PAIRS,
    PLACES,
    QUESTIONS,
    SURNAMES,
    Field,
)

COPIES = 0.3  # of the archive
FIRST_COLUMN = 0.5  # of the archive
CITING, QUOTING = 0.7, 0.3  # of the articles
SHORTEST, LONGEST = 15, 24  # sentences
RARE = 300  # one article in so many bears a tag of its own


@dataclass(frozen=True, slots=True)
class Text:
    """An article: its number, what it is about and whose copy it is (which no page tells), and its words."""

    number: int
    topic: int
    title: str
    sentences: tuple[str, ...]
    tag_names: tuple[str, ...]
    source: int | None = None
    foot: tuple[str, ...] = ()

    @property
    def field(self) -> Field:
        return MATTERS[PAIRS[self.topic][0]][0]

    @property
    def body(self) -> str:
        """Its HTML, four sentences a paragraph; the grammar has no character that HTML would read otherwise."""
        four = ["".join(self.sentences[i : i + 4]) for i in range(0, len(self.sentences), 4)]
        return "".join(f"<p>{paragraph}</p>" for paragraph in [*four, *self.foot])


@dataclass(frozen=True, slots=True)
class Topic:
    """The words from which the texts on one topic are made."""

    words: dict[str, tuple[str, ...]]
    provisions: tuple[Named, ...]
    tag_names: tuple[str, ...]  # the common first


class Archive:
    """Article after article; seed says which archive it is."""

    def __init__(self, seed: int = 1):
        self.seed = seed
        self.first = [i for i, (matter, _) in enumerate(PAIRS) if MATTERS[matter][0].column == 0]
        self.others = [i for i, (matter, _) in enumerate(PAIRS) if MATTERS[matter][0].column != 0]
        order = Random(f"{seed}:order")  # noqa: S311
        order.shuffle(self.first)
        order.shuffle(self.others)
        self.topic = lru_cache(maxsize=None)(self._topic)

    def article(self, number: int, *, with_foot: bool = False) -> Text:
        """The article with this number, from 0; with_foot adds what old themes put under a body."""
        random = Random(f"{self.seed}:{number}")  # noqa: S311
        source = self._source(number, random)
        if source is None:
            text = self.written(random, number)
        else:
            text = self.edited(self.article(source), random, number, 1.5)
        return self._footed(text, random) if with_foot else text

    def articles(self, first: int, after: int, *, with_foot: bool = False) -> Iterator[Text]:
        """Those from one number up to another."""
        return (self.article(number, with_foot=with_foot) for number in range(first, after))

    def written(self, random: Random, number: int) -> Text:
        """A text of its own, of 600 to 1,100 characters for the most part."""
        topic = self._drawn(random)
        words = self.topic(topic).words
        patterns = random.sample(grammar.MIDDLES, random.randint(SHORTEST, LONGEST))
        made = [grammar.filled(random.choice(ways), words, random) for ways in patterns]
        made.insert(0, grammar.filled(random.choice(grammar.OPENINGS), words, random))
        made.append(grammar.filled(random.choice(grammar.ENDINGS), words, random))
        for sentence in self._on_the_law(self.topic(topic), random):
            made.insert(random.randint(1, len(made) - 1), sentence)
        if random.random() < 0.5:
            made.extend(grammar.STOCK)
        title = grammar.filled(random.choice(grammar.TITLES), words, random)
        return Text(number, topic, title, tuple(made), self._tags(topic, number, random))

    def edited(self, text: Text, random: Random, number: int, changed: float) -> Text:
        """A near-copy: so many sentences written anew, on average; the title is kept by one in three."""
        words, share = self.topic(text.topic).words, changed / len(text.sentences)
        made = [
            grammar.filled(random.choice(random.choice(grammar.MIDDLES)), words, random)
            if random.random() < share
            else sentence
            for sentence in text.sentences
        ]
        title = (
            text.title
            if random.random() < 1 / 3
            else grammar.filled(random.choice(grammar.TITLES), words, random)
        )
        return Text(
            number, text.topic, title, tuple(made), self._tags(text.topic, number, random), text.number
        )

    def _source(self, number: int, random: Random) -> int | None:
        """Which earlier article it copies: some are copied often."""
        is_copy = random.random() < COPIES
        return int(number * random.random() ** 2) if number and is_copy else None

    def _drawn(self, random: Random) -> int:
        """A topic: few are written about very often, most now and then."""
        some = self.first if random.random() < FIRST_COLUMN else self.others
        return some[int(len(some) * random.random() ** 2.5)]

    def _topic(self, topic: int) -> Topic:
        """A topic's own choice of its field's words: what its texts have in common."""
        random = Random(f"{self.seed}:topic:{topic}")  # noqa: S311
        (field, matter), question = MATTERS[PAIRS[topic][0]], QUESTIONS[PAIRS[topic][1]]
        parties = random.sample(field.parties, 4)
        words = {
            "matter": (matter,),
            "party": tuple(parties[:2]),
            "other": tuple(parties[2:]),
            "paper": tuple(random.sample(field.papers, 5)),
            "act": tuple(random.sample(field.acts, 4)),
            "word": tuple(random.sample(question.words, 6)),
            "question": question.asked,
            "asked": question.asked,
            "place": tuple(random.sample(PLACES, 8)),
            "surnames": tuple(SURNAMES),
        }
        named = [one for law in random.sample(field.laws, 2) for one in provisions(law, random, 2)]
        rival = random.choice(FIELDS).name
        return Topic(words, tuple(named), (f"{field.name}法律", matter, question.name, f"{rival}法律"))

    def _on_the_law(self, topic: Topic, random: Random) -> list[str]:
        if random.random() >= CITING:
            return []
        made = []
        for _ in range(random.randint(1, 3)):
            named = random.choice(topic.provisions)
            words = topic.words | {"law": named.ways, "quote": (named.text,)}
            is_quoted = named.text and random.random() < QUOTING
            made.append(
                grammar.filled(random.choice(grammar.QUOTED if is_quoted else grammar.CITED), words, random)
            )
        return made

    def _tags(self, topic: int, number: int, random: Random) -> tuple[str, ...]:
        """One to four of the topic's tags, the common ones the most often; now and then a tag that no other article has."""
        names = [
            name
            for name, share in zip(self.topic(topic).tag_names, (0.9, 0.6, 0.3, 0.05), strict=True)
            if random.random() < share
        ]
        if random.randrange(RARE) == 0:
            names.append(f"专题{number}")
        return tuple(dict.fromkeys(names))

    def _footed(self, text: Text, random: Random) -> Text:
        words = self.topic(text.topic).words
        foot = tuple(grammar.filled(pattern, words, random) for pattern in grammar.FOOT)
        return Text(text.number, text.topic, text.title, text.sentences, text.tag_names, text.source, foot)
