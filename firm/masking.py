"""What in a text is somebody's personal number or address, put out of sight before the text is written down anywhere.

Each pattern is linear: it starts only where a number or a word starts, and looks at no more than a bounded stretch or at
what no other start looks at. What is put in its place holds no digits, so masking twice is masking once.
"""

import re

MOBILE, LANDLINE, IDENTITY, CARD, EMAIL = "[手机号]", "[电话号码]", "[身份证号]", "[银行卡号]", "[邮箱]"
SECRET = "…"  # noqa: S105
GAP = r"[ \-_()（）\u00a0\u2010-\u2015\u3000－]{0,3}"  # between the digits of one number, as people write it
DOT = r"[.·•]"  # between three groups only: an IP address has dots, too, but never four digits between them
MONTH, DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"


def _spaced(pattern_of_digits: str) -> str:
    """A pattern of single digits, written with a space after each, with gaps allowed between them."""
    return GAP.join(pattern_of_digits.split())


def _digits(many: int, most: int | None = None) -> str:
    return rf"\d(?:{GAP}\d){{{many - 1},{(most or many) - 1}}}"


ONE, THREE_TO_NINE = "[1１]", "[3-9３-９]"
PREFIX = rf"(?:(?:[+＋]|00)?{GAP}86{GAP}|0)?"  # +86, 0086, 86; 0 was dialled before a mobile of another city
PATTERN = re.compile(
    "|".join(
        (
            # What only looks like a number: digests and request ids, UUIDs.
            r"(?P<kept>(?<![0-9A-Za-z])(?:(?=[0-9]*[a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})|"
            r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z]))",
            r"(?P<secret>(?<=://)[^\s/@]{1,300}@)",  # scheme://user:password@host
            r"(?P<email>(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,})",
            rf"(?P<mobile>(?<!\d){PREFIX}{ONE}{GAP}{THREE_TO_NINE}{GAP}{_digits(9)}(?!\d)"
            rf"|(?<!\d){PREFIX}{ONE}{THREE_TO_NINE}\d{DOT}\d{{4}}{DOT}\d{{4}}(?!\d))",
            # GB 11643: six digits of a place, the day of birth, three more, a check digit that may be X; before 1999 without
            # the century and the check digit.
            rf"(?P<identity>(?<!\d)[1-8]{GAP}{_digits(5)}{GAP}(?:18|19|20){GAP}\d\d{GAP}{MONTH}{GAP}{DAY}{GAP}{_digits(3)}{GAP}"
            rf"[\dXx](?![\dA-Za-z])"
            rf"|(?<!\d)[1-8]\d{{5}}\d\d{MONTH}{DAY}\d{{3}}(?!\d))",
            # 010, 02x, 0xxx, then 7 or 8 digits that begin with 2 to 8; abroad: + and 8 to 15 digits (E.164).
            rf"(?P<landline>(?<![\d.])(?:(?:[+＋]|00){GAP}86{GAP}0?|0)(?:10|2\d|[3-9]\d\d){GAP}[2-8]{GAP}{_digits(6, 7)}"
            rf"(?!\d)|[+＋][1-9]{GAP}{_digits(7, 14)}(?!\d))",
            r"(?P<card>(?<![\d.])(?:[3-69]\d{14,18}|[3-69]\d{3}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,3})?|[3-69]\d{5}[ \-]\d{13})(?![\d.]))",
        )
    )
)
WORDS = {"email": EMAIL, "mobile": MOBILE, "identity": IDENTITY, "landline": LANDLINE}
LIKELY = re.compile(r"\d(?:[^\dA-Za-z]{0,3}\d){6}")  # without this, or an @, nothing is masked
# What PostgreSQL says of a row that it refuses is what somebody typed (DETAIL of 23502, 23505, 23503, 23514); also in Chinese.
ROW = re.compile(r"((?:Failing row contains |失败, 行包含)\().*?(?:\)\.(?=\n|\Z)|\Z)", re.DOTALL)
KEY = re.compile(r"(\([^()\n]*\)=\()[^\n]*\)")


def masked(text: str) -> str:
    """The text without mobile and telephone numbers, identity numbers, e-mail addresses, bank cards and passwords in addresses.

    Where a number could be either, more is masked rather than less; numbers of articles, moments, places in the WAL and
    IP addresses stay.
    """
    return PATTERN.sub(_instead, text) if "@" in text or LIKELY.search(text) else text


def without_rows(text: str) -> str:
    """The text without the values that PostgreSQL quotes from rows that it refused."""
    if "DETAIL" not in text:
        return text
    return KEY.sub(r"\1…)", ROW.sub(r"\1…).", text))


def _instead(match: re.Match) -> str:
    kind = match.lastgroup
    if kind == "card":
        return CARD if _is_card(match[0]) else match[0]
    if kind == "secret":
        return f"{SECRET}@"
    return WORDS.get(kind, match[0])


def _is_card(text: str) -> bool:
    """Whether 15 (American Express) to 19 digits bear the check digit of ISO/IEC 7812 (Luhn)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) == 15 and digits[:2] not in ([3, 4], [3, 7]):
        return False
    doubled = (digit * 2 for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(digit - 9 if digit > 9 else digit for digit in doubled)) % 10 == 0
