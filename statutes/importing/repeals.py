"""Which statutes a provision repeals, and which it only seems to; pure."""

import re
from dataclasses import dataclass, replace
from datetime import date

from statutes.importing.effect import day_in

TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
VERB = re.compile(r"(?:同时|予以|即行|一并|相应|均)废止|自[^，。；《》]{1,24}起废止")
SENTENCE = re.compile(r"[^。；\n]+[。；]?")
LIMITED = re.compile(
    r"抵触|不一致|不相符|冲突|如果|除外|第[一二三四五六七八九十百]+[条章款项]|(?:中的?|》)(?:有关|关于)|的规定(?:同时|即行|予以)|“"
)
NAMED_FOR_OTHER_REASONS = re.compile(r"(?:根据|依照|按照|依据|包括|适用)$")
BESIDE_TITLES = re.compile(r"[（(][^（）()]*[）)]|〔\d{4}〕\d+号")
BEHIND_TITLES = re.compile(
    r"(?:[、，和及与]|以及|等(?:\d+|[一二三四五六七八九十百]+)?[件个部项]?[\u4e00-\u9fff]{0,8}|也|均|\s)*"
)
NEW_BEGINNING = re.compile(r"》?施行(?:之日|后|时)|》实施")
COURT = re.compile(r"最高人民法院(?:、最高人民检察院)?|最高人民检察院(?:、最高人民法院)?")


@dataclass(frozen=True, slots=True)
class Repeal:
    """A statute that a clause names, and the words before it: who issued it and when."""

    title: str
    introduced: str
    day: date | None = None  # where the clause itself says from when


@dataclass(frozen=True, slots=True)
class Lead:
    """A clause that speaks of repealing but is not taken, and why."""

    words: str
    reason: str


def repeals(text: str) -> tuple[list[Repeal], list[Lead]]:
    """The statutes that a provision's text repeals without condition, and the leads that were not taken."""
    found, leads = [], []
    for sentence in (match[0] for match in SENTENCE.finditer(text) if "废止" in match[0]):
        verb = VERB.search(sentence)
        if verb is None or "《" not in sentence:
            if "《" in sentence:
                leads.append(Lead(sentence.strip(), "不是“同时废止”一类的直接废止"))
            continue
        taken = _named(sentence[: verb.start()])
        if isinstance(taken, str):
            leads.append(Lead(sentence.strip(), taken))
        else:
            found += [replace(repeal, day=day_in(verb[0])) for repeal in taken]
    return found, leads


def _named(words: str) -> list[Repeal] | str:
    """The titles before the verb, or the reason why they are not repealed as wholes."""
    outside = TITLE.sub("《》", words)
    if LIMITED.search(outside):
        return "有条件，或只废止其中一部分"
    matches = list(TITLE.finditer(words))
    if not matches or not BEHIND_TITLES.fullmatch(BESIDE_TITLES.sub("", words[matches[-1].end() :])):
        return "标题与“废止”之间还有别的内容"
    found, at = [], 0
    for match in matches:
        introduced, at = words[at : match.start()], match.end()
        if NAMED_FOR_OTHER_REASONS.search(introduced) or NEW_BEGINNING.match(words[match.end() - 1 :]):
            continue
        found.append(Repeal(_full_title(match[1], introduced), introduced))
    return found or "没有指明被废止的文件"


def _full_title(title: str, introduced: str) -> str:
    """The title as the statute itself bears it: 最高人民法院发布的《关于……》 is 最高人民法院关于……."""
    title = title.replace("〈", "《").replace("〉", "》")
    court = COURT.search(introduced) if title.startswith("关于") else None
    return court[0] + title if court else title
