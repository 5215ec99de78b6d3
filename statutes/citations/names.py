"""Who is meant by a name in one text: the lexicon's statutes, the text's own short forms, unknown documents."""

import re

from statutes.citations import grammar as g
from statutes.citations.lexicon import Lexicon
from statutes.language.normalise import STATE, fold_title

NAME_ENDS = frozenset("法例则办定释）)一二三四五六七八九十")
FOREIGN_HEAD = re.compile(g.FOREIGN.pattern.removesuffix("$"))
WINDOW = 40  # characters before an article in which an unknown name is looked for
PASSING = 60  # characters before a pronoun in which it may find what it stands for

Named = tuple[int, str, str | None]  # where a name starts, the name as written, the law (None: foreign)


class Names:
    """The names of one text."""

    def __init__(self, text: str, lexicon: Lexicon):
        self.text, self.lexicon = text, lexicon
        self.local: dict[str, str] = {}  # 以下简称

    def law(self, title: str) -> str | None:
        """The official title for a title between 《》; None where nothing is known of it."""
        return self.local.get(fold_title(title)) or self.lexicon.resolve(title)

    def document(self, title: str, *, has_place: bool) -> str | None:
        """The title itself where it looks like a document's: the law of a citation that the lexicon does not know."""
        if g.NOT_LAW.search(title) or len(title) < 2:
            return None
        return title if g.LAW_LIKE.search(title) or (has_place and len(title) > 3) else None

    def is_foreign(self, title: str, start: int) -> bool:
        """《德国民法典》, 香港《仲裁条例》."""
        before = self.text[max(0, start - 10) : start]
        return bool(FOREIGN_HEAD.match(title) or g.FOREIGN.search(before))

    def known_before(self, end: int, floor: int) -> Named | None:
        """A known name without 《》 that ends here."""
        local, known = self._local_before(end), self.lexicon.ending(self.text, end)
        if local and (known is None or local[0] <= known[0]):
            known = local
        if known is None or known[0] < floor:
            return None
        begin, law = known
        begin -= len(STATE) if self.text.endswith(STATE, 0, begin) else 0
        if foreign := g.FOREIGN.search(self.text[max(0, begin - 8) : begin]):
            begin, law = begin - len(foreign.group()), None
        return begin, self.text[begin:end], law

    def _local_before(self, end: int) -> tuple[int, str] | None:
        found = [
            (end - len(name), law)
            for name, law in self.local.items()
            if len(name) > 1 and fold_title(self.text[max(0, end - len(name) - 4) : end]).endswith(name)
        ]
        return min(found, default=None)

    def unknown_before(self, end: int, floor: int) -> Named | None:
        """A name such as 某某管理条例 that nothing knows: cut at the last word that leads to a name."""
        if not end or self.text[end - 1] not in NAME_ENDS:
            return None
        window = re.split(r"[^\u4e00-\u9fff（）()]", self.text[max(floor, end - WINDOW) : end])[-1]
        lead = g.LEAD.match(window)
        name = window[lead.end() :] if lead and lead.end() < len(window) - 2 else window
        if len(name) < 3 or not g.BARE_NAME.fullmatch(name) or g.NOT_LAW.search(name):
            return None
        return end - len(name), name, None if FOREIGN_HEAD.match(name) else name

    def in_passing(self, end: int, kind: str, floor: int) -> str | None:
        """从企业破产法施行之日起……该法第十八条: a name that is no citation but what a pronoun refers to."""
        begin = max(floor, end - PASSING)
        at = self.text.rfind(kind, begin, end)
        while at >= begin:
            known = self.lexicon.ending(self.text, at + len(kind))
            if known and known[0] >= begin:
                return known[1]
            at = self.text.rfind(kind, begin, at)
        return None

    def define(self, start: int, end: int, law: str | None, before: list[str]) -> None:
        """Take the short forms that the brackets of a title give it; `before` are the laws named so far."""
        for bracket in g.SHORT_FORM.finditer(self.text, start, end):
            titles = re.findall(r"《([^《》]+)》", bracket["names"])
            names = titles or [n for n in re.split(r"[、，,或]|以及|及|和", bracket["names"]) if n.strip()]
            laws = [law] * len(names)
            if bracket["each"]:  # 《甲》《乙》（以下分别简称《A》《B》）
                laws = [*before, law][-len(names) :]
            for name, meant in zip(names, laws, strict=False):
                key = fold_title(name)
                if key and meant:
                    self.local[key] = meant
