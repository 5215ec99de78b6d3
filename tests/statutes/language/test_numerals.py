"""Chinese numerals are read as they are meant and written as the statutes write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.language.numerals import to_chinese, to_int

HIGHEST = 9999  # what a statute can number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("七", 7),  # one digit
        ("十", 10),  # the bare unit
        ("十二", 12),  # leading 一 left out
        ("一十二", 12),  # and not left out
        ("二十", 20),  # no ones
        ("一百零二", 102),  # 零 holds a place
        ("一百一十", 110),
        ("一百十", 110),  # 一 left out in the middle, as people say it
        ("一千零三十四", 1034),  # 零 stands for the hundreds only
        ("一千零一", 1001),  # one 零 for two places
        ("一千二百六十", 1260),  # the last article of the Civil Code
        ("九千九百九十九", 9999),  # the highest
        ("两百", 200),  # 两 is said for 二
        ("二〇二一", 2021),  # digits side by side
        ("一二〇", 120),
        ("零", 0),
        ("1034", 1034),  # Arabic
        ("0012", 12),  # leading zeros
        ("１０３４", 1034),  # full-width digits
        (" 十二　", 12),  # spaces around, also full-width
    ],
)
def test_to_int(text, number):
    assert to_int(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing
        "　",  # only a space
        "万",  # no statute counts so far
        "100000",  # one too many
        "一二三四五六",  # 123456 by digits
        "九千九百九十九千",  # over the top by units
        "9" * 5000,  # long input is answered, not computed
        "九" * 5000,
        "-1",  # a sign
        "1.5",  # a fraction
        "1a",  # letters
        "十1",  # two systems in one numeral
        "第一",  # more than the numeral
        "१२",  # digits of another script, which \d takes in
        "十百",  # the units must fall
        "十十",  # the units must fall, not stay
        "一千一千",
        "一二百",  # two digits before one unit
        "十二三",  # two digits behind one
    ],
)
def test_to_int_refuses(text):
    with pytest.raises(ValueError, match="not a numeral"):
        to_int(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),  # not 一十
        (15, "十五"),
        (20, "二十"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),  # 一十 once something stands before it
        (120, "一百二十"),
        (1000, "一千"),
        (1001, "一千零一"),  # one 零 for two empty places
        (1010, "一千零一十"),
        (1034, "一千零三十四"),
        (1100, "一千一百"),  # no 零 at the end
        (9999, "九千九百九十九"),
    ],
)
def test_to_chinese_writes_the_official_form(number, text):
    assert to_chinese(number) == text


@pytest.mark.parametrize("number", [0, -1, HIGHEST + 1])
def test_to_chinese_refuses(number):
    with pytest.raises(ValueError, match="1 to 9999 only"):
        to_chinese(number)


@given(st.integers(1, HIGHEST))
def test_round_trip(number):
    assert to_int(to_chinese(number)) == number
