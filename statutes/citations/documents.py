"""Document numbers as they stand in running text: 法释〔2020〕26号, 国务院令第724号."""

import re

from statutes.citations.grammar import DOC

OPENING = re.compile(r"[〔\[［【(（﹝]")
ISSUERS = (
    "法释|法发|法复|法函|法办|法|高检发释字|高检发|高检会|高检|公通字|公发|国发|国办发|国函|国办函|财税|财会|财企|财综|财|国税发|国税函|税总发|"
    "劳社部发|劳社厅发|劳社厅函|劳部发|劳办发|人社部发|人社厅发|人社部函|人社|银发|银办发|银监发|银监办发|银保监发|银保监办发|保监发|证监发|证监会公告|"
    "建房|建住房|建|国土资发|自然资发|工商|市监|发改|教|卫|民发|司发|交|商|海关|环发|整治办函|汇发|最高法|沪|京|浙|粤|苏|渝"
)
PARTS = "释字|监管|市场|规|字|发|办|函|会|企|综|厅|部|号|服|令|执|立|刑|民|行|政|司"
LOCAL = "政办发|政发|高法发?|人社发|府发|府办|办发|办函|监发|财发|建发|函|发"
ISSUER = re.compile(rf"(?:(?:{ISSUERS})(?:{PARTS})*|[\u4e00-\u9fff]{{1,3}}(?:{LOCAL}))$")
ORDER = re.compile(
    r"(?:国务院|(?:中华人民共和国)?主席|国家[\u4e00-\u9fff]{1,12}(?:总局|局|委员会|会|委)|[\u4e00-\u9fff]{2,5}(?:部|局|署|会|行))令"
)
REACH = 16  # characters on either side of a bracketed year within which a number stands


def standing_alone(text: str, anchor: tuple[int, int], floor: int) -> tuple[int, int] | None:
    """The span of the document number around an anchor (its bracketed year, or 令第N): without the words of the
    sentence that run into it. None where no issuer is known there, as before a court's case number."""
    begin = max(floor, anchor[0] - REACH)
    for found in DOC.finditer(text, begin, min(len(text), anchor[1] + REACH)):
        if found.end() > anchor[0]:
            start = _issuer_start(found.group())
            return None if start is None else (found.start() + start, found.end())
    return None


def _issuer_start(number: str) -> int | None:
    bracket = OPENING.search(number)
    if bracket is None:
        order = ORDER.search(number)
        return order.start() if order else None
    issuer = ISSUER.search(number[: bracket.start()].rstrip())
    return issuer.start() if issuer else None
