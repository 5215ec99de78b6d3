"""Chinese numerals as the statutes write them: 一百二十 <-> 120."""

import re
import unicodedata

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
DIGIT = "[一二两三四五六七八九]"
BY_UNITS = re.compile(f"(?:{DIGIT}?千)?[零〇]?(?:{DIGIT}?百)?[零〇]?(?:{DIGIT}?十)?[零〇]?{DIGIT}?")
MAX = 99_999  # a slip of the pen (第10345条) is a number too; what it names does not exist


def to_int(text: str) -> int:
    """The number that a Chinese or Arabic numeral (also full-width) names, 0 to MAX. Raises ValueError."""
    text = unicodedata.normalize("NFKC", text.strip())
    if text.isascii() and text.isdigit():
        value = int(text[:9])
    elif any(c in UNITS for c in text):
        value = _by_units(text)
    else:
        value = _by_places(text)
    if not text or value > MAX:
        raise ValueError(f"not a numeral up to {MAX}: {text[:20]!r}")
    return value


def _by_places(text: str) -> int:
    """二〇二一: digits side by side."""
    try:
        return int("".join(str(DIGITS[c]) for c in text[:9]) or "0")
    except KeyError as error:
        raise ValueError(f"not a numeral: {text[:20]!r}") from error


def _by_units(text: str) -> int:
    """一千零三十四: each digit times the unit after it; a bare leading 十 is 一十."""
    if BY_UNITS.fullmatch(text) is None:
        raise ValueError(f"not a numeral: {text[:20]!r}")
    total, digit = 0, None
    for c in text:
        if c in UNITS:
            total += (1 if digit is None else digit) * UNITS[c]
            digit = None
        elif c in DIGITS:
            digit = DIGITS[c] or None
        else:
            raise ValueError(f"not a numeral: {text[:20]!r}")
    return total + (digit or 0)


def to_chinese(number: int) -> str:
    """The numeral as statutes write it: 10 -> 十, 105 -> 一百零五, 1010 -> 一千零一十. Raises ValueError."""
    if not 0 < number <= 9999:  # no statute numbers higher; 万 therefore has no place here
        raise ValueError(f"1 to 9999 only, not {number}")
    parts, gap = [], False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            gap = gap or bool(parts)
            continue
        parts.append(("零" if gap else "") + "零一二三四五六七八九"[digit] + name)
        gap = False
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text
