"""Numbers and addresses by which a person can be found, recognised by what makes them real: check digits, dates."""

import re
from collections.abc import Iterator
from datetime import date

from articles.linting.passage import Manuscript, Passage
from articles.linting.values import Hit, Rule

GAP = r"[ \-]?"
# Looking back comes after the first character, so that the search for it is quick.
ID_18 = re.compile(r"[1-9](?<![0-9A-Za-z].)\d{5}(?:18|19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
ID_15 = re.compile(r"[1-9](?<![0-9A-Za-z.].)\d{14}(?![0-9A-Za-z.])")
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECK = "10X98765432"
MOBILE = re.compile(
    rf"1(?<![0-9A-Za-z.].)[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}(?![0-9A-Za-z])|(?:\+|00)861[3-9]\d{{9}}(?!\d)"
)
CARD = re.compile(r"[3-69](?<![0-9A-Za-z.\-].)(?:[ \-]?\d){14,18}(?![0-9A-Za-z])")
CARD_STARTS = re.compile(
    r"62|4|5[1-5]|9558|60|35|36|37|34"
)  # 银联, Visa, Mastercard, 工商银行's old ones, others
PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][·•. ]?"
    r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
NUMBER = r"[0-9A-Za-z零〇一二三四五六七八九十百]{1,5}"
ROOM = re.compile(rf"{NUMBER}[室房户]")
HOME = re.compile(
    rf"[\u4e00-\u9fff]{{2,12}}(?:路|街|巷|弄|里|村|小区|花园|公寓|苑|庭|城|新村|家园){NUMBER}"
    rf"(?:号楼|号|幢|栋|座|弄|单元)(?:楼)?(?:{NUMBER}(?:号楼|幢|栋|座|单元|号|层|楼|梯)){{0,3}}{NUMBER}[室房户]$"
)
LONGEST_HOME = 60
MASK = re.compile(r"[*＊×xX某]")
BEFORE_HOME = re.compile(r".*[住在于址为：:]")


def identity_numbers(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """身份证号: eighteen digits with a possible date and the right check digit; fifteen where the sentence says so."""
    for passage in manuscript.passages:
        for match in ID_18.finditer(passage.digits):
            if is_identity_number(match[0]):
                yield Hit(passage.place, match.span())
        for match in ID_15.finditer(passage.digits):
            if is_old_identity_number(match[0]) and "身份" in _sentence(passage, match.start()):
                yield Hit(passage.place, match.span())


def mobile_numbers(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Numbers of mobile telephones that are not the firm's own."""
    for passage in manuscript.passages:
        for match in MOBILE.finditer(passage.digits):
            if re.sub(r"\D", "", match[0])[-11:] not in manuscript.own:
                yield Hit(passage.place, match.span())


def bank_cards(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Numbers of bank cards, by their beginning, their length and their check digit."""
    for passage in manuscript.passages:
        for match in CARD.finditer(passage.digits):
            number = re.sub(r"\D", "", match[0])
            if is_card_number(number) and not is_identity_number(number):
                yield Hit(passage.place, match.span())


def plates(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Number plates of cars."""
    for passage in manuscript.passages:
        yield from (Hit(passage.place, match.span()) for match in PLATE.finditer(passage.digits))


def homes(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Addresses down to the room that are not the firm's own."""
    for passage in manuscript.passages:
        for room in ROOM.finditer(passage.digits):
            start = max(0, room.end() - LONGEST_HOME)
            home = HOME.search(passage.digits[start : room.end()])
            if home is None:
                continue
            written = BEFORE_HOME.sub("", home[0])
            if not MASK.search(written) and not any(written[-6:] in own for own in manuscript.own):
                yield Hit(passage.place, (room.end() - len(written), room.end()))


def is_identity_number(number: str) -> bool:
    """Whether eighteen characters are a citizen's number as GB 11643 makes them."""
    if len(number) != 18 or number[:2] not in PROVINCES or not _is_date(number[6:14]):
        return False
    return CHECK[sum(int(n) * w for n, w in zip(number, WEIGHTS, strict=False)) % 11] == number[17].upper()


def is_old_identity_number(number: str) -> bool:
    """Whether fifteen digits can be a number as they were given until 1999."""
    return len(number) == 15 and number[:2] in PROVINCES and _is_date("19" + number[6:12])


def is_card_number(number: str) -> bool:
    """Whether digits are a bank card's: 15 to 19, a known beginning, Luhn's check digit."""
    if len(number) not in (15, 16, 17, 18, 19) or not CARD_STARTS.match(number):
        return False
    if len(set(number)) < 4:  # 6222 2222 2222 2222 is a drawing of a card
        return False
    digits = [int(n) for n in reversed(number)]
    return sum(n if i % 2 == 0 else sum(divmod(2 * n, 10)) for i, n in enumerate(digits)) % 10 == 0


def _is_date(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1850, 1, 1) < day <= date.today()


def _sentence(passage: Passage, place: int) -> str:
    return passage.text[slice(*passage.sentence_at(place))]
