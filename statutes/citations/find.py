"""Text -> what in it names a place in a law, each with its span; whose 本法 and 第五条 are is left to carry."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from statutes.citations import grammar as g
from statutes.citations.documents import standing_alone
from statutes.citations.lexicon import Lexicon
from statutes.citations.mention import Kind, Mention
from statutes.citations.names import Names
from statutes.language.normalise import fold_doc_number
from statutes.language.numerals import to_int

RECENT = 30  # laws that 《解释》 may still mean
BEFORE = 90  # characters before an article that may say whose it is


def find(text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """What the text names, in order; spans are character offsets and never overlap. Linear in the text's length."""
    return tuple(_Scan(text, lexicon).run())


class _Scan:
    """One pass over a text."""

    def __init__(self, text: str, lexicon: Lexicon):
        self.text, self.lexicon = text, lexicon
        self.names = Names(text, lexicon)
        self.found: list[Mention] = []
        self.laws: deque[str] = deque(maxlen=RECENT)  # named so far, latest last
        self.articles: set[int] = set()
        self.done = 0  # the end of the last mention

    def run(self) -> list[Mention]:
        at = 0
        heads = {match.start("number") for match in g.HEAD.finditer(self.text)}  # a provision's own number
        while match := g.ANCHOR.search(self.text, at):
            start = match.start()
            end = start if match["place"] and start in heads else self._take(match)
            at = max(end, start + 1)
        return self.found

    def _take(self, match: re.Match) -> int:
        """Read what begins here; where it ends."""
        start = match.start()
        if match["open"]:
            return self._title(start)
        if match["long"]:
            title = match.group().rstrip("》")
            return self._named(title, self.names.law(title) or title, start, match.end())
        if match["same"]:
            return self._same_article(match)
        if match["doc"]:
            return self._doc_number(match)
        return (
            self._place(start) if match["place"] else self._bare_number(start, repeats=bool(match["cited"]))
        )

    # Titles -------------------------------------------------------------------------------------------

    def _title(self, start: int) -> int:
        match = g.TITLE.match(self.text, start) or g.OPEN_TITLE.match(self.text, start)
        if match is None:
            return start + 1
        title = match["title"].strip()
        return self._named(title, self.names.law(title), start, match.end())

    def _named(self, title: str, law: str | None, start: int, end: int) -> int:
        """A title with what follows it: brackets, an article, or nothing."""
        closed, doc_number, version = self._brackets(end)
        place = self._place_behind(closed)
        law, is_law = self._whose(title, law, start, end, has_place=place is not None)
        if closed > end:
            self.names.define(end, closed, law, list(self.laws))
        kind = Kind.NAMED if is_law else Kind.OTHER
        if place is not None:
            return self._places(place, start, kind, title=title, law=law, doc_number=doc_number)
        self._add(
            Mention(kind, (start, version if is_law else end), title=title, law=law, doc_number=doc_number)
        )
        return max(closed, end) if is_law else end

    def _whose(
        self, title: str, law: str | None, start: int, end: int, *, has_place: bool
    ) -> tuple[str | None, bool]:
        """The law that a title names, and whether it names one at all: an unclear or foreign one is (None, True)."""
        if not has_place and g.BOOK.match(self.text, end):
            return None, False
        if law is not None:
            return law, True
        if kind := g.KIND_ONLY.fullmatch(title):
            return self._last_of(kind["kind"]), True
        law = self.names.document(title, has_place=has_place)
        if law is not None and self.names.is_foreign(title, start):
            return None, True
        return law, law is not None

    def _last_of(self, kind: str) -> str | None:
        return next(
            (law for law in reversed(self.laws) if re.sub(r"[（(].*?[）)]$", "", law).endswith(kind)), None
        )

    def _brackets(self, at: int) -> tuple[int, str, int]:
        """Where the brackets behind a title end, the document number in them, and where those end that are part of
        a citation without an article (numbers and versions, not 以下简称)."""
        doc_number, version, end = "", at, at
        while True:
            number = g.NUMBERED.match(self.text, end)
            if number:
                doc_number = doc_number or fold_doc_number(number["doc_number"])
            match = number or g.VERSION.match(self.text, end)
            if match and version == end:
                version = match.end()
            match = match or g.ALIAS_BRACKET.match(self.text, end)
            if match is None:
                return end, doc_number, version
            end = match.end()

    def _place_behind(self, at: int) -> int | None:
        """Where an article starts that belongs to a name ending here."""
        joint = g.JOIN.match(self.text, at)
        if joint is None:
            return None
        end = joint.end()
        return end if self._article(end) or self._article_list(end) else None

    def _article(self, at: int) -> re.Match | None:
        """第…条 at this place, if its number is one: 第十百条 is a slip of the pen."""
        match = g.PLACE.match(self.text, at)
        return match if match and _int(match["article"]) else None

    def _article_list(self, at: int) -> re.Match | None:
        match = g.NUMBERS.match(self.text, at)
        return match if match and match["unit"] == "条" else None

    # Articles -----------------------------------------------------------------------------------------

    def _place(self, start: int) -> int:
        """第…条 without 《》 before it: a bare name, a pronoun, another text, or nothing at all."""
        place = self._article(start)
        if not (place or self._article_list(start)):
            return self._below(start)
        before = self.text[max(self.done, start - BEFORE) : start]
        tail = g.TAIL.search(before)
        name_end = start - (len(before) - tail.start()) if tail else start
        if named := self.names.known_before(name_end, self.done):
            return self._places(start, named[0], Kind.NAMED, title=named[1], law=named[2])
        if pronoun := g.PRONOUN.search(before):
            return self._pronoun(start, start - len(before) + pronoun.start(), pronoun)
        if named := self.names.unknown_before(name_end, self.done):
            return self._places(start, named[0], Kind.NAMED, title=named[1], law=named[2])
        if g.NOT_LAW_BEFORE.search(before):
            return self._places(start, start, Kind.OTHER)
        if place and self._is_amendment(place, before):
            return start + 1
        return self._places(start, start, Kind.BARE)

    def _pronoun(self, start: int, begin: int, pronoun: re.Match) -> int:
        own = pronoun.group().startswith("本")
        law = None if own else self.names.in_passing(begin, pronoun["kind"], self.done)
        return self._places(start, begin, Kind.PRONOUN, pronoun=pronoun["kind"], own=own, law=law)

    def _is_amendment(self, place: re.Match, before: str) -> bool:
        """将第三条修改为, 增加一条，作为第五条: the quoted words of an amendment."""
        after = g.AMENDING.match(self.text, place.end())
        changed = after and (g.AMENDED.search(before) or "改为" in after.group())
        return bool(g.MADE_INTO.search(before) or changed)

    def _places(self, place: int, start: int, kind: Kind, **fields) -> int:
        """The mention whose article stands at `place`, and those of a list of numbers behind it."""
        if listed := self._article_list(place):
            return self._listed(listed, start, kind, "article", {}, fields)
        match = g.PLACE.match(self.text, place)
        where = {name: _int(match[name]) for name in ("article", "suffix", "paragraph", "item")}
        below = None if match["item"] else g.NUMBERS.match(self.text, match.end())
        if below and below["unit"] in "款项":
            return self._listed(below, start, kind, _field(below["unit"]), where, fields)
        end, range_to = self._range(
            match.end(), "项" if match["item"] else "款" if match["paragraph"] else "条"
        )
        self._add(Mention(kind, (start, end), **where, range_to=range_to, **fields))
        return end

    def _range(self, end: int, unit: str) -> tuple[int, str]:
        """第十条至第十二条: where it ends and the number it reaches, for the deepest unit named."""
        reach = g.RANGE.match(self.text, end)
        if reach is None or reach["unit"] != unit:
            return end, ""
        suffix = f"-{_int(reach['suffix'])}" if reach["suffix"] else ""
        return reach.end(), f"{_int(reach['to'])}{suffix}"

    def _listed(
        self, numbers: re.Match, start: int, kind: Kind, field: str, where: dict, fields: dict
    ) -> int:
        """第93、94条, 第27条第2、3项: each number is a mention of its own."""
        later = Kind.BARE if field == "article" else Kind.BELOW
        for i, (begin, end, value) in enumerate(_each_number(numbers)):
            if i == 0:
                self._add(Mention(kind, (start, end), **where | {field: value}, **fields))
            elif value:
                self._add(Mention(later, (begin, end), **{field: value}))
        return numbers.end()

    def _bare_number(self, start: int, *, repeats: bool) -> int:
        """、四百九十七条 in a list; 不符合14条规定 of an article that was cited before; 、（二）项."""
        number = g.BARE_NUMBER.match(self.text, start)
        value = _int(number["number"]) if number else 0
        if not value or not self.found:
            return start + 1
        field = _field(number["unit"])
        if field == "article":
            known = repeats and value in self.articles
            taken = known or self._is_joined(start) or self._is_near(number)
        else:
            taken = self._is_joined(start)
        if taken:
            self._add(
                Mention(Kind.BARE if field == "article" else Kind.BELOW, number.span(), **{field: value})
            )
        return number.end()

    def _is_near(self, number: re.Match) -> bool:
        """第三十九条的过失性辞退与40条的无过失性辞退: near a citation, and no count of articles."""
        between = self.text[self.done : number.start()]
        near = len(between) <= 14 and self.found[-1].article and not set(between) & set("。；\n《")
        return bool(near) and self.text[number.end() : number.end() + 1] in "的规、和及与"

    # Parts of an article --------------------------------------------------------------------------------

    def _same_article(self, match: re.Match) -> int:
        below = g.BELOW.match(self.text, match.end())
        if below is None:
            return match.end()
        self._add(replace(_below(below, match.start()), own=True))
        return below.end()

    def _below(self, start: int) -> int:
        """第二款 right behind a citation and a separator."""
        below = g.BELOW.match(self.text, start)
        if below is None or not self.found or not self._is_joined(start):
            return start + 1
        mention = _below(below, start)
        end, range_to = self._range(below.end(), "项" if mention.item else "款")
        self._add(replace(mention, span=(start, end), range_to=range_to))
        return end

    # Document numbers -----------------------------------------------------------------------------------

    def _doc_number(self, match: re.Match) -> int:
        span = standing_alone(self.text, match.span(), self.done)
        if span is None:
            return match.end()
        number = fold_doc_number(self.text[slice(*span)])
        law = self.lexicon.numbers.get(number)
        if law is None and (named := self.names.known_before(span[0], self.done)):
            law = named[2]  # 劳动争议司法解释法释〔2020〕26号
        self._add(Mention(Kind.NUMBER, span, law=law, doc_number=number))
        return span[1]

    def _add(self, mention: Mention) -> None:
        start = mention.span[0]
        if mention.kind is Kind.OTHER and not mention.article:
            self.done = mention.span[1]  # a book, a journal: nothing hangs on it
            return
        joined = bool(self.found) and start > self.done and self._is_joined(start)
        self.found.append(replace(mention, joined=joined))
        self.articles.add(mention.article)
        if mention.law:
            self.laws.append(mention.law)
        self.done = mention.span[1]

    def _is_joined(self, start: int) -> bool:
        return start - self.done <= 8 and g.SEPARATOR.fullmatch(self.text, self.done, start) is not None


def _each_number(match: re.Match) -> Iterator[tuple[int, int, int]]:
    """The spans and values of 第93、94条: the first with its 第, the last with its unit."""
    found = list(re.finditer(rf"[（(]?{g.NUMBER}[）)]?", match.group()))
    for i, number in enumerate(found):
        start = match.start() + (number.start() if i else 0)
        end = match.end() if i == len(found) - 1 else match.start() + number.end()
        yield start, end, _int(number.group().strip("（()）"))


def _below(match: re.Match, start: int) -> Mention:
    item = match["item"] or match["item2"]
    return Mention(Kind.BELOW, (start, match.end()), paragraph=_int(match["paragraph"]), item=_int(item))


def _field(unit: str) -> str:
    return {"条": "article", "款": "paragraph", "项": "item"}[unit]


def _int(number: str | None) -> int:
    """The number, or 0 for none and for what is no number: a slip of the pen stops nothing."""
    try:
        return to_int(number) if number else 0
    except ValueError:
        return 0
